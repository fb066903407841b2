package diag_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"pandect/internal/diag"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample is a list with everything that the writers have to show.
func sample() []diag.Diagnostic {
	long := strings.Repeat("Advice that crosses a border keeps its privilege only if it is asked for. ", 4)
	return []diag.Diagnostic{
		{
			Severity: diag.Error, Code: "front-matter-date", Place: diag.Place{File: "content/ethics/privilege.md", Line: 4, Column: 10, Length: 10},
			Quote: "publish: 01/02/2026", Message: `The date "01/02/2026" can be read in two ways.`,
			Hint: "Write the date as year-month-day: 2026-02-01 or 2026-01-02.",
		},
		{
			Severity: diag.Warning, Code: "broken-link", Place: diag.Place{File: "content/a b/c:d #1%.md", Line: 120, Column: 9, Length: 4},
			Quote: "a\tb\t日本語テスト", Message: "There is no page here.", Hint: "Check the spelling.",
			Related: []diag.Related{{Place: diag.Place{File: "content/x.md", Line: 1, Column: 2, Length: 3}, Message: "first defined here"}},
		},
		{
			Severity: diag.Warning, Code: "wide", Place: diag.Place{File: "content/wide.md", Line: 2, Column: 3, Length: 2},
			Quote: "日本語テスト", Message: "Two wide characters are marked.",
		},
		{
			Severity: diag.Error, Code: "spoof", Place: diag.Place{File: "content/\x1b[2Jspoof.md", Line: 1, Column: 7, Length: 1},
			Quote: "title:\u202e\x1b[31mtxet", Message: "The title\ncontains \u202e hidden characters.", Hint: "Remove them.",
		},
		{
			Severity: diag.Error, Code: "long", Place: diag.Place{File: "content/long.md", Line: 9, Column: 150, Length: 6},
			Quote: long, Message: "The middle of a long line is meant.",
		},
		{
			Severity: diag.Error, Code: "long", Place: diag.Place{File: "content/long.md", Line: 9, Column: 1, Length: 500},
			Quote: long, Message: "More than fits is meant.",
		},
		{
			Severity: diag.Warning, Code: "end", Place: diag.Place{File: "config.toml", Line: 3, Column: 9},
			Quote: "title = ", Message: "Something is missing after the end of the line.",
		},
		{Severity: diag.Warning, Code: "line", Place: diag.Place{File: "config.toml", Line: 3}, Quote: "title = 1", Message: "The whole line is meant."},
		{Severity: diag.Warning, Code: "file", Place: diag.Place{File: "config.toml"}, Message: "The whole file is meant."},
		{Severity: diag.Error, Code: "site", Message: "The whole site is meant."},
	}
}

func TestGolden(t *testing.T) {
	cases := map[string]func(*bytes.Buffer) error{
		"text.golden":       func(b *bytes.Buffer) error { return diag.WriteText(b, sample(), diag.TextOptions{}) },
		"color.golden":      func(b *bytes.Buffer) error { return diag.WriteText(b, sample()[:2], diag.TextOptions{Color: true}) },
		"list.golden.json":  func(b *bytes.Buffer) error { return diag.WriteJSON(b, sample()) },
		"list.golden.sarif": func(b *bytes.Buffer) error { return diag.WriteSARIF(b, sample(), diag.ToolInfo{Version: "1.2.3"}) },
	}
	for name, write := range cases {
		var got bytes.Buffer
		if err := write(&got); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got.String()); d != "" {
			t.Errorf("%s (-want +got; run with -update to accept):\n%s", name, d)
		}
	}
	files, _ := filepath.Glob("testdata/*.golden*")
	for _, file := range files {
		if cases[filepath.Base(file)] == nil {
			t.Errorf("%s belongs to no case", file)
		}
	}
}

func TestEmptyLists(t *testing.T) {
	var out bytes.Buffer
	if err := diag.WriteText(&out, nil, diag.TextOptions{}); err != nil || out.Len() != 0 {
		t.Errorf("text of nothing: %q, %v", out.String(), err)
	}
	for name, write := range map[string]func() error{
		"json":  func() error { return diag.WriteJSON(&out, nil) },
		"sarif": func() error { return diag.WriteSARIF(&out, nil, diag.ToolInfo{}) },
	} {
		out.Reset()
		if err := write(); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "null") {
			t.Errorf("%s of nothing holds a null:\n%s", name, out.String())
		}
	}
}

// SARIF refers to rules by index and to files by URI: both have to lead back to what was meant.
func TestSARIFReferences(t *testing.T) {
	var out bytes.Buffer
	if err := diag.WriteSARIF(&out, sample(), diag.ToolInfo{Version: "1"}); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Locations []struct {
					PhysicalLocation struct {
						Region struct{ StartColumn, EndColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	for i, r := range run.Results {
		if got := run.Tool.Driver.Rules[r.RuleIndex].ID; got != r.RuleID || got != sample()[i].Code {
			t.Errorf("result %d: rule %q at its index, %q by name, want %q", i, got, r.RuleID, sample()[i].Code)
		}
		if p := sample()[i].Place; p.Length > 0 {
			if region := r.Locations[0].PhysicalLocation.Region; region.EndColumn-region.StartColumn != p.Length {
				t.Errorf("result %d: region %+v, want length %d", i, region, p.Length)
			}
		}
	}
}

func TestSortIsTotal(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(list ...string) string { return list[random.IntN(len(list))] }
	make1 := func() diag.Diagnostic {
		d := diag.Diagnostic{
			Severity: diag.Severity(1 + random.IntN(2)), Code: pick("a", "b"), Message: pick("m", "n"), Hint: pick("", "h"), Quote: pick("", "q"),
			Place: diag.Place{File: pick("a", "b"), Line: random.IntN(2), Column: random.IntN(2), Length: random.IntN(2)},
		}
		for range random.IntN(3) {
			d.Related = append(d.Related, diag.Related{Place: diag.Place{File: pick("a", "b"), Line: random.IntN(2)}, Message: pick("m", "n")})
		}
		return d
	}
	for range 20 {
		list := make([]diag.Diagnostic, 40)
		for i := range list {
			list[i] = make1()
		}
		shuffled := slices.Clone(list)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		before := slices.Clone(shuffled)
		unique := diag.Dedup(shuffled)
		if d := cmp.Diff(before, shuffled); d != "" {
			t.Fatal("Dedup changed its argument: ", d)
		}
		diag.Sort(list)
		diag.Sort(shuffled)
		if d := cmp.Diff(list, shuffled); d != "" {
			t.Fatal("the order depends on the order of the input: ", d)
		}
		for i, d := range unique {
			if i > 0 && cmp.Equal(d, unique[i-1]) {
				t.Fatalf("%+v is still there twice", d)
			}
			if !slices.ContainsFunc(list, func(x diag.Diagnostic) bool { return cmp.Equal(x, d) }) {
				t.Fatalf("%+v was invented", d)
			}
		}
		for _, d := range list {
			if !slices.ContainsFunc(unique, func(x diag.Diagnostic) bool { return cmp.Equal(x, d) }) {
				t.Fatalf("%+v was lost", d)
			}
		}
	}
}

func TestSortOrder(t *testing.T) {
	at := func(file string, line, column int, s diag.Severity, code string) diag.Diagnostic {
		return diag.Diagnostic{Severity: s, Code: code, Place: diag.Place{File: file, Line: line, Column: column}}
	}
	want := []diag.Diagnostic{
		at("a", 0, 0, diag.Warning, "x"), at("a", 2, 1, diag.Warning, "x"), at("a", 2, 3, diag.Error, "z"),
		at("a", 2, 3, diag.Warning, "a"), at("a", 2, 3, diag.Warning, "b"), at("a", 10, 1, diag.Error, "x"), at("b", 1, 1, diag.Error, "x"),
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	diag.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestPromote(t *testing.T) {
	list := sample()
	strict := diag.Promote(list)
	if d := cmp.Diff(sample(), list); d != "" {
		t.Error("Promote changed its argument: ", d)
	}
	errors, warnings := diag.Count(list)
	if e, w := diag.Count(strict); e != errors+warnings || w != 0 {
		t.Errorf("after Promote: %d errors and %d warnings, want %d and 0", e, w, errors+warnings)
	}
}

func FuzzText(f *testing.F) {
	for _, d := range sample() {
		f.Add(d.Quote, d.Place.Line, d.Place.Column, d.Place.Length)
	}
	f.Fuzz(func(t *testing.T, quote string, line, column, length int) {
		if line < 0 || column < 0 || length < 0 || line > 1e9 || column > 1e9 || length > 1e9 {
			return // not a place
		}
		quote, _, _ = strings.Cut(quote, "\n")
		var out bytes.Buffer
		d := diag.Diagnostic{Severity: diag.Error, Place: diag.Place{File: quote, Line: line, Column: column, Length: length}, Quote: quote, Message: quote, Hint: quote}
		if err := diag.WriteText(&out, []diag.Diagnostic{d}, diag.TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(out.Bytes()) {
			t.Fatalf("not UTF-8: %q", out.String())
		}
		for _, r := range out.String() {
			if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Fatalf("%U reaches the terminal: %q", r, out.String())
			}
		}
		if lines := strings.Count(out.String(), "\n"); lines > 4 {
			t.Fatalf("%d lines for one diagnostic:\n%s", lines, out.String())
		}
		for l := range strings.Lines(out.String()) {
			if _, text, found := strings.Cut(l, " | "); found && strings.TrimLeft(text, " ^\n") == "" && len(l) > 102 {
				t.Fatalf("the marks do not fit:\n%s", out.String())
			}
		}
	})
}

func FuzzPosition(f *testing.F) {
	f.Add([]byte("title: Ünï\ntags:\n- a\r\n\xff"), 9, 3)
	f.Fuzz(func(t *testing.T, text []byte, start, length int) {
		if length < 0 || length > 1<<30 || start < -1<<30 || start > 1<<30 {
			return
		}
		place, quote := diag.At("x", text, start, start+length)
		line, column := diag.Position(text, start)
		if place.Line != line || place.Column != column {
			t.Fatalf("At says %d:%d, Position says %d:%d", place.Line, place.Column, line, column)
		}
		if quote != diag.Line(text, line) {
			t.Fatalf("quoted %q, line %d is %q", quote, line, diag.Line(text, line))
		}
		// The slow way: walk every character.
		at, l, c := 0, 1, 1
		if end := max(0, min(start+length, len(text))); end < len(text) && !utf8.RuneStart(text[end]) {
			return // not between two characters
		}
		for at < min(max(start, 0), len(text)) {
			_, n := utf8.DecodeRune(text[at:])
			if text[at] == '\n' {
				l, c = l+1, 0
			}
			at, c = at+n, c+1
		}
		if at == start && (l != line || c != column) {
			t.Fatalf("offset %d of %q: %d:%d, want %d:%d", start, text, line, column, l, c)
		}
		if width := utf8.RuneCountInString(diag.Line(text, line)); utf8.Valid(text) && at == start && place.Column+place.Length > width+2 {
			t.Fatalf("place %+v leaves the line %q", place, quote)
		}
	})
}
