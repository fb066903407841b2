// Package plaintext makes the markdown of a page as it is published beside the page, for programs and for people who want to
// take the text elsewhere.
//
// Make is pure and reads no more of a page than Key covers. The package is not for compiling markdown (markdown), which has
// left the front matter and the comments out already.
package plaintext

import (
	"bytes"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// Key is the digest of all that the text of a page holds.
func Key(p *site.Page) memo.Sum { return p.Doc.Own }

// Make returns the title, the summary if the editor wrote one, and the body.
func Make(p *site.Page) ([]byte, []diag.Diagnostic, error) {
	d := p.Doc
	if bytes.HasPrefix(bytes.TrimLeft(d.Plain, "\n"), []byte("# ")) { // the body says its title itself
		return d.Plain, nil, nil
	}
	b := []byte("# " + d.Title + "\n\n")
	if d.Meta.Description != "" {
		b = append(b, "> "...)
		b = append(b, d.Meta.Description...)
		b = append(b, "\n\n"...)
	}
	return append(b, d.Plain...), nil, nil
}
