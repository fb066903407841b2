package build

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"pandect/internal/buffer"
	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/feed"
	"pandect/internal/memo"
	"pandect/internal/site"
	"pandect/internal/source"
)

// outputs collects the files of the finished site.
type outputs struct {
	load   *load
	cfg    config.Config
	design design
	info   *site.Info
	list   []site.Output

	planned int // how many of the list depend on the plan alone
	found   []diag.Diagnostic
}

// sameOutput compares two outputs without their functions.
func sameOutput(a, b site.Output) bool {
	return a.Path == b.Path && a.Key == b.Key && a.Source == b.Source && a.Phase == b.Phase
}

// add adds an output, whose key becomes specific to this version of the program.
func (o *outputs) add(out site.Output) {
	out.Key = memo.Join(o.load.b.salt, out.Key)
	if out.MediaType == "" {
		out.MediaType = mediaType(out.Path)
	}
	o.list = append(o.list, out)
}

func (o *outputs) report(d diag.Diagnostic) { o.found = append(o.found, d) }

// text adds an output that is made of values which key covers.
func (o *outputs) text(name, source string, phase site.Phase, key memo.Sum, make func() []byte) {
	o.add(site.Output{Path: name, Source: source, Phase: phase, Key: key, Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
		return make(), nil, nil
	}})
}

// page adds a page, and the alternates that depend on it alone.
func (o *outputs) page(p *site.Page) {
	theme, phase := o.design.theme, site.PhasePages
	if p.Kind == site.KindHome {
		phase = site.PhaseEntry
	}
	o.add(site.Output{
		Path: p.URL, MediaType: mediaType(".html"), Key: p.Sum, Source: sourceOf(p), Phase: phase, Page: true,
		Blank: p.Doc != nil && len(p.Doc.Body.HTML) == 0,
		Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
			html, found := theme.Render(p)
			return html, found, nil
		},
		Release: buffer.Put,
	})
	o.pageFormats(p)
}

// sourceOf is the input that a page is made from.
func sourceOf(p *site.Page) string {
	switch {
	case p.Doc != nil:
		return "content/" + p.Doc.Path
	case p.Kind == site.KindSection:
		return "content/" + p.Folder
	case p.Kind == site.KindTaxonomy || p.Kind == site.KindTerm:
		return "config.toml"
	}
	return ""
}

func (o *outputs) static(files []*source.File, statics []site.StaticFile) {
	for i, f := range files {
		o.add(site.Output{Path: statics[i].URL, Source: f.Path, Phase: site.PhaseFiles, Copied: true, Key: f.Sum, Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
			data, err := f.Bytes()
			if err != nil {
				return nil, []diag.Diagnostic{unreadable(err)}, nil
			}
			return data, nil, nil
		}})
	}
}

func (o *outputs) assets() {
	phase := site.PhaseDigested
	if o.load.b.options.Preview { // whose names have no digest
		phase = site.PhaseFiles
	}
	for _, a := range o.design.assets {
		data := a.Data
		o.add(site.Output{Path: a.Path, Phase: phase, MediaType: a.MediaType, Key: memo.Of(data), Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
			return data, nil, nil
		}})
	}
}

// feeds adds the feed, the sitemap, robots.txt and llms.txt, if the site has them.
func (o *outputs) feeds(listed []site.Listed) {
	info := o.info // the closures below live long, and must not keep the whole load alive
	h := memo.NewHash("entries")
	h.Sum(info.Sum)
	markdown := formatNamed("markdown")
	entries := make([]feed.Entry, len(listed))
	for i, l := range listed {
		e := feed.Entry{URL: l.Ref.URL, Title: l.Ref.Title, Summary: l.Ref.Description, Section: l.Section, Date: l.Ref.Date, Updated: l.Ref.Updated}
		if l.Doc != nil && markdown.enabled(o.cfg.Outputs) {
			e.Markdown = markdown.address(l.Doc.URL)
		}
		entries[i] = e
		h.Sum(l.Ref.Sum)
		h.String(e.Markdown)
		h.String(e.Section)
	}
	all := h.Done()
	key := func(name string) memo.Sum {
		h := memo.NewHash(name)
		h.Sum(all)
		return h.Done()
	}
	sitemap := ""
	if o.cfg.Outputs.Sitemap && o.info.BaseURL != "" { // its addresses must be absolute
		sitemap = "sitemap.xml"
		o.text(sitemap, "", site.PhaseFiles, key(sitemap), func() []byte { return feed.Sitemap(info, entries) })
	}
	if o.info.Feed != "" {
		o.text(o.info.Feed, "", site.PhaseFiles, key(o.info.Feed), func() []byte { return feed.Atom(info, info.Feed, entries) })
	}
	if o.cfg.Outputs.Robots {
		o.text("robots.txt", "", site.PhaseFiles, key("robots.txt"+sitemap), func() []byte { return feed.Robots(info, sitemap) })
	}
	if o.cfg.Outputs.LLMs {
		o.text("llms.txt", "", site.PhaseFiles, key("llms.txt"), func() []byte { return feed.LLMs(info, entries) })
	}
}

// order is the sorted order of a list of outputs, with its collisions.
type order struct {
	indexes []int32  // into the list, sorted by path; of outputs with the same path only the first
	paths   memo.Sum // digest of the paths in that order
	found   []diag.Diagnostic
}

// order sorts the outputs. planned is the digest of the paths that depend on the plan alone.
func (o *outputs) order(planned memo.Sum) order {
	h := memo.NewHash("order")
	h.Sum(planned)
	for _, c := range o.list[o.planned:] {
		h.String(c.Path)
		h.String(c.Source)
	}
	sorted, _ := o.load.b.orders.Get(h.Done(), func() (order, error) {
		all := make([]int32, len(o.list))
		for i := range all {
			all[i] = int32(i)
		}
		slices.SortFunc(all, func(a, b int32) int {
			if c := strings.Compare(o.list[a].Path, o.list[b].Path); c != 0 {
				return c
			}
			return cmp.Compare(a, b)
		})
		places := slices.CompactFunc(all, func(a, b int32) bool { return o.list[a].Path == o.list[b].Path })
		paths := memo.NewHash("paths")
		for _, place := range places {
			paths.String(o.list[place].Path)
		}
		return order{slices.Clip(places), paths.Done(), collisions(o.list)}, nil
	})
	return sorted
}

// collisions reports every pair of outputs that are the same file on some file system.
func collisions(list []site.Output) (found []diag.Diagnostic) {
	claims := make(map[string]*site.Output, len(list))
	said := map[[2]string]bool{} // a page and its alternates collide for the same reason
	for i := range list {
		c := &list[i]
		name := site.Fold(c.Path)
		first, taken := claims[name]
		if !taken {
			claims[name] = c
			continue
		}
		if said[[2]string{first.Source, c.Source}] {
			continue
		}
		said[[2]string{first.Source, c.Source}] = true
		found = append(found, collision(first, c, fmt.Sprintf("Two files claim one address: %s and %s would both be written to %q.", describe(first), describe(c), c.Path)))
	}
	for i := range list {
		c := &list[i]
		for dir := path.Dir(site.Fold(c.Path)); dir != "."; dir = path.Dir(dir) {
			if file, taken := claims[dir]; taken {
				found = append(found, collision(file, c, fmt.Sprintf("%s would be written to %q, but %s needs a folder of that name.", describe(file), file.Path, describe(c))))
				break
			}
		}
	}
	return found
}

func describe(c *site.Output) string {
	switch c.Source {
	case "":
		return "a page that Pandect makes"
	case "config.toml":
		return "the taxonomies of config.toml"
	}
	return c.Source
}

func collision(first, second *site.Output, message string) diag.Diagnostic {
	if second.Source == "" {
		first, second = second, first
	}
	d := diag.Diagnostic{
		Severity: diag.Error, Code: "same-output", Place: diag.Place{File: second.Source}, Message: message,
		Hint: "Rename one of them, or give one a “slug” of its own.",
	}
	if first.Source != "" {
		d.Related = []diag.Related{{Place: diag.Place{File: first.Source}, Message: "the other one"}}
	}
	return d
}

// mediaType returns the media type of an output by its extension. It does not use package mime, whose table depends on the
// operating system.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".html", ".htm":
		return "text/html; charset=utf-8"
	case ".md":
		return "text/markdown; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".xml":
		return "application/xml; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".avif":
		return "image/avif"
	case ".ico":
		return "image/x-icon"
	case ".pdf":
		return "application/pdf"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case ".zip":
		return "application/zip"
	}
	return "application/octet-stream"
}
