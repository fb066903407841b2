package site

import (
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// linkPoint is the resolved target of a link.
type linkPoint struct {
	doc    int         // index into docs, or -1
	file   *StaticFile // or nil
	folder *folder     // or nil
	found  bool

	inexact   bool // the link does not name the file, but its address in another program, or it in another spelling
	published bool // the link names the address of a file
}

// equal reports whether two points of different resolvers are equal.
func (l linkPoint) equal(m linkPoint) bool {
	return l.doc == m.doc && l.found == m.found && l.inexact == m.inexact && l.published == m.published && reflect.DeepEqual(l.file, m.file) &&
		(l.folder == nil) == (m.folder == nil) && (l.folder == nil || l.folder.path == m.folder.path)
}

// resolver resolves links by path, name and title, and reports why a link is broken.
type resolver struct {
	docs    []*Doc
	byPath  map[string]int
	files   map[string]*StaticFile
	named   map[string][]string // lower-case base name to paths of files
	folders map[string]*folder
	names   func() *names     // computed for the first wikilink
	spelled func() *spellings // computed for the first broken link

	published func() *addresses // computed for the first link that names no file
}

// newResolver returns a resolver for the links of docs. folders must be complete before it is used.
func newResolver(docs []*Doc, files []StaticFile, folders map[string]*folder) *resolver {
	r := &resolver{
		docs: docs, folders: folders,
		byPath: make(map[string]int, len(docs)),
		files:  make(map[string]*StaticFile, len(files)),
		named:  make(map[string][]string, len(files)),
	}
	for i, d := range docs {
		r.byPath[d.Path] = i
	}
	for i := range files {
		f := &files[i]
		r.files[f.Path] = f
		name := Fold(path.Base(f.Path))
		r.named[name] = append(r.named[name], f.Path)
	}
	r.names = sync.OnceValue(r.makeNames)
	r.spelled = sync.OnceValue(r.spellings)
	r.published = sync.OnceValue(r.makeAddresses)
	return r
}

// makeLinks resolves all links and collects backlinks.
func (x *Index) makeLinks() {
	x.links = make([][]linkPoint, len(x.docs))
	counts := make([]int32, len(x.docs))
	last := make([]int, len(x.docs)) // the last page counted for a target, plus one
	each := func(visit func(from, to int)) {
		clear(last)
		for i := range x.docs {
			for _, point := range x.links[i] {
				if j := point.doc; j >= 0 && j != i && last[j] != i+1 {
					last[j] = i + 1
					visit(i, j)
				}
			}
		}
	}
	for i, d := range x.docs {
		if len(d.Links) == 0 {
			continue
		}
		x.links[i] = make([]linkPoint, len(d.Links))
		for k := range d.Links {
			x.links[i][k] = x.resolver.point(i, &d.Links[k])
		}
	}
	each(func(_, to int) { counts[to]++ })
	x.backs = make([][]*Ref, len(x.docs))
	each(func(from, to int) {
		if x.backs[to] == nil {
			x.backs[to] = make([]*Ref, 0, counts[to])
		}
		x.backs[to] = append(x.backs[to], x.refs[from])
	})
}

// point resolves a link of page i.
func (r *resolver) point(i int, l *Link) linkPoint {
	if l.Kind == WikiLink {
		return r.wikiPoint(i, l)
	}
	if l.Target == "" {
		return linkPoint{doc: i, found: true}
	}
	if point := r.exact(l.Target); point.found {
		return point
	}
	if l.Kind == PageLink {
		if point := r.byAddress(i, l); point.found {
			return point
		}
	}
	if path.Ext(l.Target) != ".md" && !l.Absolute { // a picture or a document may have been moved: one of that name is enough
		if same := r.named[Fold(path.Base(l.Target))]; len(same) == 1 {
			return linkPoint{doc: -1, file: r.files[same[0]], found: true}
		}
	}
	return linkPoint{doc: -1}
}

// exact resolves a path below content/: a page, another file, or a folder.
func (r *resolver) exact(target string) linkPoint {
	if j, ok := r.byPath[target]; ok {
		return linkPoint{doc: j, found: true}
	}
	if f := r.files[target]; f != nil {
		return linkPoint{doc: -1, file: f, found: true}
	}
	if target == "." || target == "/" {
		target = ""
	}
	if f := r.folders[strings.TrimSuffix(target, "/")]; f != nil {
		return linkPoint{doc: f.doc, folder: f, found: true}
	}
	return linkPoint{doc: -1}
}

// wikiPoint resolves a wikilink: by path, by the name of a file, or by title. A name of several pages means the one in the
// same folder, or none.
func (r *resolver) wikiPoint(i int, l *Link) linkPoint {
	name := strings.Trim(l.Target, "/")
	if name == "" {
		return linkPoint{doc: i, found: true}
	}
	for _, base := range []string{dirOf(l.pathBelowContent(r.docs[i])), ""} {
		for _, ending := range []string{"", ".md"} {
			if point := r.exact(path.Join(base, name) + ending); point.found {
				return point
			}
		}
	}
	if same := r.named[Fold(path.Base(name))]; len(same) == 1 {
		return linkPoint{doc: -1, file: r.files[same[0]], found: true}
	}
	candidates := r.wikiCandidates(name)
	if len(candidates) > 1 {
		candidates = slices.DeleteFunc(candidates, func(j int) bool { return dirOf(r.docs[j].Path) != dirOf(r.docs[i].Path) })
	}
	if len(candidates) == 1 {
		return linkPoint{doc: candidates[0], found: true}
	}
	return linkPoint{doc: -1}
}

// names are the folded names of pages for wikilinks.
type names struct {
	byName  map[string][]int // name of the file without extension, or of the folder
	byTitle map[string][]int
}

func (r *resolver) makeNames() *names {
	n := &names{make(map[string][]int, len(r.docs)), make(map[string][]int, len(r.docs))}
	for i, d := range r.docs {
		name := strings.TrimSuffix(path.Base(d.Path), path.Ext(d.Path))
		if d.Readme { // found by both names
			n.byName[Fold(name)] = append(n.byName[Fold(name)], i)
		}
		if d.IsIndex() {
			name = path.Base(path.Dir(d.Path))
		}
		name = Fold(name)
		n.byName[name] = append(n.byName[name], i)
		n.byTitle[d.key.title] = append(n.byTitle[d.key.title], i)
	}
	return n
}

func (r *resolver) wikiCandidates(name string) []int {
	key := Fold(strings.TrimSuffix(name, ".md"))
	if strings.Contains(key, "/") {
		var found []int
		for _, j := range r.names().byName[path.Base(key)] {
			if strings.HasSuffix("/"+strings.TrimSuffix(Fold(r.docs[j].Path), ".md"), "/"+key) {
				found = append(found, j)
			}
		}
		return found
	}
	if found := r.names().byName[key]; len(found) > 0 {
		return slices.Clone(found)
	}
	return slices.Clone(r.names().byTitle[key])
}

// pathBelowContent returns the file with the link, which is not the page's own if it was included.
func (l *Link) pathBelowContent(d *Doc) string {
	if l.File == "" {
		return d.Path
	}
	return strings.TrimPrefix(l.File, "content/")
}

// heading returns the id for a fragment: the reference of an item, an id of a heading or a point, or the text of a heading.
func (d *Doc) heading(fragment string) (string, bool) {
	for _, item := range d.Checklist.Items() {
		if strings.EqualFold(item.Ref, fragment) {
			return item.Ref, true
		}
	}
	if fragment == d.TitleID {
		return fragment, true
	}
	for i := range d.Headings {
		if d.Headings[i].ID == fragment {
			return fragment, true
		}
	}
	if slices.Contains(d.Points, fragment) {
		return fragment, true
	}
	slug := Slug(fragment)
	if d.TitleID != "" && (strings.EqualFold(d.TitleID, fragment) || Slug(d.Title) == slug) {
		return d.TitleID, true
	}
	for i := range d.Headings {
		if h := &d.Headings[i]; strings.EqualFold(h.ID, fragment) || Slug(h.Text) == slug {
			return h.ID, true
		}
	}
	return "", false
}

// spellings are the paths of all pages and files, for suggestions.
type spellings struct {
	all    []string            // sorted
	byPath map[string]string   // lower-case path to the spelling on disk
	byName map[string][]string // the last part of a plainAddress to the paths that have it, sorted
}

func (r *resolver) spellings() *spellings {
	n := len(r.docs) + len(r.files)
	s := &spellings{make([]string, 0, n), make(map[string]string, n), make(map[string][]string, n)}
	s.all = append(append(s.all, SortedKeys(r.files)...), SortedKeys(r.byPath)...)
	for _, p := range s.all {
		s.byPath[Fold(p)] = p
	}
	slices.Sort(s.all)
	for _, p := range s.all {
		name := path.Base(plainAddress(p))
		s.byName[name] = append(s.byName[name], p)
	}
	return s
}
