package checklist_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pandect/internal/checklist"
	"pandect/internal/diag"
	"pandect/internal/site"
)

// page makes a checklist with items that have these references, "" for none.
func page(id, prefix string, refs ...string) checklist.Page {
	var n checklist.Namer
	list := &site.Checklist{ID: id, Prefix: prefix, Sections: []site.CheckSection{{}}}
	for i, ref := range refs {
		item := site.CheckItem{Ref: ref, Text: fmt.Sprintf("Item %d of %s in its %s wording", i, id, strings.Repeat("very ", i)), File: "content/" + id + ".md", Line: i + 1}
		if ref == "" {
			item.Ref = n.Name(item.Text)
		}
		list.Sections[0].Items = append(list.Sections[0].Items, item)
	}
	return checklist.Page{File: "content/" + id + ".md", List: list, Meta: &site.Meta{}}
}

func TestStamps(t *testing.T) {
	for _, c := range []struct {
		before []string
		want   []string
	}{
		{[]string{"", "", ""}, []string{"A-010", "A-020", "A-030"}},
		{[]string{"A-010", "", "A-020"}, []string{"A-015"}},
		{[]string{"A-010", "", "", "A-020"}, []string{"A-015", "A-017"}},
		{[]string{"A-01", "", "A-02"}, []string{"A-10"}},
		{[]string{"A-01", "A-02", ""}, []string{"A-10"}},
		{[]string{"", "A-010"}, []string{"A-005"}},
		{[]string{"B-7", "OTHER-1-2", ""}, []string{"A-010"}},
	} {
		var got []string
		for _, s := range checklist.Register(nil).Stamps(page("a", "A", c.before...), []checklist.Page{page("a", "A", c.before...)}) {
			got = append(got, s.Ref)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.before, got, c.want)
		}
	}
	register := checklist.Register{{Ref: "A-010", Retired: "2026-01-01"}}
	if got := register.Stamps(page("a", "A", ""), nil); len(got) != 1 || got[0].Ref != "A-020" {
		t.Error("a retired reference is given out again:", got)
	}
	parent := page("a", "A", "", "A-030")
	parent.List.Sections[0].Items[0].Group = "A-010" // the item that it is a part of
	if got := checklist.Register(nil).Stamps(parent, []checklist.Page{parent}); len(got) != 1 || got[0].Ref == "A-010" {
		t.Error("a part gets the reference of its item:", got)
	}
	if got := register.Stamps(page("a", "", ""), nil); got != nil {
		t.Error("a page without a prefix is stamped:", got)
	}
}

// TestStampsNeverRepeat inserts and removes items at random and stamps after each: no reference is ever given twice.
func TestStampsNeverRepeat(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 1))
	for range 50 {
		var register checklist.Register
		var refs []string
		owner := map[string]int{}
		next := 0
		texts := map[string]string{}
		for round := range 30 {
			for range 1 + random.IntN(4) {
				refs = slices.Insert(refs, random.IntN(len(refs)+1), "")
			}
			if len(refs) > 3 {
				at := random.IntN(len(refs))
				refs = slices.Delete(refs, at, at+1)
			}
			p := page("a", "A", refs...)
			pages := []checklist.Page{p}
			stamps := register.Stamps(p, pages)
			pages = checklist.Stamped(pages, stamps)
			for i, item := range pages[0].List.Items() {
				if refs[i] == "" {
					next++
					if before, ok := owner[item.Ref]; ok {
						t.Fatalf("seed %d, round %d: %s was given to item %d and to item %d", seed, round, item.Ref, before, next)
					}
					owner[item.Ref] = next
					texts[item.Ref] = item.Text
				}
				refs[i] = item.Ref
			}
			register = register.Update(pages, "2026-11-27")
			again, found := checklist.ParseRegister("checklists.tsv", register.Format())
			if len(found) > 0 || len(again.Differences(register)) > 0 || len(register.Differences(again)) > 0 {
				t.Fatalf("seed %d: the register does not come back: %v", seed, found)
			}
		}
	}
}

func TestApplyKeepsEverythingElse(t *testing.T) {
	text := "\ufeff- [ ] First\r\n\r\n> * [ ] Second\r\n\t1. [x]  Third\n☐ Fourth\n- ☐\u00a0Fifth\n• [ ] Sixth"
	stamped, changes, err := checklist.Apply([]byte(text), []checklist.Stamp{{Line: 1, Ref: "A-1"}, {Line: 3, Ref: "A-2"}, {Line: 4, Ref: "A-3"}, {Line: 5, Ref: "A-4"}, {Line: 7, Ref: "A-6"}})
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeff- [ ] **A-1** First\r\n\r\n> * [ ] **A-2** Second\r\n\t1. [x] **A-3** Third\n☐ **A-4** Fourth\n- ☐\u00a0Fifth\n• [ ] **A-6** Sixth"
	if string(stamped) != want {
		t.Errorf("%q", stamped)
	}
	if len(changes) != 5 || changes[1].Before != "> * [ ] Second" || changes[1].After != "> * [ ] **A-2** Second" {
		t.Errorf("%+v", changes)
	}
	for _, s := range []checklist.Stamp{{Line: 2}, {Line: 99}, {Line: 0}} {
		if _, _, err := checklist.Apply([]byte(text), []checklist.Stamp{s}); err == nil {
			t.Errorf("line %d was stamped", s.Line)
		}
	}
}

func FuzzRegister(f *testing.F) {
	f.Add("reference\tchecklist\tfirst seen\tretired on\twording\nA-1\ta\t2026-11-27\t\tText\n")
	f.Add("A-1\ta\t\n\n\tx")
	f.Fuzz(func(t *testing.T, text string) {
		r, _ := checklist.ParseRegister("checklists.tsv", []byte(text))
		again, found := checklist.ParseRegister("checklists.tsv", r.Format())
		if len(found) > 0 || len(again) != len(r) {
			t.Fatalf("%d entries became %d: %v", len(r), len(again), found)
		}
		r.Check([]checklist.Page{page("a", "A", "A-1", "A-2")})
	})
}

func codes(found []diag.Diagnostic) []string {
	var list []string
	for _, d := range found {
		list = append(list, d.Code)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func TestLint(t *testing.T) {
	now := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	good := func() checklist.Page {
		p := page("a", "A", "A-1", "A-2", "A-3", "A-4")
		p.Meta.Reviewed, p.Meta.Owner = now.AddDate(0, -1, 0), "Legal"
		p.Meta.Checklist = site.ChecklistMeta{ID: "a", Prefix: "A", Mode: "do-confirm"}
		for _, i := range p.List.Items() {
			i.Text, i.Severity, i.Answer = "Obtain a certificate", site.Required, "tick"
		}
		first := p.List.Items()[0]
		first.Severity, first.Labels = site.Critical, []site.CheckLabel{{Name: "why", Text: "x"}, {Name: "evidence", Text: "x"}}
		return p
	}
	if found := checklist.Lint(good(), "en-GB", now); len(found) > 0 {
		t.Fatal("a good checklist is found fault with:", found)
	}
	for want, spoil := range map[string]func(p *checklist.Page){
		"check-review":    func(p *checklist.Page) { p.Meta.Reviewed = time.Time{} },
		"check-owner":     func(p *checklist.Page) { p.Meta.Owner = "" },
		"check-mode":      func(p *checklist.Page) { p.Meta.Checklist.Mode = "" },
		"check-id":        func(p *checklist.Page) { p.Meta.Checklist.ID = "" },
		"check-critical":  func(p *checklist.Page) { p.List.Items()[0].Severity = site.Required },
		"check-length":    func(p *checklist.Page) { p.List.Items()[1].Text = "Obtain" + strings.Repeat(" one", 25) },
		"check-reason":    func(p *checklist.Page) { p.List.Items()[0].Labels = nil },
		"check-question":  func(p *checklist.Page) { p.List.Items()[1].Text = "Obtain it?" },
		"check-verb":      func(p *checklist.Page) { p.List.Items()[1].Text = "The certificate" },
		"check-two":       func(p *checklist.Page) { p.List.Items()[0].Text = "Obtain it and record it" },
		"check-vague":     func(p *checklist.Page) { p.List.Items()[1].Text = "Obtain appropriate papers" },
		"check-authority": func(p *checklist.Page) { p.List.Items()[1].Labels = []site.CheckLabel{{Name: "authority"}} },
		"check-stretch": func(p *checklist.Page) {
			for range 6 {
				p.List.Sections[0].Items = append(p.List.Sections[0].Items, p.List.Sections[0].Items[1])
			}
		},
		"check-reference": func(p *checklist.Page) {
			p.List.Sections[0].Items[1].Ref = "t-abc"
			p.Meta.Checklist.Prefix = ""
		},
	} {
		p := good()
		spoil(&p)
		found := checklist.Lint(p, "en-GB", now)
		if got := codes(found); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: found %v", want, got)
		}
		for _, d := range found {
			if d.Severity != diag.Warning || !regexp.MustCompile(`^[A-Z0-9“].*\.$`).MatchString(d.Message) || d.Hint == "" {
				t.Errorf("%s: %+v", want, d)
			}
		}
	}
}
