package site

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// addresses are where pages are published, for links that name an address and not a file.
type addresses struct {
	docs    map[string]int     // output path of a page, and its former addresses
	files   map[string]string  // output path of another file to its path
	folders map[string]*folder // output path of the page of a folder
	plain   map[string]int     // plainAddress of a page
	plainIn map[string]*folder // plainAddress of a folder
}

func (r *resolver) makeAddresses() *addresses {
	a := &addresses{
		make(map[string]int, len(r.docs)), make(map[string]string, len(r.files)), make(map[string]*folder, len(r.folders)),
		make(map[string]int, len(r.docs)), make(map[string]*folder, len(r.folders)),
	}
	for _, dir := range slices.Backward(SortedKeys(r.folders)) { // the first of several wins
		f := r.folders[dir]
		a.folders[path.Join(slugDir(dir), "index.html")] = f
		a.plainIn[plainAddress(dir)] = f
	}
	for i := range slices.Backward(r.docs) {
		d := r.docs[i]
		for _, alias := range d.Meta.Aliases {
			a.docs[strings.Trim(alias, "/")] = i
		}
		address, _ := strings.CutSuffix(d.URL, ".html")
		a.plain[plainAddress(address)] = i
		a.plain[plainAddress(strings.TrimSuffix(d.Path, ".md"))] = i
	}
	for i, d := range slices.Backward(r.docs) { // an address of today comes before a former one
		a.docs[d.URL] = i
	}
	for _, p := range slices.Backward(SortedKeys(r.files)) {
		a.files[r.files[p].URL] = p
	}
	return a
}

// plainAddress is what the addresses of one page have in common, however a program writes them: folders and name as slugs, without an
// ending, and without the name of the page of a folder.
func plainAddress(address string) string {
	address = strings.Trim(address, "/")
	switch ext := strings.ToLower(path.Ext(address)); ext {
	case ".html", ".htm", ".md", ".mdx", ".markdown":
		address = address[:len(address)-len(ext)]
	}
	switch strings.ToLower(path.Base(address)) {
	case "index", "_index", "readme", ".":
		address = path.Dir(address)
	}
	return slugDir(address)
}

// mayBePage reports whether an address may be one of a page by its ending.
func mayBePage(address string) bool {
	switch ext := strings.ToLower(path.Ext(address)); ext {
	case "", ".html", ".htm", ".md", ".mdx", ".markdown":
		return true
	default: // as in v1.2
		return strings.ContainsAny(ext, "0123456789 ")
	}
}

// candidates are the addresses below the site's root that a link may mean: as seen from its file, and from the address that its page has
// in programs that give every page a folder.
func (l *Link) candidates(d *Doc) []string {
	list := []string{l.Target}
	written, _, _ := strings.Cut(l.Written, "#")
	written, _, _ = strings.Cut(written, "?")
	if l.Absolute || written == "" || written[0] == '/' || path.Ext(written) == ".md" {
		return list
	}
	if plain, err := url.PathUnescape(written); err == nil {
		written = plain
	}
	if second := path.Join(strings.TrimSuffix(l.pathBelowContent(d), ".md"), written); second != l.Target {
		list = append(list, second)
	}
	return list
}

// stripped are the candidates of a link from the root of another site, in which the pages may have lain in a folder.
func (l *Link) stripped() []string {
	var list []string
	if l.Absolute || !strings.HasPrefix(l.Written, "/") {
		return nil
	}
	for rest := l.Target; ; {
		_, after, ok := strings.Cut(rest, "/")
		if !ok || after == "" {
			return list
		}
		list, rest = append(list, after), after
	}
}

// byAddress resolves a link that names the address of a page, here or as another program would write it.
func (r *resolver) byAddress(i int, l *Link) linkPoint {
	a := r.published()
	candidates := l.candidates(r.docs[i])
	for _, c := range candidates {
		if point := a.exact(r, c); point.found {
			return point
		}
	}
	if !mayBePage(l.Target) {
		return linkPoint{doc: -1}
	}
	for _, c := range append(candidates, l.stripped()...) {
		if strings.HasPrefix(c, "../") || c == "." {
			continue
		}
		key := plainAddress(c)
		if j, ok := a.plain[key]; ok {
			return linkPoint{doc: j, found: true, inexact: true}
		}
		if f := a.plainIn[key]; f != nil && key != "" {
			return linkPoint{doc: f.doc, folder: f, found: true, inexact: true}
		}
	}
	return linkPoint{doc: -1}
}

// exact resolves an output path, with or without the index.html at its end.
func (a *addresses) exact(r *resolver, address string) linkPoint {
	for _, p := range []string{address, path.Join(address, "index.html")} {
		if j, ok := a.docs[p]; ok {
			return linkPoint{doc: j, found: true}
		}
		if f := a.folders[p]; f != nil {
			return linkPoint{doc: f.doc, folder: f, found: true}
		}
	}
	if p, ok := a.files[address]; ok {
		return linkPoint{doc: -1, file: r.files[p], found: true, published: true}
	}
	return linkPoint{doc: -1}
}

// kept is the address of a link that leads to nothing that is known: what its editor wrote, because it may work all the same.
func (l *Link) kept() Target {
	if l.Kind != PageLink || strings.HasPrefix(l.Target, "../") {
		return Target{}
	}
	if l.Absolute {
		return Target{Address: l.Written}
	}
	if address, _ := l.meant(); address != "" {
		return Target{Address: address}
	}
	t := Target{URL: l.Target, Query: l.Query, Fragment: l.Fragment}
	if written, _, _ := strings.Cut(l.Written, "#"); strings.HasSuffix(written, "/") {
		t.URL += "/"
	}
	return t
}

// meant returns the address that a link most likely means that lacks the beginning of one, with what it is.
func (l *Link) meant() (address, what string) {
	w := l.Written
	if strings.HasPrefix(strings.ToLower(w), "www.") && len(w) > len("www.") {
		return "https://" + w, "the address of a web site"
	}
	name, host, ok := strings.Cut(w, "@")
	if ok && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(w, "/ \\#<>") && !strings.ContainsAny(host, "@?") {
		return "mailto:" + w, "a mail address"
	}
	return "", ""
}
