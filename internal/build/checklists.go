package build

import (
	"path"
	"time"

	"pandect/internal/checklist"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
	"pandect/internal/source"
)

// checklists reports problems with the references of all checklists.
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
			h.Sum(d.Own) // covers the lines that diagnostics name
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

// Lint returns advice on the edition's checklists and their register, for a check and not for every build. tree is the one that
// the edition was made from.
func (e *Edition) Lint(tree *source.Tree, now time.Time) []diag.Diagnostic {
	pages := e.Checklists()
	register, _ := Register(tree) // its problems are among the edition's diagnostics
	found := register.Behind(pages)
	for _, p := range pages {
		found = append(found, checklist.Lint(p, e.language, now)...)
	}
	l := &load{tree: tree, found: found}
	return l.finish()
}
