package publish

import (
	"fmt"
	"path"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/site"
)

// kind says what a published file is to its readers.
type kind string

const (
	kindFile  kind = ""         // needed by pages, or read by machines
	kindPage  kind = "page"     // made from the content
	kindAsset kind = "asset"    // its name holds the digest of its content, so that versions lie side by side
	kindIndex kind = "index"    // the same, and a part of the search index
	kindMade  kind = "overview" // a page that every site has, such as the A-Z index: it says nothing about the content
)

func kindOf(out site.Output) kind {
	switch {
	case out.Phase == site.PhaseDigested && out.Search:
		return kindIndex
	case out.Phase == site.PhaseDigested:
		return kindAsset
	case !out.Page:
		return kindFile
	case strings.HasPrefix(out.Source, "content/"):
		return kindPage
	}
	return kindMade
}

// pages returns the published pages whose disappearance tells something: those from the content if there are any, else all of
// them. A manifest that does not know its pages is taken to have one in each HTML file.
func (m manifest) pages() (paths []string, of kind) {
	byKind := map[kind][]string{}
	for _, e := range m.entries {
		byKind[e.kind] = append(byKind[e.kind], e.path)
	}
	for _, k := range []kind{kindPage, kindMade} {
		if len(byKind[k]) > 0 {
			return byKind[k], k
		}
	}
	for _, p := range byKind[kindFile] {
		if path.Ext(p) == ".html" {
			paths = append(paths, p)
		}
	}
	return paths, kindMade
}

// A site that loses fewer pages than this, or no larger part of them, was most likely edited.
const (
	minLost  = 5
	lostPart = 5 // one in so many
)

// checkRemovals refuses to take away most of a site, because content that is not connected looks like content that was deleted.
func (r *run) checkRemovals() {
	if r.o.AcceptRemovals {
		return
	}
	before, of := r.old.pages()
	now, left := make(map[string]bool, len(r.outputs)), 0
	for _, out := range r.outputs {
		now[out.Path] = true
		if k := kindOf(out); k == kindPage || k == of {
			left++
		}
	}
	gone := 0
	for _, p := range before {
		if !now[p] {
			gone++
		}
	}
	switch {
	case len(before) == 0:
		return
	case left == 0:
		gone = len(before)
	case gone < minLost || gone*lostPart <= len(before):
		return
	}
	hint := "Bring the content back and build again. If these pages are meant to go: pandect build --accept-removals."
	if r.o.Watching {
		hint = "Bring the content back, and it is published as before. If these pages are meant to go, end this and start it again with --accept-removals."
	}
	r.add(diag.Error, "pages-removed", "", fmt.Sprintf("%d of the %d published pages would be removed at once. "+
		"Most likely the content is not all there: a drive or share is not connected, or a folder was moved or renamed.", gone, len(before)), hint)
}
