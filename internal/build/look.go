package build

import (
	"fmt"
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

// look is a site's theme, ready for use.
type look struct {
	theme    *theme.Theme
	manifest config.Theme
	assets   []assets.Asset
	messages *message.Table
	partials *partial.Set

	inline    map[string][]byte // scripts and style sheets by logical name
	inlineSum memo.Sum          // digest of what they are made of
}

// parsed is the templates of a theme, and what is wrong with them.
type parsed struct {
	theme *theme.Theme
	found []diag.Diagnostic
}

// Equal reports whether the templates show the same.
func (p parsed) Equal(q parsed) bool {
	return p.theme.Equal(q.theme) && reflect.DeepEqual(p.found, q.found)
}

// look parses the theme that cfg names and bundles its scripts and styles.
func (l *load) look(cfg config.Config) look {
	dir := "themes/" + cfg.Theme
	files := l.tree.Under(dir)
	if len(files) == 0 {
		l.report(diag.Diagnostic{
			Severity: diag.Error, Code: "unknown-theme", Place: diag.Place{File: "config.toml"},
			Message: fmt.Sprintf("There is no theme named %q.", cfg.Theme),
			Hint:    "Use the theme that comes with Pandect, theme = \"counsel\", or put yours into the folder " + dir + ".",
		})
		dir = "themes/" + config.Default().Theme
		files = l.tree.Under(dir)
	}
	name := dir + "/theme.toml"
	manifested, layouts, others := memo.NewHash("theme.toml"), memo.NewHash("layouts"), memo.NewHash("assets")
	var templates, rest []*source.File
	for _, f := range files {
		if isMessages(f.Path) || isPartial(f.Path) {
			continue
		}
		h, list := others, &rest
		if strings.HasSuffix(f.Path, ".html") {
			h, list = layouts, &templates
		}
		h.Sum(f.Key)
		*list = append(*list, f)
	}
	file := l.tree.File(name)
	manifested.String(name)
	if file != nil {
		manifested.Sum(file.Key)
	}
	key := manifested.Done()

	out := look{messages: l.messages(cfg)}
	out.partials = l.partials(cfg, out.messages)
	manifest, _ := l.b.manifests.Get(key, func() (result[config.Theme], error) {
		if file == nil {
			return result[config.Theme]{found: []diag.Diagnostic{{
				Severity: diag.Error, Code: "missing-theme-file", Place: diag.Place{File: name},
				Message: "The theme has no file theme.toml.", Hint: "Add one that names its layouts, scripts and styles.",
			}}}, nil
		}
		text, found := text(name, file)
		value, more := config.ParseTheme(name, text)
		return result[config.Theme]{value, append(found, more...)}, nil
	})
	l.report(manifest.found...)
	out.manifest = manifest.value

	layouts.Sum(key)
	layouts.Sum(out.messages.Sum())
	layouts.Sum(out.partials.Sum())
	templated, _ := l.b.themes.Get(layouts.Done(), func() (parsed, error) {
		var list []theme.File
		found := eachFile(templates, dir, func(path, origin string, data []byte) {
			list = append(list, theme.File{Path: path, Data: data, Origin: origin})
		})
		uses := map[string]site.Uses{}
		for name, layout := range out.manifest.Layouts {
			uses[name] = layout.Uses
		}
		value, more := theme.Parse(list, uses, out.partials, out.messages)
		return parsed{value, append(found, more...)}, nil
	})
	l.report(templated.found...)
	out.theme = templated.theme

	others.Sum(out.messages.Sum())
	options := assets.Options{
		Scripts: out.manifest.Scripts, Styles: out.manifest.Styles, Static: out.manifest.Static, Digest: !l.b.options.Preview, Minify: !l.b.options.Preview,
	}
	others.Sum(options.Sum())
	out.inlineSum = others.Done()
	bundle, _ := l.b.bundles.Get(out.inlineSum, func() (result[[]assets.Asset], error) {
		with := options
		found := eachFile(rest, dir, func(path, origin string, data []byte) {
			if path == messageModule {
				data = message.Module(out.messages)
			}
			with.Files = append(with.Files, assets.File{Path: path, Data: data, Origin: origin})
		})
		value, more := assets.Bundle(with)
		return result[[]assets.Asset]{value, append(found, more...)}, nil
	})
	l.report(bundle.found...)
	out.assets = bundle.value
	out.inline = make(map[string][]byte, len(out.assets))
	for _, a := range out.assets {
		if strings.HasPrefix(a.MediaType, "text/css") || strings.HasPrefix(a.MediaType, "text/javascript") {
			out.inline[a.Name] = a.Data
		}
	}
	return out
}

// messageModule is the file of a theme from which its scripts take their words. A build puts the messages of the site's
// language into its place.
const messageModule = "scripts/messages.ts"

// eachFile visits the files of a theme by their path within it.
func eachFile(files []*source.File, dir string, visit func(path, origin string, data []byte)) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, f := range files {
		data, err := f.Bytes()
		if err != nil {
			found = append(found, unreadable(err))
			continue
		}
		visit(strings.TrimPrefix(f.Path, dir+"/"), f.Path, data)
	}
	return found
}
