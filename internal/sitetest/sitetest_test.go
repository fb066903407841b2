package sitetest

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestTextOfScripts writes and reads random scripts, as lines and as archives.
func TestTextOfScripts(t *testing.T) {
	for seed := range uint64(50) {
		script := Random(seed)
		again, err := Parse(script.String())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if script.String() != again.String() {
			t.Fatalf("seed %d: read and written again, the script is another one:\n%s", seed, again)
		}
		archived, err := ParseArchive(FormatArchive(script))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if a, b := after(script), after(archived); !reflect.DeepEqual(a.Files, b.Files) || !a.Now.Equal(b.Now) || !maps.Equal(a.With, b.With) {
			t.Fatalf("seed %d: from the archive comes another site", seed)
		}
	}
}

func after(script Script) *State {
	state := NewState()
	for _, e := range script {
		state.Apply(e)
	}
	return state
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"load\nfly away\n":  `line 2: there is no edit "fly"`,
		"write a.md\n":      "line 1: write has 2 arguments, not 1",
		"# x\n\nwrite \"a":  `line 3: the quotation in "\"a" has no end`,
		"load \"a\\tb\" #x": "line 1: load has 0 arguments, not 1",
	} {
		if _, err := Parse(text); err == nil || err.Error() != want {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
}

// TestEdits plays a script in which each line shows what one verb does.
func TestEdits(t *testing.T) {
	script, err := ParseArchive([]byte(`load
append a.md "four\n"
insert a.md 2 half
cut a.md 1
replace a.md two 2
set a.md title New
set a.md draft true
set a.md title ""
load
copy a.md b/c.md
rename b d/e
write d "a folder has this name"
write a.md/x "a file has this name"
rename a.md a.md/b
remove none
clock 2027-01-02T03:04:05Z
with drafts
encode x.md crlf
many z 2
back 1
png p.png 2 1
-- a.md --
one
two
-- x.md --
é
`))
	if err != nil {
		t.Fatal(err)
	}
	state := NewState()
	var undone []string
	for _, e := range script {
		if !state.Apply(e) {
			undone = append(undone, e.Verb+" "+e.Args[0])
		}
		if e.Verb == "many" && len(state.Files) != 5 {
			t.Errorf("%q, want five files", state.Files)
		}
		if e.Verb == "encode" && (state.Files["x.md"] != "é\r\n" || state.Files["d/e/c.md"] != state.Files["a.md"]) {
			t.Errorf("%q", state.Files)
		}
	}
	if want := []string{"write d", "write a.md/x", "rename a.md", "remove none"}; !slices.Equal(undone, want) {
		t.Errorf("not done: %q, want %q", undone, want)
	}
	delete(state.Files, "p.png")
	want := map[string]string{"a.md": "---\ndraft: true\n---\nhalf\n2\nfour\n", "x.md": "é\n"}
	if !maps.Equal(state.Files, want) {
		t.Errorf("%q, want %q", state.Files, want)
	}
	if state.Now.Format("2006-01-02T15") != "2027-01-02T03" || !state.With["drafts"] {
		t.Errorf("now %v, with %v", state.Now, state.With)
	}
}

// TestRandomScripts checks that a seed names one script, that all its lines can be done, and that many of them
// together do everything that can be done.
func TestRandomScripts(t *testing.T) {
	verbs := map[string]bool{}
	for seed := range uint64(500) {
		script, state := Random(seed), NewState()
		if seed < 3 && script.String() != Random(seed).String() {
			t.Fatalf("seed %d gives two scripts", seed)
		}
		for _, e := range script {
			if verbs[e.Verb] = true; !state.Apply(e) {
				t.Fatalf("seed %d: %s cannot be done", seed, e)
			}
		}
		for name := range state.Files {
			if !utf8.ValidString(name) || strings.Contains(name, "//") {
				t.Errorf("seed %d: a file is called %q", seed, name)
			}
		}
	}
	for verb := range arguments {
		if !verbs[verb] {
			t.Errorf("no random script has %q", verb)
		}
	}
}

// TestShrink takes a long script that fails because of two of its edits.
func TestShrink(t *testing.T) {
	script := Random(5)
	script = slices.Insert(script, len(script)/2, Edit{"write", []string{"content/bad.md", "one\ntwo\nthree\n"}})
	script = append(script, Edit{"many", []string{"content/many", "40"}}, Edit{"load", nil})
	asked := 0
	short := Shrink(script, 10_000, func(s Script) bool {
		asked++
		state := after(s)
		return strings.Contains(state.Files["content/bad.md"], "two") && state.Files["content/many/bulk 002.md"] != ""
	})
	if want := "write content/bad.md \"two\\n\"\nmany content/many 3\n"; short.String() != want {
		t.Errorf("shrunk to:\n%s\nwant:\n%s", short, want)
	}
	if asked > 1000 {
		t.Errorf("asked %d times", asked)
	}
	if again := Shrink(script, 3, func(Script) bool { return false }); again.String() != script.String() {
		t.Error("what does not fail without an edit was shrunk")
	}
}
