package prepare

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pandect/internal/diag"
)

// TestNothingOutsideIsShown names files outside content/ and in hidden folders, as includes and as code: both are refused
// with the same words, whatever the caller has for them.
func TestNothingOutsideIsShown(t *testing.T) {
	for _, target := range []string{"../../config.toml", "/../config.toml", "x/../../../config.toml", "../.git/config", ".env/x", "/.git/config", "../../../../etc/passwd"} {
		var messages []string
		for _, text := range []string{"![[" + strings.TrimSuffix(target, ".toml") + "]]\n", "> ```toml {file=\"" + strings.TrimSuffix(target, ".toml") + "\"}\n> ```\n"} {
			written := strings.TrimSuffix(target, ".toml")
			out := Prepare(Input{
				Path: "a/b.md", Text: []byte(text), Includes: map[IncludeRef]Included{{"a/b.md", written}: {Path: written, Text: []byte("SECRET\n")}},
				BodyOf: func(string, []byte) int { return 0 },
				Report: func(d diag.Diagnostic) {
					messages = append(messages, d.Code+d.Message+d.Hint)
					if d.Code != "outside-include" || d.Place.Line != 1 || !strings.Contains(d.Message, written) {
						t.Errorf("%+v", d)
					}
				},
			})
			if strings.Contains(string(out.Bytes), "SECRET") {
				t.Errorf("%q is shown", target)
			}
		}
		if len(messages) != 2 || messages[0] != messages[1] {
			t.Errorf("%s: %q", target, messages)
		}
	}
}

func TestCandidates(t *testing.T) {
	for written, want := range map[string][]string{
		"c": {"a/c", "c"}, "/c": {"c"}, "../c": {"c"}, "../../c": nil, "d/../c": {"a/c", "c"}, "..": nil, "": {"a"}, "../../content/c": nil,
	} {
		if got := Candidates("a/b.md", written); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}

// TestIncludesAreBounded has pages that would take minutes or all memory: what they ask for is counted before it is done.
func TestIncludesAreBounded(t *testing.T) {
	tree := map[string]string{"big": strings.Repeat(strings.Repeat("x", 60)+"\n", 70_000) + "# Last\n", "lines": strings.Repeat("\n", 1<<20), "empty": "", "code": strings.Repeat("x\n", 1<<20)}
	for i := range maxIncludeDepth {
		tree[fmt.Sprint("fan", i)] = strings.Repeat(fmt.Sprintf("![[fan%d]]\n", i+1), 20)
	}
	tree[fmt.Sprint("fan", maxIncludeDepth)] = ""
	includes := map[IncludeRef]Included{}
	for from := range tree {
		for to, text := range tree {
			includes[IncludeRef{from, to}] = Included{Path: to, Text: []byte(text)}
			includes[IncludeRef{"a.md", to}] = includes[IncludeRef{from, to}]
		}
	}
	for name, text := range map[string]string{
		"a part of a large file, often": strings.Repeat("![[big#last]]\n", 2000),
		"no part of a large file":       strings.Repeat("![[big#lost]]\n", 2000),
		"one line of a large file":      strings.Repeat("```c {file=\"code\" part=\"1\"}\n```\n", 2000),
		"nothing, often":                strings.Repeat("![[empty]]\n", 100_000),
		"includes that multiply":        "![[fan0]]\n",
		"a long prefix":                 strings.Repeat("> ", 5000) + "![[lines]]\n",
		"a long prefix before code":     strings.Repeat("> ", 5000) + "```c {file=\"code\"}\n",
	} {
		t.Run(name, func(t *testing.T) {
			bounded := false
			out := Prepare(Input{
				Path: "a.md", Text: []byte(text), Includes: includes, BodyOf: func(string, []byte) int { return 0 },
				Report: func(d diag.Diagnostic) { bounded = bounded || d.Code == "include-size" && d.Severity == diag.Error },
			})
			if !bounded || len(out.Bytes) > len(text)+2*maxExpansion {
				t.Errorf("%d bytes, reported: %v", len(out.Bytes), bounded)
			}
		})
	}
}
