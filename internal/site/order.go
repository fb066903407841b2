package site

import "strings"

// Listed is a page in a list for machines, such as the sitemap.
type Listed struct {
	Ref     *Ref
	Doc     *Doc   // nil for a folder without a page of its own
	Section string // title of the section at the top that holds it; empty at the top itself
}

// Listed returns every page in reading order: the home page, the sections with their pages, the pages at the top.
func (x *Index) Listed() []Listed {
	list := make([]Listed, 0, len(x.order))
	for _, r := range x.order {
		l := Listed{Ref: r}
		if i, ok := x.resolver.byPath[r.Path]; ok && r.Path != "" {
			l.Doc = x.docs[i]
		}
		list = append(list, l)
	}
	for _, top := range x.root.folders {
		for at := x.at[top.ref]; at <= x.at[top.ref]+top.total; at++ {
			list[at].Section = top.ref.Title
		}
	}
	return list
}

// PageRef returns what other pages may show of the page at a source path, written with or without its ending.
func (x *Index) PageRef(source string) (*Ref, bool) {
	source = strings.TrimPrefix(strings.TrimSuffix(source, "/"), "/")
	point := x.resolver.exact(source)
	switch {
	case point.found && point.doc >= 0:
		return x.refs[point.doc], true
	case point.found && point.folder != nil:
		return point.folder.ref, true
	}
	return nil, false
}

// Sources returns the source paths of all pages, for suggestions.
func (x *Index) Sources() []string {
	paths := make([]string, len(x.docs))
	for i, d := range x.docs {
		paths[i] = d.Path
	}
	return paths
}
