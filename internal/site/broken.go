package site

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"pandect/internal/diag"
)

// target returns the Target of link k of page i, and reports what is wrong with it. d has the Card of docs[i], but may have
// its links in other lines.
func (p *Placer) target(d *Doc, i, k int) (Target, []diag.Diagnostic) {
	x := p.x
	l, point := &d.Links[k], x.links[i][k]
	if !point.found || point.inexact && p.hidden.find(l, d, false) != "" {
		return p.unresolved(d, l)
	}
	t := Target{Query: l.Query, Fragment: l.Fragment}
	var found []diag.Diagnostic
	switch {
	case point.doc >= 0:
		to := x.docs[point.doc]
		t.URL, t.Title = to.URL, to.Title
		if l.Kind == ImageLink {
			return Target{}, []diag.Diagnostic{l.warning("broken-image", fmt.Sprintf("The image %q is a page, not a picture.", l.Written),
				"Remove the exclamation mark to link to the page.")}
		}
		if point.inexact && !l.Absolute {
			found = append(found, l.inexact(d, to.Path))
		}
		if l.Fragment != "" {
			id, ok := to.heading(l.Fragment)
			if !ok && (strings.EqualFold(l.Fragment, "top") || point.doc == i && d.hasID(l.Fragment)) {
				id, ok = l.Fragment, true
			}
			if !ok {
				found = append(found, l.noHeading(to))
			}
			t.Fragment = id
		}
	case point.file != nil:
		t.URL, t.Width, t.Height = point.file.URL, point.file.Width, point.file.Height
		if l.Kind != WikiLink && point.file.Path != l.Target && !point.published {
			found = append(found, l.fixed(d, point.file.Path, l.warning("moved-file",
				fmt.Sprintf("There is no file at %q; the only one of that name is used instead.", l.Written), "Write %q.")))
		}
	default:
		t.URL, t.Title = point.folder.ref.URL, point.folder.ref.Title
		if point.inexact && !l.Absolute {
			found = append(found, l.inexact(d, point.folder.path+"/"))
		}
	}
	return t, found
}

// hasID reports whether the text of a page has an id that is no heading's, such as that of a footnote.
func (d *Doc) hasID(id string) bool {
	attribute := []byte(` id="` + id + `"`)
	return bytes.Contains(d.Body.HTML, attribute) || bytes.Contains(d.TitleBody.HTML, attribute)
}

// unresolved returns what a link leads to that names no file of the site: a page that Pandect makes, nothing if that is private, or else
// what is written there, because it may work all the same.
func (p *Placer) unresolved(d *Doc, l *Link) (Target, []diag.Diagnostic) {
	r := p.x.resolver
	if l.Kind == WikiLink {
		return Target{}, []diag.Diagnostic{r.brokenWiki(l, p.o.Hidden)}
	}
	if to := p.hidden.find(l, d, true); to != "" {
		return Target{}, []diag.Diagnostic{l.private(to, p.o.Hidden[to])}
	}
	if l.Kind == PageLink {
		for _, c := range l.candidates(d) {
			for _, address := range []string{c, path.Join(c, "index.html")} {
				if title, ok := p.made()[address]; ok {
					return Target{URL: address, Query: l.Query, Fragment: l.Fragment, Title: title}, nil
				}
			}
		}
		if l.Absolute {
			return l.kept(), nil
		}
	}
	return l.kept(), []diag.Diagnostic{r.broken(d, l)}
}

// hiding is which pages and files are not published.
type hiding struct {
	reasons   map[string]string // by path below content/, as a phrase
	byAddress map[string]string // plainAddress of a page to its path
}

func newHiding(reasons, at map[string]string) *hiding {
	h := &hiding{reasons, make(map[string]string, len(reasons))}
	for p := range reasons {
		if path.Ext(p) == ".md" {
			h.byAddress[plainAddress(p)] = p
		}
	}
	for address, p := range at {
		h.byAddress[plainAddress(address)] = p
	}
	return h
}

// find returns the path of what a link means if that is not published, or "". everywhere also tries what it may mean with folders taken away.
func (h *hiding) find(l *Link, d *Doc, everywhere bool) string {
	if len(h.reasons) == 0 {
		return ""
	}
	candidates := l.candidates(d)
	if everywhere {
		candidates = append(candidates, l.stripped()...)
	}
	for _, c := range candidates {
		if h.reasons[c] != "" {
			return c
		}
		if p, ok := h.byAddress[plainAddress(c)]; ok && l.Kind == PageLink && mayBePage(c) {
			return p
		}
	}
	return ""
}

// private reports a link to something that is not published.
func (l *Link) private(to, reason string) diag.Diagnostic {
	what := l.what()
	if path.Ext(to) != ".md" {
		return l.warning("hidden-link", fmt.Sprintf("The %s %q leads to a file that is not published: %s.", what, l.Written, reason),
			"Remove the "+what+", or let it lead to a file that is published; meanwhile its text is shown without it.")
	}
	return l.warning("hidden-link", fmt.Sprintf("The %s %q leads to a page that is not published: %s.", what, l.Written, reason),
		"Remove the link until that page is published; meanwhile its text is shown without a link.")
}

func (l *Link) what() string {
	if l.Kind == ImageLink {
		return "image"
	}
	return "link"
}

func (l *Link) warning(code, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Warning, Code: code, Message: message, Hint: hint,
		Place: diag.Place{File: l.File, Line: l.Line, Column: l.Column, Length: 0},
	}
}

// fixed completes a diagnostic whose hint has a place for what to write instead, so that a program can write it.
func (l *Link) fixed(d *Doc, to string, w diag.Diagnostic) diag.Diagnostic {
	written := writtenPath(relativeSource(l.pathBelowContent(d), to))
	if at := strings.IndexAny(l.Written, "?#"); at >= 0 {
		written += l.Written[at:]
	}
	w.Hint = fmt.Sprintf(w.Hint, written)
	w.Fix = &diag.Fix{Old: l.Written, New: written}
	return w
}

// writtenPath is a path as it can stand in a link of markdown.
func writtenPath(p string) string {
	return strings.NewReplacer("%", "%25", " ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "?", "%3F", "#", "%23").Replace(p)
}

// inexact reports a link that leads to a page without naming its file.
func (l *Link) inexact(d *Doc, to string) diag.Diagnostic {
	message := fmt.Sprintf("The link %q is the address of %q in another program, and leads there.", l.Written, "content/"+to)
	if Fold(l.Target) == Fold(to) {
		message = fmt.Sprintf("The file of the link %q is spelled %q, and that is where it leads.", l.Written, "content/"+to)
	}
	return l.fixed(d, to, l.warning("inexact-link", message, "Write %q."))
}

// broken reports why a link has no target.
func (r *resolver) broken(d *Doc, l *Link) diag.Diagnostic {
	what := l.what()
	code := "broken-" + what
	from := l.pathBelowContent(d)
	if address, meant := l.meant(); address != "" && l.Kind == PageLink {
		w := l.warning("bare-address", fmt.Sprintf("The link %q is written as a file, and looks like %s; it leads to that.", l.Written, meant), fmt.Sprintf("Write %q.", address))
		w.Fix = &diag.Fix{Old: l.Written, New: address}
		return w
	}
	message := fmt.Sprintf("The %s %q leads nowhere: there is no file %q.", what, l.Written, "content/"+l.Target)
	if spelled, ok := r.spelled().byPath[Fold(l.Target)]; ok {
		return l.fixed(d, spelled, l.warning(code, message, fmt.Sprintf("The file is spelled %q: write %%q.", "content/"+spelled)))
	}
	if strings.HasPrefix(l.Target, "../") {
		return l.warning(code, fmt.Sprintf("The %s %q leads out of the folder content.", what, l.Written), "Move the file below content and link to it there.")
	}
	if near, only := r.sameName(from, l.Target); only {
		return l.fixed(d, near, l.warning(code, message, "Did you mean %q?"))
	} else if near != "" {
		return l.warning(code, message, fmt.Sprintf("Did you mean %q?", relativeSource(from, near)))
	}
	if near, ok := r.alike(l.Target); ok {
		return l.warning(code, message, fmt.Sprintf("Did you mean %q?", relativeSource(from, near)))
	}
	if l.Kind == ImageLink {
		return l.warning(code, message, "Correct the path, or remove the image; meanwhile its text is shown without it.")
	}
	return l.warning(code, message, "Correct the path, or remove the link; meanwhile it leads to what is written there.")
}

// sameName returns the path whose file has the name of target, whatever its folder and ending; of several the one that has most folders
// in common with target, and then with the file of the link. only is true if there is one alone.
func (r *resolver) sameName(from, target string) (near string, only bool) {
	plain := plainAddress(target)
	if plain == "" || plain == "." {
		return "", false
	}
	page := mayBePage(target)
	found := slices.DeleteFunc(slices.Clone(r.spelled().byName[path.Base(plain)]), func(p string) bool {
		return page != (path.Ext(p) == ".md")
	})
	best := -1
	for _, p := range found {
		if score := 1000*commonEnd(plainAddress(p), plain) + commonStart(p, from); score > best {
			best, near = score, p
		}
	}
	return near, len(found) == 1
}

// commonEnd returns how many parts two paths have in common at their end.
func commonEnd(a, b string) (n int) {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	for n < min(len(x), len(y)) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return n
}

func commonStart(a, b string) (n int) {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	for n < min(len(x), len(y)) && x[n] == y[n] {
		n++
	}
	return n
}

// alike returns the path that is spelled most like target.
func (r *resolver) alike(target string) (string, bool) {
	s := r.spelled()
	var candidates []string
	ext := path.Ext(target) // which is alike in all, and must not make short names alike
	for _, p := range s.all {
		if path.Ext(p) == ext && (dirOf(p) == dirOf(target) || path.Base(p)[0] == path.Base(target)[0]) {
			candidates = append(candidates, strings.TrimSuffix(p, ext))
		}
	}
	near, ok := diag.Suggest(strings.TrimSuffix(target, ext), candidates)
	return near + ext, ok
}

// relativeSource is how an editor writes the path to, in the file from; both below content/.
func relativeSource(from, to string) string { return Rel(from, to) }
