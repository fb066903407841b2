package build

import (
	"fmt"
	"strings"

	"pandect/internal/assets"
	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
	"pandect/internal/source"
	"pandect/internal/theme"
)

// look is a site's theme, ready for use.
type look struct {
	theme    *theme.Theme
	manifest config.Theme
	assets   []assets.Asset
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
	h := memo.NewHash("theme")
	for _, f := range files {
		h.String(f.Path)
		h.Sum(f.Sum)
	}
	key := h.Done()

	var out look
	name := dir + "/theme.toml"
	manifest, _ := l.b.manifests.Get(key, func() (result[config.Theme], error) {
		file := l.tree.File(name)
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

	parsed, _ := l.b.themes.Get(key, func() (result[*theme.Theme], error) {
		var list []theme.File
		found := eachFile(files, dir, func(path, origin string, data []byte) {
			if strings.HasSuffix(path, ".html") {
				list = append(list, theme.File{Path: path, Data: data, Origin: origin})
			}
		})
		layouts := map[string]site.Uses{}
		for name, layout := range out.manifest.Layouts {
			layouts[name] = layout.Uses
		}
		value, more := theme.Parse(list, layouts)
		return result[*theme.Theme]{value, append(found, more...)}, nil
	})
	l.report(parsed.found...)
	out.theme = parsed.value

	h = memo.NewHash("assets")
	h.Sum(key)
	h.Bool(l.b.options.Preview)
	bundle, _ := l.b.bundles.Get(h.Done(), func() (result[[]assets.Asset], error) {
		var list []assets.File
		found := eachFile(files, dir, func(path, origin string, data []byte) {
			list = append(list, assets.File{Path: path, Data: data, Origin: origin})
		})
		value, more := assets.Bundle(assets.Options{
			Files: list, Scripts: out.manifest.Scripts, Styles: out.manifest.Styles, Static: out.manifest.Static,
			Digest: !l.b.options.Preview, Minify: !l.b.options.Preview,
		})
		return result[[]assets.Asset]{value, append(found, more...)}, nil
	})
	l.report(bundle.found...)
	out.assets = bundle.value
	return out
}

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
