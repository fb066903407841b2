package build

import (
	"context"
	"path"
	"time"

	"pandect/internal/checklist"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
	"pandect/internal/source"
	"pandect/internal/workbook"
)

// checklists reports what is wrong with the references of all checklists together.
func (l *load) checklists() {
	pages := checklistPages(l.docs)
	file := l.tree.File(checklist.RegisterFile)
	if len(pages) == 0 && file == nil {
		return
	}
	h := memo.NewHash("checklist.Register.Check")
	if file != nil {
		h.Sum(file.Sum)
	}
	for _, d := range l.docs {
		if d.Checklist != nil {
			h.Sum(d.Own) // has the lines that diagnostics name
		}
	}
	found, _ := l.b.registers.Get(h.Done(), func() ([]diag.Diagnostic, error) {
		register, found := Register(l.tree)
		return append(found, register.Check(pages)...), nil
	})
	l.report(found...)
}

// Register reads the register of references of a site; nil when it has none.
func Register(tree *source.Tree) (checklist.Register, []diag.Diagnostic) {
	file := tree.File(checklist.RegisterFile)
	if file == nil {
		return nil, nil
	}
	data, found := text(file.Path, file)
	register, more := checklist.ParseRegister(file.Path, data)
	if register == nil {
		register = checklist.Register{}
	}
	return register, append(found, more...)
}

// Checklists returns the checklists of the edition, in the order of their paths.
func (e *Edition) Checklists() []checklist.Page { return checklistPages(e.docs) }

func checklistPages(docs []*site.Doc) []checklist.Page {
	var pages []checklist.Page
	for _, d := range docs {
		if d.Checklist != nil {
			pages = append(pages, checklist.Page{File: path.Join("content", d.Path), List: d.Checklist, Meta: &d.Meta})
		}
	}
	return pages
}

// Lint reports what makes the edition's checklists worse than they could be, and what their register lacks. It is advice,
// for a check and not for every build. tree is what the edition was made from.
func (e *Edition) Lint(tree *source.Tree, now time.Time) []diag.Diagnostic {
	pages := e.Checklists()
	register, _ := Register(tree) // what is wrong with it is among the edition's diagnostics
	found := register.Behind(pages)
	for _, p := range pages {
		found = append(found, checklist.Lint(p, e.language, now)...)
	}
	l := &load{tree: tree, found: found}
	return l.finish()
}

// forms adds a checklist as files to fill in: the questions with empty columns for the answers. A workbook that comes back is
// matched by the column Ref.
func (o *outputs) forms(p *site.Page) {
	if p.Workbook == "" {
		return
	}
	h := memo.NewHash("checklist forms")
	h.Sum(p.Site.Sum)
	h.Sum(p.Doc.Own)
	key := h.Done()
	o.add(origin(p), site.Output{Path: p.Workbook, Key: key, Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
		data, err := workbook.XLSX([]workbook.Sheet{checkSheet(p.Doc), aboutSheet(p)})
		return data, nil, err
	}})
	o.single(p)
	o.text(p.CSV, origin(p), memo.Join(key, memo.OfString("csv")), func() []byte { return workbook.CSV(checkSheet(p.Doc)) })
}

// checkSheet has the columns of a run that is saved as a workbook, which the script of the page writes and reads:
// themes/counsel/scripts/run/rows.ts.
func checkSheet(d *site.Doc) workbook.Sheet {
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

func aboutSheet(p *site.Page) workbook.Sheet {
	c := p.Doc.Checklist
	rows := [][]string{{"Checklist", p.Title}, {"Id", c.ID}, {"Version", c.Version}, {"Content", c.Content}, {"Site", p.Site.Title}, {"Edition", p.Site.Version}}
	if p.Site.Notice != "" {
		rows = append(rows, []string{"Notice", p.Site.Notice})
	}
	if !p.Meta.Reviewed.IsZero() {
		rows = append(rows, []string{"Reviewed", p.Meta.Reviewed.Format(time.DateOnly)})
	}
	for _, name := range append([]string{p.Meta.Checklist.About}, p.Meta.Checklist.Ask...) {
		if name != "" {
			rows = append(rows, []string{name, ""})
		}
	}
	return workbook.Sheet{Name: "About", Columns: []workbook.Column{{Title: "What", Width: 24}, {Title: "Value", Width: 80}}, Rows: rows}
}
