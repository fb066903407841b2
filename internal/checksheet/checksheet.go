// Package checksheet makes sheets of the page of a checklist: the questions, with empty columns for the answers. A workbook
// that was filled in is matched by its column Ref.
//
// Functions are pure and read no more of a page than Key covers. Package workbook encodes sheets; the script of the page reads
// them back.
package checksheet

import (
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
	"pandect/internal/workbook"
)

// Key is the digest of everything in the sheets of a page.
func Key(p *site.Page) memo.Sum {
	h := memo.NewHash("checksheet")
	h.Sum(p.Site.Sum)
	h.Sum(p.Doc.Own)
	return h.Done()
}

// XLSX returns the checklist as a workbook: the questions, and a sheet about the checklist.
func XLSX(p *site.Page) ([]byte, []diag.Diagnostic, error) {
	data, err := workbook.XLSX([]workbook.Sheet{questions(p.Doc), about(p)})
	return data, nil, err
}

// CSV returns the questions as CSV.
func CSV(p *site.Page) ([]byte, []diag.Diagnostic, error) {
	return workbook.CSV(questions(p.Doc)), nil, nil
}

// questions has the columns of a run that was saved as a workbook (themes/counsel/scripts/run/rows.ts). Titles and options are
// part of the format by which the script reads a workbook back, and so not translated.
func questions(d *site.Doc) workbook.Sheet {
	s := workbook.Sheet{Name: "Checklist", Columns: []workbook.Column{
		{Title: "Ref", Width: 12, Locked: true}, {Title: "Section", Width: 20}, {Title: "Item", Width: 60, Locked: true}, {Title: "Severity", Width: 14},
		{Title: "Status", Width: 16, Options: []string{"Open", "Done", "Problem", "Not applicable"}}, {Title: "Answer", Width: 10, Options: []string{"Yes", "No"}},
		{Title: "Note", Width: 40}, {Title: "Evidence", Width: 40}, {Title: "Reason if N/A", Width: 30}, {Title: "Owner", Width: 14}, {Title: "Due", Width: 14},
		{Title: "By", Width: 14}, {Title: "At", Width: 14}, {Title: "Confirmed by", Width: 14}, {Title: "Wording hash", Width: 20, Locked: true},
		{Title: "Why", Width: 40}, {Title: "Evidence to ask for", Width: 40},
	}}
	for _, section := range d.Checklist.Sections {
		for i := range section.Items {
			item := &section.Items[i]
			row := make([]string, len(s.Columns))
			row[0], row[1], row[2], row[3], row[14] = item.Ref, section.Title, item.Text, string(item.Severity), item.Hash
			row[15], row[16] = item.Label("why"), item.Label("evidence")
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

// about identifies the checklist and the site, and has empty rows for the fields of a run.
func about(p *site.Page) workbook.Sheet {
	c := p.Doc.Checklist
	say := func(key string) string { return p.Site.Messages.Text("form." + key) }
	rows := [][]string{{say("checklist"), p.Title}, {say("id"), c.ID}, {say("version"), c.Version}, {say("content"), c.Content}, {say("site"), p.Site.Title}, {say("edition"), p.Site.Version}}
	if p.Site.Notice != "" {
		rows = append(rows, []string{say("notice"), p.Site.Notice})
	}
	if !p.Meta.Reviewed.IsZero() {
		rows = append(rows, []string{say("reviewed"), p.Site.Messages.Date(p.Meta.Reviewed)})
	}
	for _, name := range append([]string{p.Meta.Checklist.About}, p.Meta.Checklist.Ask...) {
		if name != "" {
			rows = append(rows, []string{name, ""})
		}
	}
	return workbook.Sheet{Name: p.Site.Messages.Text("record.about"), Columns: []workbook.Column{{Title: say("what"), Width: 24}, {Title: say("value"), Width: 80}}, Rows: rows}
}
