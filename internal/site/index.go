package site

import (
	"cmp"
	"math"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

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
	Title      string // of the site, which is also the home page's when it has none
	URLs       URLStyle
	Taxonomies []Taxonomy
}

// Index is what all the pages of a site say together: the tree of sections, the reading order, who links to whom, the
// terms, and what a link's target means. It is made from all visible Docs at once, never in part, and does not change.
type Index struct {
	options IndexOptions
	docs    []*Doc    // sorted by path
	refs    []*Ref    // of docs
	keys    []sortKey // of docs
	byPath  map[string]int
	byName  map[string][]int // lower-case name without ending, to docs
	byTitle map[string][]int // lower-case title, to docs
	files   map[string]*StaticFile
	folded  map[string]string   // lower-case path to the spelling on disk, of docs and files
	named   map[string][]string // lower-case base name to paths of files
	folders map[string]*folder
	root    *folder
	order   []*Ref        // reading order
	at      map[*Ref]int  // place in order
	links   [][]linkPoint // of docs, as Doc.Links
	backs   [][]*Ref      // of docs
	related [][]*Ref      // of docs
	terms   []*termIndex  // by taxonomy
	sums    map[*Ref]memo.Sum
}

// folder is a folder of content/ that holds at least one page, or a folder above such a one.
type folder struct {
	path    string // "" for the root
	doc     int    // index of its own page, -1 when it has none
	ref     *Ref
	key     sortKey
	parent  *folder
	folders []*folder
	pages   []int
	total   int
	nav     *NavNode // with everything below
}

// NewIndex makes the indexes over docs, which must be sorted by path and are all visible.
func NewIndex(docs []*Doc, files []StaticFile, o IndexOptions) *Index {
	x := &Index{
		options: o, docs: docs,
		byPath:  make(map[string]int, len(docs)),
		byName:  make(map[string][]int, len(docs)),
		byTitle: make(map[string][]int, len(docs)),
		files:   make(map[string]*StaticFile, len(files)),
		folded:  make(map[string]string, len(docs)+len(files)),
		named:   make(map[string][]string, len(files)),
		folders: map[string]*folder{},
		at:      make(map[*Ref]int, len(docs)),
		sums:    make(map[*Ref]memo.Sum, len(docs)),
	}
	for i := range files {
		f := &files[i]
		x.files[f.Path] = f
		x.folded[Fold(f.Path)] = f.Path
		name := Fold(path.Base(f.Path))
		x.named[name] = append(x.named[name], f.Path)
	}
	x.refs = make([]*Ref, len(docs))
	x.keys = make([]sortKey, len(docs))
	for i, d := range docs {
		x.refs[i] = &Ref{
			Path: d.Path, URL: d.URL, Title: d.Title, Description: d.Summary, Kind: KindPage, Type: d.Meta.Type,
			Date: d.Meta.Date, Updated: d.Meta.Updated,
		}
		x.byPath[d.Path] = i
		x.folded[Fold(d.Path)] = d.Path
		name := strings.TrimSuffix(path.Base(d.Path), path.Ext(d.Path))
		if IsIndex(d.Path) {
			name = path.Base(path.Dir(d.Path))
		}
		x.byName[Fold(name)] = append(x.byName[Fold(name)], i)
		x.keys[i] = keyOf(d.Meta.Weight, d.Title, d.Path)
		x.byTitle[x.keys[i].title] = append(x.byTitle[x.keys[i].title], i)
	}
	x.makeFolders()
	x.makeTerms()
	x.makeLinks()
	x.makeRelated()
	return x
}

// Fold is how names are compared where people do not mind case or the way an accent is encoded.
func Fold(s string) string { return strings.ToLower(norm.NFC.String(s)) }

// refSum returns the digest of all that a Ref shows.
func (x *Index) refSum(r *Ref) memo.Sum {
	if r == nil {
		return memo.Sum{}
	}
	sum, ok := x.sums[r]
	if !ok {
		h := memo.NewHash("site.Ref")
		r.hash(h)
		sum = h.Done()
		x.sums[r] = sum
	}
	return sum
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

// makeFolders builds the tree of sections and the reading order.
func (x *Index) makeFolders() {
	x.root = x.folderAt("")
	for i, d := range x.docs {
		f := x.folderAt(dirOf(d.Path))
		if IsIndex(d.Path) && f.doc < 0 { // a second one is a page like others, and claims the same output
			f.doc, f.ref, f.key = i, x.refs[i], x.keys[i]
			f.ref.Kind = KindSection
		} else {
			f.pages = append(f.pages, i)
		}
	}
	x.finishFolder(x.root)
	x.root.ref.Kind = KindHome
	if x.root.doc < 0 {
		x.root.ref.Title = x.options.Title
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

// finishFolder gives a folder without a page of its own a Ref, counts and sorts.
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
	slices.SortFunc(f.pages, func(a, b int) int { return x.keys[a].compare(&x.keys[b]) })
	slices.SortFunc(f.folders, func(a, b *folder) int { return a.key.compare(&b.key) })
}

// sortKey orders siblings: by weight, those without one last, then by title, then by path.
type sortKey struct {
	weight int
	title  string // folded
	path   string
}

func keyOf(weight int, title, path string) sortKey {
	if weight == 0 {
		weight = math.MaxInt
	}
	return sortKey{weight, Fold(title), path}
}

func (a *sortKey) compare(b *sortKey) int {
	return cmp.Or(cmp.Compare(a.weight, b.weight), strings.Compare(a.title, b.title), strings.Compare(a.path, b.path))
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
	x.sealNav(n)
	f.nav = n
	return n
}

func (x *Index) sealNav(n *NavNode) {
	h := memo.NewHash("site.NavNode")
	h.Sum(x.refSum(n.Ref))
	h.Int(n.Total)
	h.Int(len(n.Sections))
	for _, s := range n.Sections {
		h.Sum(s.Sum)
	}
	for _, r := range n.Pages {
		h.Sum(x.refSum(r))
	}
	n.Sum = h.Done()
}

// wholeTree is the number of pages up to which a sidebar lists every page of the site. Above it, a page sees only the
// branch that leads to it, so that neither its size nor its key grows with the site.
const wholeTree = 200

// branch returns the navigation as the pages of folder f see it, and the nodes from the root down to f.
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
			closed := &NavNode{Ref: sub.ref, Total: sub.total}
			x.sealNav(closed)
			n.Sections = append(n.Sections, closed)
		}
		x.sealNav(n)
		open[i] = n
	}
	return open[0], open
}
