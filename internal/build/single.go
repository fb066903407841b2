package build

import (
	"context"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// single adds a checklist as one file: with its scripts and styles inside, so that it works wherever it is put, and has a store of
// its own in browsers that give each file one. It is the only output with inline scripts, and its policy names each by its digest.
func (o *outputs) single(p *site.Page) {
	if p.Single == "" {
		return
	}
	one := *p
	one.Layout, one.URL, one.Inline = site.LayoutSingle, p.Single, o.look.inline
	theme := o.look.theme
	o.add(origin(p), site.Output{Path: p.Single, Key: memo.Join(p.Sum, memo.OfString("single")), Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
		html, found := theme.Render(&one)
		return html, found, nil
	}})
}
