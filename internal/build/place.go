package build

import (
	"context"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"

	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
	"pandect/internal/source"
)

// place places the compiled pages in the site and lists all outputs.
func (l *load) place(ctx context.Context, cfg config.Config, design design) (*Edition, error) {
	files := l.files()
	unread(l, files)
	files = l.without(files, judgeCopy)
	if !cfg.Outputs.ActiveFiles {
		files = l.without(files, l.judgeActive)
	}
	statics := make([]site.StaticFile, len(files))
	for i, f := range files {
		below := strings.TrimPrefix(f.Path, "content/")
		size := l.imageSize(f)
		statics[i] = site.StaticFile{Path: below, URL: site.FilePath(below), Width: size.width, Height: size.height}
	}
	x, key := l.index(cfg, design, statics)
	info := l.info(cfg, design, x)
	plan := l.plan(key, cfg, design, x, info)
	l.report(plan.found...)
	pages, err := l.pages(ctx, plan, cfg, design)
	if err != nil {
		return nil, err
	}
	o := &outputs{load: l, cfg: cfg, design: design, info: info, list: make([]site.Output, 0, 2*len(pages)+len(plan.outputs)+len(files)+len(design.assets))}
	planned := memo.NewHash("planned")
	planned.Sum(plan.paths)
	for i := range pages {
		p := &pages[i]
		l.changesAt(p.page.Review.Next)
		l.report(p.found...)
		o.list = append(o.list, p.outputs...)
		planned.Int(len(p.page.Alternates)) // also those of layouts
		for k := range p.page.Alternates {
			planned.String(p.page.Alternates[k].Name)
		}
	}
	o.list = append(o.list, withoutReplaced(plan.outputs, statics, l.docs)...)
	o.planned = len(o.list)
	for i := range pages {
		o.layoutFormats(pages[i].page)
	}
	for _, p := range plan.pages {
		o.layoutFormats(p)
	}
	o.static(files, statics)
	o.assets()
	if cfg.Outputs.Search {
		o.search(pages, plan.key, cfg)
	}
	o.aliases(l.docs)
	l.report(o.found...)
	return l.edition(cfg, o.list, o.order(planned.Done()), len(l.docs)), nil
}

// index makes the indexes over all published pages. They depend on the pages' cards and not on their text.
func (l *load) index(cfg config.Config, design design, statics []site.StaticFile) (*site.Index, memo.Sum) {
	options := site.IndexOptions{Title: cfg.Title, URLs: cfg.URLs.Style, Taxonomies: slices.Clone(cfg.Taxonomies), Together: l.parallel}
	if options.Title == "" {
		options.Title = design.messages.Text("title.home")
	}
	for i := range options.Taxonomies {
		if t := &options.Taxonomies[i]; t.Title == "" {
			t.Title = design.messages.Text("title.tags")
		}
	}
	h := memo.NewHash("site.NewIndex")
	h.Sum(options.Sum())
	h.Int(len(statics))
	for _, f := range statics {
		h.String(f.Path)
		h.Int(f.Width)
		h.Int(f.Height)
	}
	for _, d := range l.docs {
		h.Sum(d.Card)
	}
	key := h.Done()
	x, _ := l.b.indexes.Get(key, func() (*site.Index, error) { return site.NewIndex(l.docs, statics, options), nil })
	return x, key
}

// plan is everything that is computed once for all pages.
type plan struct {
	key     memo.Sum
	placer  *site.Placer
	paths   memo.Sum // digest of the paths of all pages and outputs
	pages   []*site.Page
	outputs []site.Output // outputs that do not belong to one file
	found   []diag.Diagnostic
}

// Equal compares two plans without their functions.
func (p *plan) Equal(q *plan) bool {
	return p.key == q.key && p.paths == q.paths && slices.EqualFunc(p.outputs, q.outputs, sameOutput) && reflect.DeepEqual(p.found, q.found) &&
		slices.EqualFunc(p.pages, q.pages, func(a, b *site.Page) bool { return a.URL == b.URL && a.Sum == b.Sum })
}

// plan computes what depends on the cards of all pages. index is the key of x.
func (l *load) plan(index memo.Sum, cfg config.Config, design design, x *site.Index, info *site.Info) *plan {
	wanted := wantedFormats(cfg, design)
	hidden := l.unpublished()
	key := planKey(l, index, cfg, design, info, wanted, hidden)
	p, _ := l.b.plans.Get(key, func() (*plan, error) {
		p := &plan{key: key, placer: x.Placer(site.PlaceOptions{
			Info: info, IndexURL: info.Index, SearchURL: info.Search, RunsURL: info.Runs, Hidden: hidden, HiddenAt: hiddenAddresses(l), Made: madeFiles(l, cfg, info, wanted),
			Alternates: func(p *site.Page) []site.Alternate { return alternates(wanted, p) },
			Layout:     design.theme.Uses, HasLayout: design.theme.Has, LayoutSum: func(string) memo.Sum { return design.theme.Sum() },
		})}
		pages := &outputs{load: l, cfg: cfg, design: design, info: info}
		rest := &outputs{load: l, cfg: cfg, design: design, info: info}
		l.parallel(func() {
			p.pages = p.placer.Others()
			for _, page := range p.pages {
				pages.page(page)
			}
		}, func() {
			rest.feeds(x.Listed())
			for _, d := range l.docs {
				if d.Meta.Slug != "" && d.IsIndex() {
					rest.report(diag.Diagnostic{
						Severity: diag.Warning, Code: "useless-slug", Place: diag.Place{File: "content/" + d.Path},
						Message: "“slug” has no effect on the page of a folder: its address is the folder's.", Hint: "Remove it, or rename the folder.",
					})
				}
			}
		})
		p.outputs, p.found = append(pages.list, rest.list...), rest.found
		h := memo.NewHash("paths")
		for _, d := range l.docs {
			h.String(d.Path)
			h.String(d.URL)
		}
		for _, c := range p.outputs {
			h.String(c.Path)
			h.String(c.Source)
		}
		p.paths = h.Done()
		return p, nil
	})
	return p
}

// planKey is the digest of all that a plan depends on. index is the key of the Index.
func planKey(l *load, index memo.Sum, cfg config.Config, design design, info *site.Info, wanted []*format, hidden map[string]string) memo.Sum {
	h := memo.NewHash("plan")
	h.Sum(index)
	h.Sum(info.Sum)
	h.Sum(design.theme.Sum())
	h.Int(len(wanted))
	for _, f := range wanted {
		h.String(f.name)
	}
	for _, b := range []bool{cfg.Outputs.Sitemap, cfg.Outputs.Robots, cfg.Outputs.LLMs} {
		h.Bool(b)
	}
	h.Int(len(hidden))
	for _, name := range site.SortedKeys(hidden) {
		h.String(name)
		h.String(hidden[name])
	}
	for _, d := range l.hiddenDocs {
		h.String(d.URL)
	}
	return h.Done()
}

// hiddenAddresses returns the addresses that pages which are not published would have, with their paths.
func hiddenAddresses(l *load) map[string]string {
	at := make(map[string]string, len(l.hiddenDocs))
	for _, d := range l.hiddenDocs {
		at[d.URL] = d.Path
	}
	return at
}

// madeFiles returns the paths of what is published besides pages and files, as far as somebody may link to it.
func madeFiles(l *load, cfg config.Config, info *site.Info, wanted []*format) []string {
	var list []string
	for name, is := range map[string]bool{
		info.Feed: info.Feed != "", "sitemap.xml": cfg.Outputs.Sitemap && info.BaseURL != "", "robots.txt": cfg.Outputs.Robots, "llms.txt": cfg.Outputs.LLMs,
	} {
		if is {
			list = append(list, name)
		}
	}
	for _, d := range l.docs {
		for _, f := range wanted {
			if d.Checklist != nil && f.name != "markdown" {
				list = append(list, f.address(d.URL))
			}
		}
	}
	slices.Sort(list)
	return list
}

// unpublished returns why each page and file that is not published is not, as a phrase, by its path below content/.
func (l *load) unpublished() map[string]string {
	all := maps.Clone(l.hiddenReasons)
	maps.Copy(all, l.leftOut)
	return all
}

// placedPage is a Doc that is placed in its site.
type placedPage struct {
	page    *site.Page
	outputs []site.Output
	found   []diag.Diagnostic
}

// Equal compares two pages without their functions.
func (p placedPage) Equal(q placedPage) bool {
	return reflect.DeepEqual(p.page, q.page) && reflect.DeepEqual(p.found, q.found) &&
		slices.EqualFunc(p.outputs, q.outputs, sameOutput)
}

// pages places every Doc, in parallel.
func (l *load) pages(ctx context.Context, plan *plan, cfg config.Config, design design) ([]placedPage, error) {
	pages := make([]placedPage, len(l.docs))
	key := func(r site.Review) memo.Sum { // everything else in a review comes from front matter, which Own covers
		h := memo.NewHash("site.Placer.Page")
		h.Sum(plan.key)
		h.String(string(r.State))
		h.Time(r.Next)
		return h.Done()
	}
	unreviewed := key(site.Review{})
	err := l.each(ctx, len(pages), func(i int) {
		d := l.docs[i]
		review := d.Meta.Review(cfg.Review.Every, l.b.options.Now)
		first := unreviewed
		if review.State != site.ReviewNone {
			first = key(review)
		}
		pages[i], _ = l.b.pages.Get(memo.Join(first, d.Own), func() (placedPage, error) {
			page, found := plan.placer.Page(i, d, review)
			o := &outputs{load: l, design: design, list: make([]site.Output, 0, 2)}
			o.page(page)
			return placedPage{page, o.list, found}, nil
		})
	})
	return pages, err
}

// files returns the files below content/ that are published as they are. Files that only unpublished pages use are left out, as
// are those in folders with only unpublished pages, unless a published page uses them.
func (l *load) files() []*source.File {
	visible, hidden := map[string]bool{}, map[string]bool{}
	for _, d := range l.hiddenDocs {
		hidden[path.Dir(d.Path)] = true
	}
	if len(hidden) > 0 {
		for _, d := range l.docs {
			visible[path.Dir(d.Path)] = true
		}
	}
	secret := linkedFiles(l.hiddenDocs)
	shown := sync.OnceValue(func() map[string]bool { return linkedFiles(l.docs) })
	var files []*source.File
	for _, f := range l.tree.Under("content") {
		below := strings.TrimPrefix(f.Path, "content/")
		if path.Ext(below) == ".md" {
			continue
		}
		dir, name := path.Dir(below), strings.ToLower(path.Base(below))
		if (secret[name] || hidden[dir] && !visible[dir]) && !shown()[name] {
			continue
		}
		files = append(files, f)
	}
	return files
}

// linkedFiles returns the lower-case names of the files that pages link to or show.
func linkedFiles(docs []*site.Doc) map[string]bool {
	names := map[string]bool{}
	for _, d := range docs {
		for i := range d.Links {
			if t := d.Links[i].Target; t != "" && path.Ext(t) != ".md" {
				names[strings.ToLower(path.Base(t))] = true
			}
		}
	}
	return names
}

// info returns what every page may show of the site.
func (l *load) info(cfg config.Config, design design, x *site.Index) *site.Info {
	info := &site.Info{
		Title: cfg.Title, Description: cfg.Description, Language: cfg.Language, BaseURL: cfg.BaseURL, Version: cfg.Version,
		Footer: cfg.Footer, Notice: cfg.Checklists.Notice, Messages: design.messages, Partials: design.partials, Params: map[string]any{}, Assets: map[string]string{},
	}
	for name, value := range design.manifest.Params {
		info.Params[name] = value
	}
	for name, value := range cfg.Params {
		info.Params[name] = value
	}
	for _, a := range design.assets {
		info.Assets[a.Name] = a.Path
	}
	if cfg.Outputs.Feed {
		info.Feed = "feed.xml"
	}
	if cfg.Outputs.Index {
		info.Index = site.PagePath("a-z", cfg.URLs.Style)
	}
	if cfg.Outputs.Search {
		info.Search = site.PagePath("search", cfg.URLs.Style)
	}
	if design.theme.Has(string(site.KindRuns)) && slices.ContainsFunc(l.docs, func(d *site.Doc) bool { return d.Checklist != nil }) {
		info.Runs = site.PagePath("runs", cfg.URLs.Style)
	}
	for _, item := range cfg.Menu {
		ref, ok := x.PageRef(item.Page)
		if !ok {
			hint := "Name a file below content, for example \"ethics/_index.md\"."
			if near, ok := diag.Suggest(item.Page, x.Sources()); ok {
				hint = fmt.Sprintf("Did you mean %q?", near)
			}
			l.report(diag.Diagnostic{
				Severity: diag.Warning, Code: "broken-menu", Place: diag.Place{File: "config.toml", Line: item.Line, Column: item.Column},
				Message: fmt.Sprintf("The menu names a page that is not there: %q.", item.Page), Hint: hint,
			})
			continue
		}
		entry := *ref
		if item.Title != "" {
			entry.Title = item.Title
		}
		info.Menu = append(info.Menu, entry)
	}
	info.Seal()
	return info
}

// addQuotes adds the quoted line to every diagnostic that has a place but no quote.
func (l *load) addQuotes() {
	texts := map[string][]byte{}
	for i := range l.found {
		d := &l.found[i]
		if d.Quote != "" || d.Place.Line == 0 {
			continue
		}
		decoded, ok := texts[d.Place.File]
		if !ok {
			if f := l.tree.File(d.Place.File); f != nil {
				decoded, _ = text(f.Path, f)
			}
			texts[d.Place.File] = decoded
		}
		d.Quote = diag.Line(decoded, d.Place.Line)
	}
}

// finish returns the diagnostics, sorted, without duplicates, and with those as one that come with a site from another program.
func (l *load) finish() []diag.Diagnostic {
	l.addQuotes()
	list := slices.Clone(l.found)
	return diag.Group(diag.Dedup(list), "front-matter-key", "unknown-layout", "other-markdown")
}
