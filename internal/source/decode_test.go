package source_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"pandect/internal/diag"
	"pandect/internal/source"
)

// summary writes diagnostics as "severity code line:column", one each.
func summary(found []diag.Diagnostic) string {
	var parts []string
	for _, d := range found {
		severity := map[diag.Severity]string{diag.Warning: "warning", diag.Error: "error"}[d.Severity]
		place := ""
		if d.Place.Line > 0 {
			place = fmt.Sprintf(" %d:%d", d.Place.Line, d.Place.Column)
		}
		parts = append(parts, severity+" "+d.Code+place)
	}
	return strings.Join(parts, ", ")
}

func utf16(s string, order unicode.Endianness, mark unicode.BOMPolicy) string {
	encoded, err := unicode.UTF16(order, mark).NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return encoded
}

func noise(n int) string {
	var out []byte
	for sum := sha256.Sum256(nil); len(out) < n; sum = sha256.Sum256(sum[:]) {
		out = append(out, sum[:]...)
	}
	return string(out[:n])
}

func TestDecode(t *testing.T) {
	const german = "# Prüfung\n\nEin „Satz“ – und noch einer.\n"
	for _, c := range []struct{ name, raw, text, found string }{
		{"empty", "", "", ""},
		{"ASCII", "# Privilege\n\n\tText.\n", "# Privilege\n\n\tText.\n", ""},
		{"UTF-8", german, german, ""},
		{"byte order mark", "\ufeff# A\n", "# A\n", ""},
		{"two byte order marks", "\ufeff\ufeff# A\n", "# A\n", ""},
		{"only a byte order mark", "\ufeff", "", ""},
		{"byte order mark inside is kept", "# A\ufeff\n", "# A\ufeff\n", ""},
		{"UTF-16 LE with mark", utf16(german, unicode.LittleEndian, unicode.UseBOM), german, ""},
		{"UTF-16 BE with mark", utf16(german, unicode.BigEndian, unicode.UseBOM), german, ""},
		{"UTF-16 LE without mark", utf16(german, unicode.LittleEndian, unicode.IgnoreBOM), german, "warning utf-16"},
		{"UTF-16 BE without mark", utf16(german, unicode.BigEndian, unicode.IgnoreBOM), german, "warning utf-16"},
		{"UTF-16 with CRLF", utf16("a\r\nb\r\n", unicode.LittleEndian, unicode.UseBOM), "a\nb\n", ""},
		{"Windows-1252", "one\ncaf\xe9 \x93quoted\x94 \x96 \x80 5\n", "one\ncafé “quoted” – € 5\n", "warning windows-1252 2:0"},
		{"Windows-1252 and UTF-8 by line", "é and “x”\ncaf\xe9\nü\n", "é and “x”\ncafé\nü\n", "warning windows-1252 2:0"},
		{"Windows-1252 without meaning", "a\x81b\n", "a\u0081b\n", "warning windows-1252 1:0"},
		{"Windows-1252 with CRLF", "caf\xe9\r\nb\r\n", "café\nb\n", "warning windows-1252 1:0"},
		{"CRLF", "a\r\nb\r\n", "a\nb\n", ""},
		{"lone CR", "a\rb\r", "a\nb\n", ""},
		{"mixed line ends", "a\r\nb\rc\nd", "a\nb\nc\nd", ""},
		{"NUL", "a long enough line of text\nand an\x00other one\n", "a long enough line of text\nand another one\n", "warning nul-bytes 2:0"},
		{"NUL before a byte order mark", "\x00\ufeff# A long enough line\n", "# A long enough line\n", "warning nul-bytes 1:0"},
		{"NUL between CR and LF", "a long enough line of text\r\x00\nb\n", "a long enough line of text\nb\n", "warning nul-bytes 1:0"},
		{"DOCX", "PK\x03\x04 and so on, mostly text here", "", "error not-text"},
		{"PDF", "%PDF-1.7\nmostly text\n", "", "error not-text"},
		{"RTF", "{\\rtf1 text}", "", "error not-text"},
		{"noise", noise(4096), "", "error not-text"},
		{"control characters", strings.Repeat("ab\x01\x02", 100), "", "error not-text"},
		{"many NULs", strings.Repeat("ab\x00\x00\x00", 100), "", "error not-text"},
		{"quotation mark garbled", "It\nisnâ€™t\n", "It\nisnâ€™t\n", "warning garbled-text 2:4"},
		{"accent garbled", "cafÃ©, dÃ©jÃ\u00a0 vu\n", "cafÃ©, dÃ©jÃ\u00a0 vu\n", "warning garbled-text 1:4"},
		{"no-break space garbled", "See Â§ 5.Â\u00a0And\n", "See Â§ 5.Â\u00a0And\n", "warning garbled-text 1:5"},
		{"no-break space garbled and normalised", "End.Â And\n", "End.Â And\n", "warning garbled-text 1:5"},
		{"emoji garbled", "a ðŸ˜€\n", "a ðŸ˜€\n", "warning garbled-text 1:3"},
		{"capitals before punctuation are right", "“IRMÔ, SÃO, “IRMÃ”, CAFÉ…, fiancé…”, là-bas, râle, VOILÀ » The letter Â is rare.\n",
			"“IRMÔ, SÃO, “IRMÃ”, CAFÉ…, fiancé…”, là-bas, râle, VOILÀ » The letter Â is rare.\n", ""},
		{"direction", "pay \u202e001 dollars\n", "pay \u202e001 dollars\n", "warning direction-control 1:5"},
		{"marks of Hebrew and Arabic are right", "\u200f\u05d0\u200e a\u061c\n", "\u200f\u05d0\u200e a\u061c\n", ""},
		{"lost character", "a\n\nb \ufffd c \ufffd\n", "a\n\nb \ufffd c \ufffd\n", "warning lost-character 3:3"},
		{"merge", "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n", "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n", "error merge-marker 2:0"},
		{"merge with CRLF", "<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> theirs\r\n", "<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n", "error merge-marker 1:0"},
		{"merge that tears a fence", "<<<<<<< a\n```go\nx\n=======\n```js\ny\n>>>>>>> b\n```\n", "<<<<<<< a\n```go\nx\n=======\n```js\ny\n>>>>>>> b\n```\n", "error merge-marker 1:0"},
		{"merge shown in a fence", "```text\n<<<<<<< HEAD\n=======\n>>>>>>> b\n```\n", "```text\n<<<<<<< HEAD\n=======\n>>>>>>> b\n```\n", ""},
		{"merge after a fence", "~~~~\n```\n~~~~\n<<<<<<< HEAD\n=======\n>>>>>>> b\n", "~~~~\n```\n~~~~\n<<<<<<< HEAD\n=======\n>>>>>>> b\n", "error merge-marker 4:0"},
		{"a heading underlined by seven", "Title\n=======\n\n>>>>>>> quoted deeply\n", "Title\n=======\n\n>>>>>>> quoted deeply\n", ""},
		{"a marker alone", "<<<<<<< look\n", "<<<<<<< look\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, found := source.Decode("content/a.md", []byte(c.raw))
			if string(text) != c.text {
				t.Errorf("text is %q, want %q", text, c.text)
			}
			if got := summary(found); got != c.found {
				t.Errorf("found %q, want %q", got, c.found)
			}
			for _, d := range found {
				if d.Place.File != "content/a.md" || d.Message == "" || d.Hint == "" || strings.Contains(d.Message, "%!") {
					t.Errorf("incomplete: %+v", d)
				}
				if d.Place.Column > 0 && !strings.Contains(c.text, d.Quote) {
					t.Errorf("the quote %q is not in the text", d.Quote)
				}
			}
		})
	}
}

func TestDecodeSaysWhatItDid(t *testing.T) {
	for raw, phrases := range map[string][]string{
		"caf\xe9 \x93x\x94\n":     {"é", "“", "”", "lines: 1"},
		"isnâ€™t dâ€™accord Ã©\n": {`"â€™" for "’"`, `"Ã©" for "é"`, "places: 3"},
		"5.Â\u00a0And\n":          {"Â+U+00A0 for U+00A0"},
		"a\u202eb\n":              {"U+202E"},
		"x\ufffd\ufffd\n":         {"places: 2"},
	} {
		_, found := source.Decode("a.md", []byte(raw))
		if len(found) != 1 {
			t.Errorf("%q: %d diagnostics, want 1", raw, len(found))
			continue
		}
		for _, phrase := range phrases {
			if !strings.Contains(found[0].Message, phrase) {
				t.Errorf("%q: %q is not in the message %q", raw, phrase, found[0].Message)
			}
		}
	}
}

func TestDecodeReturnsCleanBytesAsTheyAre(t *testing.T) {
	for _, text := range []string{"# Title\n\nText.\n", "# Prüfung “x”\n", "\fnew page\n"} {
		raw := []byte(text)
		if out, _ := source.Decode("a.md", raw); &out[0] != &raw[0] || len(out) != len(raw) {
			t.Errorf("%q was copied", text)
		}
	}
}

// Repairing by hand what a warning proposes must silence it.
func TestDecodeProposesTheRepair(t *testing.T) {
	for _, word := range []string{"’", "“", "”", "—", "é", "à", "§", "\u00a0", "€", "😀", "ﬁ", "→"} {
		var garbled strings.Builder
		for _, c := range []byte(word) {
			r := rune(c)
			if decoded, _ := source.Decode("a.md", []byte{'a', c, '\n'}); utf8.RuneLen(r) > 1 {
				r, _ = utf8.DecodeRune(decoded[1:])
			}
			garbled.WriteRune(r)
		}
		_, found := source.Decode("a.md", []byte("a "+garbled.String()+" b\n"))
		if summary(found) != "warning garbled-text 1:3" || !strings.Contains(found[0].Message, "for") {
			t.Errorf("%q as %q: found %q", word, garbled.String(), summary(found))
			continue
		}
		if _, found := source.Decode("a.md", []byte("a "+word+" b\n")); len(found) > 0 {
			t.Errorf("%q itself: found %q", word, summary(found))
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "# A\n", "\ufeff\ufeffa\r\nb\rc\n", "\xff\xfea\x00b\x00", "\xfe\xff\x00a\x00b", "a\x00b\x00c\x00d\x00", "caf\xe9 é\n",
		"â€™ Ã© Â ðŸ˜€", "\u202e\ufffd", "<<<<<<< a\n```\n>>>>>>> b\n", "PK\x03\x04", "\x00\ufeff\x00a", "a long line of text\x00\xef\xbb\xbf",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		text, found := source.Decode("content/a.md", raw)
		if !bytes.Equal(raw, before) {
			t.Fatal("the argument was changed")
		}
		if !utf8.Valid(text) || bytes.ContainsAny(text, "\r\x00") || bytes.HasPrefix(text, []byte("\ufeff")) {
			t.Fatalf("not clean: %q", text)
		}
		if again, _ := source.Decode("content/a.md", text); !bytes.Equal(again, text) {
			t.Fatalf("decoding again gives %q, not %q", again, text)
		}
		if utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 && len(text) > 0 {
			if want := bytes.Count(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n")) +
				bytes.Count(bytes.ReplaceAll(raw, []byte("\r\n"), nil), []byte("\r")); bytes.Count(text, []byte("\n")) != want {
				t.Fatalf("%d lines, want %d", bytes.Count(text, []byte("\n")), want)
			}
		}
		for _, d := range found {
			if d.Place.Line > 1+bytes.Count(text, []byte("\n"))+bytes.Count(raw, []byte("\n")) || d.Place.Line < 0 || d.Message == "" || !utf8.ValidString(d.Message) || !utf8.ValidString(d.Quote) {
				t.Fatalf("diagnostic %+v", d)
			}
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, unit := range map[string]string{
		"ascii": "Legal advice stays privileged only when it is kept confidential.\n",
		"utf8":  "Legal advice stays “privileged” only when it’s kept confidential – always.\n",
		"crlf":  "Legal advice stays privileged only when it is kept confidential.\r\n",
	} {
		data := []byte(strings.Repeat(unit, 13<<10/len(unit)))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if text, _ := source.Decode("a.md", data); len(text) == 0 {
					b.Fatal("no text")
				}
			}
		})
	}
}
