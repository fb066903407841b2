package checklist_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/quick"

	"pandect/internal/checklist"
	"pandect/internal/site"
	"pandect/internal/twins"
)

// vectors are hashes. They stand in runs that people keep, and must never be others.
type vectors struct {
	Wording []wordingVector `json:"wording"`
	Content []contentVector `json:"content"`
}

type wordingVector struct {
	Text   string `json:"text"`
	Answer string `json:"answer"`
	Want   string `json:"want"`
}

type contentVector struct {
	ID       string          `json:"id"`
	Version  string          `json:"version"`
	Sections []sectionVector `json:"sections"`
	Want     string          `json:"want"`
}

type sectionVector struct {
	Title string       `json:"title"`
	Gate  bool         `json:"gate"`
	Items []itemVector `json:"items"`
}

type itemVector struct {
	Ref      string   `json:"ref"`
	Severity string   `json:"severity"`
	Text     string   `json:"text"`
	Answer   string   `json:"answer"`
	Evidence string   `json:"evidence"`
	NA       string   `json:"na"`
	Formerly []string `json:"formerly"`
}

// TestHashes computes what testdata/hashes.json promises.
func TestHashes(t *testing.T) {
	data, err := os.ReadFile("testdata/hashes.json")
	if err != nil {
		t.Fatal(err)
	}
	var want vectors
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	got := vectors{}
	for _, v := range want.Wording {
		v.Want = checklist.WordingHash(v.Text, v.Answer)
		got.Wording = append(got.Wording, v)
	}
	for _, v := range want.Content {
		c := site.Checklist{}
		for _, s := range v.Sections {
			section := site.CheckSection{Title: s.Title, Gate: s.Gate}
			for _, i := range s.Items {
				item := site.CheckItem{Ref: i.Ref, Severity: site.Severity(i.Severity), Text: i.Text, Answer: i.Answer, Evidence: i.Evidence, NA: i.NA, Formerly: i.Formerly}
				checklist.SealItem(&item)
				section.Items = append(section.Items, item)
			}
			c.Sections = append(c.Sections, section)
		}
		checklist.Seal(&c, "page.md", &site.ChecklistMeta{ID: v.ID, Version: v.Version})
		v.Want = c.Content
		got.Content = append(got.Content, v)
	}
	if len(want.Wording) < 3 || len(want.Content) < 2 {
		t.Error("vectors are missing")
	}
	twins.Compare(t, "testdata/hashes.json", got)
}

func TestNormaliseIsIdempotent(t *testing.T) {
	if err := quick.Check(func(s string) bool {
		once := strings.TrimRight(checklist.Normalise(s), ". ")
		return strings.TrimRight(checklist.Normalise(once), ". ") == once
	}, nil); err != nil {
		t.Error(err)
	}
}

func TestTypographyIsNotWording(t *testing.T) {
	plain := checklist.WordingHash(`Ask for the vendor's "good standing" - dated within 90 days.`, "tick")
	for _, same := range []string{
		"Ask for the vendor’s “good standing” – dated within 90\u00a0days",
		"  ASK for the vendor's   \"good\nstanding\" ‑ dated within 90 days. ",
		"Ask for the ven\u00addor's \"good standing\" - dated within ９０ days.",
	} {
		if checklist.WordingHash(same, "tick") != plain {
			t.Errorf("%q has another hash; normalised: %q", same, checklist.Normalise(same))
		}
	}
	for _, other := range []string{`Ask for the vendor's "good standing" - dated within 60 days.`, `Do not ask for the vendor's "good standing" - dated within 90 days.`} {
		if checklist.WordingHash(other, "tick") == plain {
			t.Errorf("%q has the same hash", other)
		}
	}
	if checklist.WordingHash("Same", "tick") == checklist.WordingHash("Same", "yes/no") {
		t.Error("the way of answering is not part of the hash")
	}
}

func TestReference(t *testing.T) {
	for _, c := range []struct {
		text, prefix string
		marked       bool
		want         string
		length       int
	}{
		{"VDD-03", "", true, "VDD-03", 6},
		{"VDD-03.", "", true, "VDD-03", 7},
		{"VDD-DP-07 Ask", "", true, "VDD-DP-07", 9},
		{"VDD-03 Ask", "VDD", false, "VDD-03", 6},
		{"VDD-03: Ask", "VDD", false, "VDD-03", 7},
		{"VDD-03 Ask", "", false, "", 0},
		{"SOC-2 report", "VDD", false, "", 0},
		{"ISO-27001 certificate", "VDD", false, "", 0},
		{"VDD-03x", "VDD", true, "", 0},
		{"VDD-1234567", "VDD", true, "", 0},
		{"vdd-03", "VDD", true, "", 0},
		{"VDD-", "VDD", true, "", 0},
		{"", "VDD", true, "", 0},
	} {
		if ref, length := checklist.Reference(c.text, c.prefix, c.marked); ref != c.want || length != c.length {
			t.Errorf("Reference(%q, %q, %v) = %q, %d; want %q, %d", c.text, c.prefix, c.marked, ref, length, c.want, c.length)
		}
	}
}

func TestWordsOfAnotherLanguage(t *testing.T) {
	w := checklist.Words{"critical": {"kritisch"}, "why": {"Warum", "Grund"}, "n/a": {"Entfällt"}}
	if s, ok := w.Severity("Kritisch"); !ok || s != site.Critical {
		t.Error("kritisch is not critical")
	}
	if s, ok := w.Severity("critical"); !ok || s != site.Critical {
		t.Error("the English word is not understood")
	}
	if key, n, ok := w.Label("Grund: weil"); !ok || key != "why" || n != 6 {
		t.Error("Grund:", key, n, ok)
	}
	if got, ok := w.Own("why"); !ok || got != "Warum" {
		t.Error(got, ok)
	}
	if got, ok := w.Own("how"); ok {
		t.Error("the site has no word for how, and has", got)
	}
	if _, _, ok := w.Label("Keines: weil"); ok {
		t.Error("an unknown label is one")
	}
}

// TestSimilarity holds the bounds that identity relies on: rewordings are near, unlike questions are not.
func TestSimilarity(t *testing.T) {
	for _, c := range []struct {
		a, b     string
		min, max float64
	}{
		{"Obtain a certificate dated within 90 days", "Obtain a certificate dated within 60 days", 0.8, 0.99},
		{"Run a conflicts check against the client list", "Check conflicts against the list of clients", 0.4, 1},
		{"Run a conflicts check against the client list", "Test the restoring of backups", 0, 0.3},
		{"Same text.", "same  text", 1, 1},
	} {
		if got := checklist.Similarity(c.a, c.b); got < c.min || got > c.max {
			t.Errorf("%q and %q: %.2f", c.a, c.b, got)
		}
	}
}
