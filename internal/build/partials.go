package build

import (
	"path"
	"reflect"
	"slices"

	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/markdown"
	"pandect/internal/memo"
	"pandect/internal/partial"
	"pandect/internal/site"
	"pandect/internal/theme"
)

// parsedPartials is the partials of a theme, with diagnostics.
type parsedPartials struct {
	set   *partial.Set
	found []diag.Diagnostic
}

// Equal compares the partials by digest, because a set holds messages, which cannot be compared.
func (p parsedPartials) Equal(q parsedPartials) bool {
	return p.set.Sum() == q.set.Sum() && reflect.DeepEqual(p.found, q.found)
}

// isPartial reports whether a file of a theme is a partial.
func isPartial(name string) bool { return path.Base(path.Dir(name)) == "partials" }

// shapes are the shapes of all partials.
var shapes = slices.Concat(theme.Partials, site.Partials, markdown.Partials)

// parsePartials returns the partials of the site's theme; missing ones are those of the default theme.
func (d *designer) parsePartials() *partial.Set {
	files := d.tree.Under("themes/" + config.Default().Theme + "/partials")
	if d.cfg.Theme != config.Default().Theme {
		files = slices.Concat(files, d.tree.Under("themes/"+d.cfg.Theme+"/partials"))
	}
	h := memo.NewHash("partial.Parse")
	h.Sum(d.messages.Sum())
	r, _ := d.b.partials.Get(keyOf(h, files), func() (parsedPartials, error) {
		var out parsedPartials
		var list []partial.File
		for _, f := range files {
			text, found := text(f.Path, f)
			list = append(list, partial.File{Path: f.Path, Text: text})
			out.found = append(out.found, found...)
		}
		var found []diag.Diagnostic
		out.set, found = partial.Parse(list, shapes, theme.Entry, d.messages)
		out.found = append(out.found, found...)
		return out, nil
	})
	d.report(r.found...)
	return r.set
}
