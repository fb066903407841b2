package build

import (
	"fmt"
	"path"
	"reflect"
	"strings"

	"pandect/internal/assets"
	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/message"
	"pandect/internal/partial"
	"pandect/internal/site"
	"pandect/internal/source"
	"pandect/internal/theme"
)

// design is a site's theme with its assets, messages and partials.
type design struct {
	theme    *theme.Theme
	manifest config.Theme
	assets   []assets.Asset
	messages *message.Table
	partials *partial.Set

	inline    map[string][]byte // scripts and style sheets by logical name, for pages that are one file
	inlineSum memo.Sum          // digest of their inputs
}

// parsedTheme is the templates of a theme, with diagnostics.
type parsedTheme struct {
	theme *theme.Theme
	found []diag.Diagnostic
}

// Equal compares the templates by their text.
func (p parsedTheme) Equal(q parsedTheme) bool {
	return p.theme.Equal(q.theme) && reflect.DeepEqual(p.found, q.found)
}

// designer loads the design of a site.
type designer struct {
	b    *Builder
	tree *source.Tree
	cfg  config.Config
	design
	found []diag.Diagnostic
}

func (d *designer) report(found ...diag.Diagnostic) { d.found = append(d.found, found...) }

// design parses the theme that cfg names and bundles its scripts and styles.
func (l *load) design(cfg config.Config) design {
	d := &designer{b: l.b, tree: l.tree, cfg: cfg}
	d.make()
	l.report(diag.Concerning(diag.ConcernTheme, d.found)...)
	return d.design
}

func (d *designer) make() {
	dir, files := d.themeFiles(d.cfg.Theme)
	var templates, others []*source.File
	for _, f := range files {
		switch {
		case isMessages(f.Path), isPartial(f.Path):
		case strings.HasSuffix(f.Path, ".html"):
			templates = append(templates, f)
		default:
			others = append(others, f)
		}
	}
	d.readMessagesAndPartials()
	d.checkWords()
	d.manifest = d.readManifest(dir + "/theme.toml")
	d.theme = d.parseTemplates(dir, templates)
	d.bundle(dir, others)
}

// readMessagesAndPartials reads the messages before the partials, which contain some.
func (d *designer) readMessagesAndPartials() {
	d.messages = d.readMessages()
	d.partials = d.parsePartials()
}

// themeFiles returns the folder of a theme and its files; those of the default theme if there is none of that name.
func (d *designer) themeFiles(name string) (dir string, files []*source.File) {
	dir = "themes/" + name
	if files = d.tree.Under(dir); len(files) > 0 {
		return dir, files
	}
	d.report(diag.Diagnostic{
		Severity: diag.Error, Code: "unknown-theme", Place: diag.Place{File: "config.toml"}, Concerns: diag.ConcernConfiguration,
		Message: fmt.Sprintf("There is no theme named %q.", name),
		Hint:    "Use the theme that comes with Pandect, theme = \"counsel\", or put yours into the folder " + dir + ".",
	})
	dir = "themes/" + config.Default().Theme
	return dir, d.tree.Under(dir)
}

// readManifest reads the theme.toml of a theme.
func (d *designer) readManifest(name string) config.Theme {
	file := d.tree.File(name)
	if file == nil {
		d.report(diag.Diagnostic{
			Severity: diag.Error, Code: "missing-theme-file", Place: diag.Place{File: name}, Concerns: diag.ConcernConfiguration,
			Message: "The theme has no file theme.toml.", Hint: "Add one that names its layouts, scripts and styles.",
		})
		return config.Theme{}
	}
	r, _ := d.b.manifests.Get(file.Key, func() (result[config.Theme], error) {
		text, found := text(name, file)
		value, more := config.ParseTheme(name, text)
		return result[config.Theme]{value, append(found, more...)}, nil
	})
	d.report(r.found...)
	return r.value
}

// parseTemplates parses the layouts and components of a theme.
func (d *designer) parseTemplates(dir string, files []*source.File) *theme.Theme {
	h := memo.NewHash("theme.Parse")
	h.Sum(d.manifest.Sum())
	h.Sum(d.messages.Sum())
	h.Sum(d.partials.Sum())
	r, _ := d.b.themes.Get(keyOf(h, files), func() (parsedTheme, error) {
		var list []theme.File
		found := eachFile(files, dir, func(path, origin string, data []byte) {
			list = append(list, theme.File{Path: path, Data: data, Origin: origin})
		})
		uses := map[string]site.Uses{}
		for name, layout := range d.manifest.Layouts {
			uses[name] = layout.Uses
		}
		value, more := theme.Parse(list, uses, d.partials, d.messages)
		return parsedTheme{value, append(found, more...)}, nil
	})
	d.report(r.found...)
	return r.theme
}

// bundle bundles the scripts and style sheets of a theme, and adds its static files.
func (d *designer) bundle(dir string, files []*source.File) {
	options := assets.Options{
		Scripts: d.manifest.Scripts, Styles: d.manifest.Styles, Static: d.manifest.Static, Digest: !d.b.options.Preview, Minify: !d.b.options.Preview,
	}
	h := memo.NewHash("assets.Bundle")
	h.Sum(options.Sum())
	h.Sum(d.messages.Sum())
	d.inlineSum = keyOf(h, files)
	r, _ := d.b.bundles.Get(d.inlineSum, func() (result[[]assets.Asset], error) {
		with := options
		found := eachFile(files, dir, func(path, origin string, data []byte) {
			switch path {
			case messageModule:
				data = message.Module(d.messages)
			case messageStyles:
				data = message.Styles(d.messages)
			}
			with.Files = append(with.Files, assets.File{Path: path, Data: data, Origin: origin})
		})
		value, more := assets.Bundle(with)
		return result[[]assets.Asset]{value, append(found, more...)}, nil
	})
	d.report(r.found...)
	d.assets, d.inline = r.value, make(map[string][]byte, len(r.value))
	for _, a := range d.assets {
		if strings.HasPrefix(a.MediaType, "text/css") || strings.HasPrefix(a.MediaType, "text/javascript") {
			d.inline[a.Name] = a.Data
		}
	}
}

// keyOf adds files to a hash and returns its digest.
func keyOf(h *memo.Hash, files []*source.File) memo.Sum {
	h.Int(len(files))
	for _, f := range files {
		h.Sum(f.Key)
	}
	return h.Done()
}

// messageModule and messageStyles are the files of a theme from which its scripts and style sheets import messages. A build
// replaces them by the messages in the site's language.
const (
	messageModule = "scripts/messages.ts"
	messageStyles = "styles/messages.css"
)

// eachFile visits the files of a theme with their path within it.
func eachFile(files []*source.File, dir string, visit func(name, origin string, data []byte)) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, f := range files {
		data, err := f.Bytes()
		if err != nil {
			found = append(found, unreadable(err))
			continue
		}
		if path.Ext(f.Path) == ".html" { // a template, in any encoding
			var more []diag.Diagnostic
			if data, more = source.Decode(f.Path, data); data == nil && len(more) > 0 {
				found = append(found, more...)
				continue
			}
			found = append(found, more...)
		}
		visit(strings.TrimPrefix(f.Path, dir+"/"), f.Path, data)
	}
	return found
}
