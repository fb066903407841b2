package build

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"path"
	"slices"
	"strings"

	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
	"pandect/internal/source"
)

// place puts the compiled pages into their site and lists every file of it.
func (l *load) place(cfg config.Config, look look) *Edition {
	files := l.files()
	statics := make([]site.StaticFile, len(files))
	for i, f := range files {
		below := strings.TrimPrefix(f.Path, "content/")
		size := l.imageSize(f)
		statics[i] = site.StaticFile{Path: below, URL: site.FilePath(below), Width: size.width, Height: size.height}
	}
	x := site.NewIndex(l.docs, statics, site.IndexOptions{Title: cfg.Title, URLs: cfg.URLs.Style, Taxonomies: cfg.Taxonomies})
	info := l.info(cfg, look, x)
	pages, found := x.Place(site.PlaceOptions{
		Info: info, Now: l.b.options.Now, ReviewEvery: cfg.Review.Every, Markdown: cfg.Outputs.Markdown, IndexURL: info.Index,
		Hidden: l.hidden, Layout: look.theme.Uses, HasLayout: look.theme.Has,
		LayoutSum: func(string) memo.Sum { return look.theme.Sum() },
	})
	l.report(found...)
	for _, p := range pages {
		l.change(p.Review.Next)
		if p.Doc != nil && p.Meta.Slug != "" && site.IsIndex(p.Doc.Path) {
			l.report(diag.Diagnostic{
				Severity: diag.Warning, Code: "useless-slug", Place: diag.Place{File: "content/" + p.Doc.Path},
				Message: "“slug” has no effect on the page of a folder: its address is the folder's.", Hint: "Remove it, or rename the folder.",
			})
		}
	}
	o := &outputs{load: l, cfg: cfg, look: look, info: info}
	o.pages(pages)
	o.static(files, statics)
	o.assets()
	o.machines(x.Listed())
	o.aliases(pages)
	return l.edition(o, len(l.docs))
}

// files returns the files below content/ that are published as they are. A file that only unpublished pages use, or
// that lies in a folder of unpublished pages, stays out with them.
func (l *load) files() []*source.File {
	shown, secret := linkedFiles(l.docs), linkedFiles(l.secret)
	visible, hidden := map[string]bool{}, map[string]bool{}
	for _, d := range l.docs {
		visible[path.Dir(d.Path)] = true
	}
	for _, d := range l.secret {
		hidden[path.Dir(d.Path)] = true
	}
	var files []*source.File
	for _, f := range l.tree.Under("content") {
		below := strings.TrimPrefix(f.Path, "content/")
		if path.Ext(below) == ".md" {
			continue
		}
		dir, name := path.Dir(below), strings.ToLower(path.Base(below))
		if !shown[name] && (secret[name] || hidden[dir] && !visible[dir]) {
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

// size is that of an image in pixels; zero when it is not known.
type size struct{ width, height int }

func (l *load) imageSize(f *source.File) size {
	switch strings.ToLower(path.Ext(f.Path)) {
	case ".png", ".jpg", ".jpeg", ".gif":
	default:
		return size{}
	}
	s, _ := l.b.images.Get(f.Sum, func() (size, error) {
		data, err := f.Bytes()
		if err != nil {
			return size{}, err
		}
		c, _, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil { // not an image after all: shown without a size
			return size{}, nil
		}
		return size{c.Width, c.Height}, nil
	})
	return s
}

// info is what every page may show of the site.
func (l *load) info(cfg config.Config, look look, x *site.Index) *site.Info {
	info := &site.Info{
		Title: cfg.Title, Description: cfg.Description, Language: cfg.Language, BaseURL: cfg.BaseURL, Version: cfg.Version,
		Footer: cfg.Footer, Params: map[string]any{}, Assets: map[string]string{},
	}
	for name, value := range look.manifest.Params {
		info.Params[name] = value
	}
	for name, value := range cfg.Params {
		info.Params[name] = value
	}
	for _, a := range look.assets {
		info.Assets[a.Name] = a.Path
	}
	if cfg.Outputs.Feed {
		info.Feed = "feed.xml"
	}
	if cfg.Outputs.Index {
		info.Index = site.PagePath("a-z", cfg.URLs.Style)
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

// quotes adds the text of the line to every diagnostic that has a place but no quote.
func (l *load) quotes() {
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

// finish sorts what was found, without repetitions.
func (l *load) finish() []diag.Diagnostic {
	l.quotes()
	list := slices.Clone(l.found)
	diag.Sort(list)
	return diag.Dedup(list)
}
