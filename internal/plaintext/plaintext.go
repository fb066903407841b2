// Package plaintext makes the markdown file that is published beside a page. Doc.Plain already lacks front matter and
// comments.
//
// Make is pure and reads no more of a page than Key covers.
package plaintext

import (
	"bytes"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// Key is the digest of everything in the text of a page.
func Key(p *site.Page) memo.Sum { return p.Doc.Own }

// Make returns the title, the summary if the editor wrote one, and the body.
func Make(p *site.Page) ([]byte, []diag.Diagnostic, error) {
	d := p.Doc
	if bytes.HasPrefix(bytes.TrimLeft(d.Plain, "\n"), []byte("# ")) { // the body has its title
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
