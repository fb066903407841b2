package highlight

import (
	"strings"
	"testing"
)

// TestEmbeddedCodeOverABoundIsReported embeds code that is over a bound of its own language, but not of the one around it.
func TestEmbeddedCodeOverABoundIsReported(t *testing.T) {
	for language, text := range map[string][2]string{
		"markdown": {"```raku\n", "\n```\n"},
		"md":       {"```devicetree\n", "\n```\n"},
	} {
		for n, want := range map[int]Bound{100: Nothing, 1900: Embedded} {
			line := strings.Repeat("a ", 1000)[:n]
			code := text[0] + line + strings.Repeat("\n", min(n/100, 19)) + "a" + text[1]
			out, excess := Append(nil, language, []byte(code), Lines{})
			if excess.What != want || checkHTML(t, out) != code {
				t.Errorf("%s, %d: %+v, want %v", language, n, excess, want)
			}
		}
	}
}

// TestTheBodyOfAMessageIsBounded has a message whose body would take minutes: twice as long for each empty line.
func TestTheBodyOfAMessageIsBounded(t *testing.T) {
	for n, want := range map[int]Bound{10: Nothing, 60: Blank} {
		code := "POST / HTTP/1.1\nContent-Type: text/x-Devicetree\n\na" + strings.Repeat("\n", n) + "a\n"
		if out, excess := Append(nil, "http", []byte(code), Lines{}); excess.What != want || checkHTML(t, out) != code {
			t.Errorf("%d: %+v", n, excess)
		}
	}
}

// TestCodeOfARegistryIsBounded has code whose lexer chroma takes from its own registry, and which would take minutes.
func TestCodeOfARegistryIsBounded(t *testing.T) {
	for language, text := range map[string][2]string{
		"rst":  {".. code-block:: devicetree\n\n    a\n", "    a\n"},
		"raku": {"=begin code :lang<luau>\n", "a\n=end code\n"},
	} {
		for n, want := range map[int]Bound{5: Nothing, 60: Blank} {
			code := text[0] + strings.Repeat("\n", n) + text[1]
			if out, excess := Append(nil, language, []byte(code), Lines{}); excess.What != want || checkHTML(t, out) != code {
				t.Errorf("%s, %d: %+v", language, n, excess)
			}
		}
	}
}

// TestRaku is a block of sigils that took ten seconds and more.
func TestRaku(t *testing.T) {
	if _, excess := Append(nil, "raku", []byte(strings.Repeat("@", 1999)+"\n"+strings.Repeat("@", 1999)), Lines{}); excess.What != Line {
		t.Errorf("%+v", excess)
	}
	if _, excess := Append(nil, "raku", fill("@", 39_000, limits{line: 300, blank: 300}), Lines{}); excess.What != Bytes {
		t.Errorf("%+v", excess)
	}
}

func TestShare(t *testing.T) {
	for _, e := range []struct {
		language   string
		size, want int
	}{{"go", 50_000, 500}, {"java", 5_000, 500}, {"java", 50_000, 1000}, {"text", 100_000, 0}, {"golnag", 100_000, 0}, {"GO", 0, 0}} {
		if got := Share(e.language, e.size); got != e.want {
			t.Errorf("%s, %d: %d, want %d", e.language, e.size, got, e.want)
		}
	}
}
