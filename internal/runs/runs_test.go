package runs_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pandect/internal/runs"
)

// sample is a file that the script of the page wrote; e2e/tests/run-file.spec.ts holds it to that.
func sample(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/sample.kbrun.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAFileOfThePageIsRead(t *testing.T) {
	r, err := runs.Parse("team/a.kbrun.json", []byte(sample(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := runs.Run{
		File: "team/a.kbrun.json", ID: "0f0e0d0c-0000-4000-8000-000000000001", Name: "Provider Ä “quoted” & <b>", Checklist: "Vendor due diligence", Version: "1",
		State: "blocked", Revision: 1, Critical: 1, Blocking: 1, Due: "2026-12-01", Owner: "Ann", Changed: r.Changed, Events: r.Events,
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	if r.Events < 4 || r.Changed == "" {
		t.Errorf("%+v", r)
	}
}

func TestWhatWasAlteredIsNoticed(t *testing.T) {
	for what, change := range map[string]func(string) string{
		"an answer":  func(s string) string { return strings.Replace(s, `"state": "problem"`, `"state": "done"`, 1) },
		"a name":     func(s string) string { return strings.Replace(s, `"by": "Ann"`, `"by": "Bob"`, 1) },
		"the digest": func(s string) string { return strings.Replace(s, `"digest": "sha256:`, `"digest": "sha256:0`, 1) },
	} {
		changed := change(sample(t))
		if changed == sample(t) {
			t.Fatalf("%s: nothing was altered", what)
		}
		if r, err := runs.Parse("x", []byte(changed)); err != nil || r.Altered == 0 && !r.Forged {
			t.Errorf("%s: %+v %v", what, r, err)
		}
	}
}

func TestWhatIsNoRunIsRefused(t *testing.T) {
	for _, text := range []string{"", "{", "null", "[]", `{"format":"kb-run/1"}`, strings.Replace(sample(t), "kb-run/1", "kb-run/2", 1), sample(t) + "{}", strings.Repeat("[", 10_000), `{"x":"` + strings.Repeat("x", 11<<20) + `"}`} {
		if r, err := runs.Parse("x", []byte(text)); err == nil {
			t.Errorf("%.40q was read: %+v", text, r)
		}
	}
}

func TestRegisterShowsEachRunOnce(t *testing.T) {
	list := runs.Register([]runs.Run{{ID: "1", Checklist: "B", Events: 2}, {ID: "2", Checklist: "A", Name: "z"}, {ID: "1", Checklist: "B", Events: 5, File: "full"}, {ID: "1", Checklist: "B", Events: 1}})
	if len(list) != 2 || list[0].ID != "2" || list[1].File != "full" || list[1].Copies != 2 {
		t.Errorf("%+v", list)
	}
	if cells := list[1].Cells(); len(cells) != len(runs.Columns) || !strings.Contains(strings.Join(cells, " "), "2 more of this run here") {
		t.Error(cells)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample(f))
	f.Add(`{"format":"kb-run/1","run":{"id":"x"},"events":[{"set":{"a":[null,true,1.5e3,"\u2028"]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		if r, err := runs.Parse("x", []byte(text)); err == nil {
			runs.Register([]runs.Run{r, r})[0].Cells()
		}
	})
}
