package site

import (
	"cmp"
	"maps"
	"math"
	"path"
	"reflect"
	"slices"
	"strings"

	"pandect/internal/memo"
)

// StaticFile is a file below content/ that is not a page, such as an image or a PDF.
type StaticFile struct {
	Path          string // below content/
	URL           string // output path
	Width, Height int    // of an image, in pixels; 0 when unknown
}

// Taxonomy is a declared way of grouping pages.
type Taxonomy struct {
	Name  string // key in the front matter, for example "tags"
	Title string // as the site shows it, for example "Topics"
}

// IndexOptions are the settings that the indexes depend on.
type IndexOptions struct {
	Title      string // of the site, and of a home page without a title
	URLs       URLStyle
	Taxonomies []Taxonomy
	Together   func(tasks ...func()) `memo:"-"` // runs tasks, perhaps concurrently, and waits; nil runs them one after the other
}

// Sum is the digest of the settings.
func (o IndexOptions) Sum() memo.Sum { return memo.SumOf("site.IndexOptions", o) }

// Index is everything that depends on all pages together: the tree of sections, the reading order, backlinks, related pages,
// terms, and the resolution of links. It is made from all visible Docs at once, never updated in part, and immutable.
//
// It reads only what Doc.Card covers, so one Index serves all Docs with equal cards, whatever their bodies.
type Index struct {
	options  IndexOptions
	docs     []*Doc // sorted by path
	refs     []*Ref // of docs
	resolver *resolver
	folders  map[string]*folder
	root     *folder
	order    []*Ref        // reading order
	at       map[*Ref]int  // index in order
	links    [][]linkPoint // of docs, as Doc.Links
	backs    [][]*Ref      // of docs
	related  [][]*Ref      // of docs
	terms    []*termIndex  // by taxonomy
	termsOf  [][]TermList  // of docs
}

// folder is a folder of content/ that holds at least one page, or a folder above such a one.
type folder struct {
	path    string // "" for the root
	doc     int    // index of its own page, or -1
	ref     *Ref
	key     sortKey
	parent  *folder
	folders []*folder
	pages   []int
	total   int
	nav     *NavNode // with its whole subtree
	closed  *NavNode // without its subtree
}

// NewIndex makes the indexes over docs, which must be sorted by path and are all visible.
func NewIndex(docs []*Doc, files []StaticFile, o IndexOptions) *Index {
	x := &Index{
		options: o, docs: docs,
		folders: map[string]*folder{},
		at:      make(map[*Ref]int, len(docs)),
	}
	if o.Together == nil {
		o.Together = func(tasks ...func()) {
			for _, task := range tasks {
				task()
			}
		}
	}
	o.Together(func() { x.resolver = newResolver(docs, files, x.folders) }, x.makeFolders)
	o.Together(x.makeTerms, x.makeLinks, x.finishFolders)
	o.Together(x.makeRelated()...)
	return x
}

// Equal reports whether two Indexes are equal. Docs are compared by Card, which covers all that an Index reads.
func (x *Index) Equal(y *Index) bool {
	return slices.EqualFunc(x.docs, y.docs, func(a, b *Doc) bool { return a.Card == b.Card }) &&
		equalRefs(x.refs, y.refs) && equalRefs(x.order, y.order) && x.root.nav.Sum == y.root.nav.Sum &&
		slices.EqualFunc(x.links, y.links, func(a, b []linkPoint) bool { return slices.EqualFunc(a, b, linkPoint.equal) }) &&
		slices.EqualFunc(x.backs, y.backs, equalRefs) && slices.EqualFunc(x.related, y.related, equalRefs) &&
		slices.EqualFunc(x.termsOf, y.termsOf, func(a, b []TermList) bool {
			return slices.EqualFunc(a, b, func(a, b TermList) bool {
				return a.Name == b.Name && a.Title == b.Title && equalRefs(a.Terms, b.Terms)
			})
		}) &&
		maps.Equal(x.resolver.byPath, y.resolver.byPath) && reflect.DeepEqual(x.resolver.files, y.resolver.files)
}

func equalRefs(a, b []*Ref) bool {
	return slices.EqualFunc(a, b, func(a, b *Ref) bool { return a.sum() == b.sum() })
}

// seal computes the digest of a finished Ref.
func (r *Ref) seal() {
	h := memo.NewHash("site.Ref")
	r.hash(h)
	r.Sum = h.Done()
}

// sum returns the digest of a Ref, which may be nil.
func (r *Ref) sum() memo.Sum {
	if r == nil {
		return memo.Sum{}
	}
	return r.Sum
}

func (r *Ref) hash(h *memo.Hash) {
	h.String(r.Path)
	h.String(r.URL)
	h.String(r.Title)
	h.String(r.Description)
	h.String(string(r.Kind))
	h.String(r.Type)
	h.Time(r.Date)
	h.Time(r.Updated)
	h.Int(r.Count)
}

// makeFolders builds the tree of folders.
func (x *Index) makeFolders() {
	x.root = x.folderAt("")
	x.refs = make([]*Ref, len(x.docs))
	for i, d := range x.docs {
		x.refs[i] = &d.ref
		f := x.folderAt(dirOf(d.Path))
		if d.IsIndex() && f.doc < 0 { // a second one is an ordinary page, which claims the same output
			ref := d.ref
			ref.Kind = KindSection
			f.doc, f.ref, f.key, x.refs[i] = i, &ref, d.key, &ref
		} else if d.URL != notFoundURL { // nobody looks for it in a list
			f.pages = append(f.pages, i)
		}
	}
}

// finishFolders builds the tree of sections and the reading order.
func (x *Index) finishFolders() {
	x.finishFolder(x.root)
	x.root.ref.Kind = KindHome
	if x.root.doc < 0 {
		x.root.ref.Title = x.options.Title
	}
	for _, f := range x.folders {
		f.ref.seal()
		f.closed = &NavNode{Ref: f.ref, Total: f.total}
		f.closed.seal()
	}
	x.number(x.root)
	x.navOf(x.root)
}

func dirOf(source string) string {
	if dir := path.Dir(source); dir != "." {
		return dir
	}
	return ""
}

func (x *Index) folderAt(dir string) *folder {
	if f := x.folders[dir]; f != nil {
		return f
	}
	f := &folder{path: dir, doc: -1}
	x.folders[dir] = f
	if dir != "" {
		f.parent = x.folderAt(dirOf(dir))
		f.parent.folders = append(f.parent.folders, f)
	}
	return f
}

// finishFolder completes a folder and its subfolders: the Ref of one without a page, counts, and order.
func (x *Index) finishFolder(f *folder) {
	if f.ref == nil {
		f.key = keyOf(0, HumanName(path.Base(f.path)), f.path)
		f.ref = &Ref{URL: OutputPath(path.Join(f.path, "_index.md"), "", x.options.URLs), Title: HumanName(path.Base(f.path)), Kind: KindSection}
	}
	f.total = len(f.pages)
	for _, sub := range f.folders {
		x.finishFolder(sub)
		f.total += sub.total + 1
	}
	f.ref.Count = f.total
	slices.SortFunc(f.pages, func(a, b int) int { return x.docs[a].key.compare(&x.docs[b].key) })
	slices.SortFunc(f.folders, func(a, b *folder) int { return a.key.compare(&b.key) })
}

// sortKey orders siblings: by weight, those without one last, then by title, then by path.
type sortKey struct {
	weight float64
	order  string // the title as the A-Z index orders it: "Ärger" before "Zebra"
	title  string // folded
	path   string
}

func keyOf(weight float64, title, path string) sortKey {
	if weight == 0 {
		weight = math.Inf(1)
	}
	return sortKey{weight, unaccented(title), Fold(title), path}
}

func (a *sortKey) compare(b *sortKey) int {
	return cmp.Or(cmp.Compare(a.weight, b.weight), strings.Compare(a.order, b.order), strings.Compare(a.title, b.title), strings.Compare(a.path, b.path))
}

// number lists a folder and everything below in reading order: its own page, its sections, its pages.
func (x *Index) number(f *folder) {
	x.at[f.ref] = len(x.order)
	x.order = append(x.order, f.ref)
	for _, sub := range f.folders {
		x.number(sub)
	}
	for _, i := range f.pages {
		x.at[x.refs[i]] = len(x.order)
		x.order = append(x.order, x.refs[i])
	}
}

func (x *Index) navOf(f *folder) *NavNode {
	n := &NavNode{Ref: f.ref, Total: f.total}
	for _, sub := range f.folders {
		n.Sections = append(n.Sections, x.navOf(sub))
	}
	for _, i := range f.pages {
		n.Pages = append(n.Pages, x.refs[i])
	}
	n.seal()
	f.nav = n
	return n
}

func (n *NavNode) seal() {
	h := memo.NewHash("site.NavNode")
	h.Sum(n.Ref.Sum)
	h.Int(n.Total)
	h.Int(len(n.Sections))
	for _, s := range n.Sections {
		h.Sum(s.Sum)
	}
	for _, r := range n.Pages {
		h.Sum(r.Sum)
	}
	n.Sum = h.Done()
}

// wholeTree is the number of pages up to which the sidebar has the whole tree. Above it, a page has only the branch that
// leads to it, so that neither its size nor its key grows with the site.
const wholeTree = 200

// branch returns the navigation of the pages in folder f, and the nodes from the root down to f.
func (x *Index) branch(f *folder) (root *NavNode, open []*NavNode) {
	var chain []*folder
	for g := f; g != nil; g = g.parent {
		chain = append(chain, g)
	}
	slices.Reverse(chain)
	if x.root.total <= wholeTree {
		for _, g := range chain {
			open = append(open, g.nav)
		}
		return x.root.nav, open
	}
	open = make([]*NavNode, len(chain))
	for i := len(chain) - 1; i >= 0; i-- {
		g := chain[i]
		n := &NavNode{Ref: g.ref, Total: g.total, Pages: g.nav.Pages}
		for _, sub := range g.folders {
			if i+1 < len(chain) && sub == chain[i+1] {
				n.Sections = append(n.Sections, open[i+1])
				continue
			}
			n.Sections = append(n.Sections, sub.closed)
		}
		n.seal()
		open[i] = n
	}
	return open[0], open
}
