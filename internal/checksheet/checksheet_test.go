package checksheet

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pandect/internal/memo"
	"pandect/internal/message"
	"pandect/internal/site"
)

// vendor is a page that asks two questions. change may alter its parts before they are sealed.
func vendor(change func(*site.Info, *site.Doc)) *site.Page {
	words := map[string]message.Message{}
	for key, text := range map[string]string{"what": "What", "value": "Value", "checklist": "Checklist", "id": "Id", "version": "Version",
		"content": "Content", "site": "Site", "edition": "Edition", "notice": "Notice", "reviewed": "Reviewed"} {
		words["form."+key] = message.Message{Text: text}
	}
	words["record.about"], words["date.pattern"] = message.Message{Text: "Angaben"}, message.Message{Text: "{day}. {month} {year}"}
	words["date.months"] = message.Message{List: strings.Fields("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez")}
	info := &site.Info{Title: "Guidance", Version: "2026-11", Notice: "Privileged.", Messages: message.New("en", words, nil)}
	d := &site.Doc{Title: "Vendor"}
	d.Meta.Reviewed = time.Date(2026, 10, 12, 0, 0, 0, 0, time.UTC)
	d.Meta.Checklist = site.ChecklistMeta{About: "Vendor", Ask: []string{"Country"}}
	d.Checklist = &site.Checklist{ID: "vendor", Version: "3.2", Content: "sha256:0", Sections: []site.CheckSection{
		{Items: []site.CheckItem{{Ref: "VDD-01", Severity: site.Critical, Text: "=Ask", Hash: "aa"}}},
		{Title: "Later", Items: []site.CheckItem{{Ref: "VDD-02", Text: "Read", Labels: []site.CheckLabel{{Name: "why", Text: "Because"}, {Name: "evidence", Text: "A note"}}}}},
	}}
	if change != nil {
		change(info, d)
	}
	info.Seal()
	d.Seal()
	return &site.Page{Site: info, Doc: d, Title: d.Title, Meta: &d.Meta}
}

func TestCSV(t *testing.T) {
	got, found, err := CSV(vendor(nil))
	if err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	want := "\ufeffRef,Section,Item,Severity,Status,Answer,Note,Evidence,Reason if N/A,Owner,Due,By,At,Confirmed by,Wording hash,Why,Evidence to ask for\r\n" +
		"VDD-01,,'=Ask,critical,,,,,,,,,,,aa,,\r\n" +
		"VDD-02,Later,Read,,,,,,,,,,,,,Because,A note\r\n"
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Error(d)
	}
}

func TestAbout(t *testing.T) {
	if name := about(vendor(nil)).Name; name != "Angaben" {
		t.Error("the sheet is called", name)
	}
	var rows []string
	for _, row := range about(vendor(nil)).Rows {
		rows = append(rows, strings.Join(row, ": "))
	}
	want := []string{"Checklist: Vendor", "Id: vendor", "Version: 3.2", "Content: sha256:0", "Site: Guidance", "Edition: 2026-11",
		"Notice: Privileged.", "Reviewed: 12. Okt 2026", "Vendor: ", "Country: "}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
}

// TestTheKeyCoversTheSheets changes what the sheets show, each for itself.
func TestTheKeyCoversTheSheets(t *testing.T) {
	seen := map[memo.Sum]string{}
	for name, change := range map[string]func(*site.Info, *site.Doc){
		"nothing":               nil,
		"the title of the site": func(i *site.Info, _ *site.Doc) { i.Title += "x" },
		"the edition":           func(i *site.Info, _ *site.Doc) { i.Version += "x" },
		"the notice":            func(i *site.Info, _ *site.Doc) { i.Notice = "" },
		"the title":             func(_ *site.Info, d *site.Doc) { d.Title += "x" },
		"the review":            func(_ *site.Info, d *site.Doc) { d.Meta.Reviewed = time.Time{} },
		"what is asked for":     func(_ *site.Info, d *site.Doc) { d.Meta.Checklist.Ask = nil },
		"what a run is about":   func(_ *site.Info, d *site.Doc) { d.Meta.Checklist.About = "" },
		"the version":           func(_ *site.Info, d *site.Doc) { d.Checklist.Version = "4" },
		"a section":             func(_ *site.Info, d *site.Doc) { d.Checklist.Sections[1].Title = "x" },
		"an item":               func(_ *site.Info, d *site.Doc) { d.Checklist.Sections[0].Items[0].Text = "x" },
		"a severity":            func(_ *site.Info, d *site.Doc) { d.Checklist.Sections[0].Items[0].Severity = "" },
		"a label":               func(_ *site.Info, d *site.Doc) { d.Checklist.Sections[1].Items[0].Labels[0].Text = "x" },
	} {
		key := Key(vendor(change))
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s have one key", name, other)
		}
		seen[key] = name
	}
}
