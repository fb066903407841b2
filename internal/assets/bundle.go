package assets

import (
	"path"
	"strings"
	"unicode/utf8"

	"github.com/evanw/esbuild/pkg/api"

	"pandect/internal/diag"
)

// namespace is the esbuild namespace for paths within the theme, which keeps esbuild from reading the disk.
const namespace = "theme"

// build bundles one entry point into one file with the given ending.
func (b *bundler) build(entry, ext string) {
	entry = path.Clean(entry)
	if _, ok := b.files[entry]; !ok {
		b.found = append(b.found, diag.Diagnostic{
			Severity: diag.Error, Code: "asset-missing", Place: diag.Place{File: entry},
			Message: "theme.toml names the file “" + entry + "”, but the theme has no such file.",
			Hint:    "Add the file, or remove its name from theme.toml.",
		})
		return
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{entry},
		Bundle:      true,
		Outdir:      "out", // nothing is written; results are told apart by their extensions
		Plugins:     []api.Plugin{{Name: namespace, Setup: b.setup}},
		Format:      api.FormatIIFE,
		Target:      api.ES2019,
		Engines: []api.Engine{
			{Name: api.EngineChrome, Version: "100"},
			{Name: api.EngineFirefox, Version: "115"},
			{Name: api.EngineSafari, Version: "15.4"},
		},
		Charset:           api.CharsetASCII,
		LegalComments:     api.LegalCommentsNone,
		Sourcemap:         api.SourceMapNone,
		MinifyWhitespace:  b.options.Minify,
		MinifyIdentifiers: b.options.Minify,
		MinifySyntax:      b.options.Minify,
		TsconfigRaw:       "{}", // so that none is read from disk
		LogLevel:          api.LogLevelSilent,
	})
	// Warnings count as errors, because for broken CSS esbuild only warns, and a browser would ignore the rule.
	for _, m := range append(result.Errors, result.Warnings...) {
		b.found = append(b.found, b.diagnostic(entry, m))
	}
	for _, out := range result.OutputFiles {
		if strings.HasSuffix(out.Path, ext) {
			name := strings.TrimSuffix(path.Base(entry), path.Ext(entry)) + ext
			b.add(entry, name, MediaType(ext), out.Contents)
		}
	}
}

// setup makes esbuild read the theme's files from memory, and nothing else.
func (b *bundler) setup(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `.*`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
		if a.Kind == api.ResolveEntryPoint {
			return api.OnResolveResult{Path: path.Clean(strings.ReplaceAll(a.Path, `\`, "/")), Namespace: namespace}, nil
		}
		return b.resolve(a), nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: namespace}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
		text := string(b.files[a.Path].Data)
		return api.OnLoadResult{Contents: &text, Loader: loaders[path.Ext(a.Path)]}, nil
	})
}

var loaders = map[string]api.Loader{".ts": api.LoaderTS, ".js": api.LoaderJS, ".css": api.LoaderCSS, ".json": api.LoaderJSON}

// resolve finds the file that an import or a url() refers to.
func (b *bundler) resolve(a api.OnResolveArgs) api.OnResolveResult {
	refuse := func(text string) api.OnResolveResult {
		return api.OnResolveResult{Errors: []api.Message{{Text: text}}}
	}
	isURL := a.Kind == api.ResolveCSSURLToken
	switch {
	case isURL && strings.HasPrefix(a.Path, "#"):
		return api.OnResolveResult{Path: a.Path, External: true}
	case strings.HasPrefix(a.Path, "data:"):
		return refuse("“data:” is refused by the security policy of many hosts. Put the file into the static folder.")
	case strings.Contains(a.Path, "://"), strings.HasPrefix(a.Path, "//"):
		return refuse("“" + a.Path + "” is on another host, which a site must not need. Put the file into the theme.")
	case !isURL && !strings.HasPrefix(a.Path, "./") && !strings.HasPrefix(a.Path, "../"):
		return refuse("“" + a.Path + "” is not a file of the theme. Begin the path with “./” or “../”.")
	}
	target := path.Join(path.Dir(a.Importer), a.Path)
	if target == ".." || strings.HasPrefix(target, "../") || path.IsAbs(a.Path) {
		return refuse("“" + a.Path + "” leaves the theme. Copy the file into the theme.")
	}
	if isURL {
		return b.resolveURL(a, target)
	}
	for _, candidate := range []string{target, target + ".ts", target + ".js"} {
		if _, ok := b.files[candidate]; ok && loaders[path.Ext(candidate)] != api.LoaderNone {
			if path.Ext(candidate) == ".css" && path.Ext(a.Importer) != ".css" {
				return refuse("A script cannot bring the style sheet “" + a.Path + "” with it. Import it in a style sheet, or name it in theme.toml.")
			}
			return api.OnResolveResult{Path: candidate, Namespace: namespace}
		}
	}
	return refuse("The theme has no file “" + target + "”. Correct the path, or add the file.")
}

// resolveURL returns the address of a static file relative to the bundled style sheet.
func (b *bundler) resolveURL(a api.OnResolveArgs, target string) api.OnResolveResult {
	asset, ok := b.static[target]
	if !ok {
		return api.OnResolveResult{Errors: []api.Message{{
			Text: "The static folder of the theme has no file for “" + a.Path + "”. Correct the path, or add the file.",
		}}}
	}
	return api.OnResolveResult{Path: "./" + strings.TrimPrefix(asset.Path, Folder+"/"), External: true}
}

// diagnostic turns a message of esbuild into one of ours.
func (b *bundler) diagnostic(entry string, m api.Message) diag.Diagnostic {
	d := diag.Diagnostic{
		Severity: diag.Error, Code: "asset-syntax", Place: diag.Place{File: b.origin(entry)},
		Message: strings.TrimSuffix(m.Text, ".") + ".",
		Hint:    "Correct the file; nothing is published until it can be read.",
	}
	if m.PluginName != "" { // messages of resolve are two sentences: what is wrong, and what to do
		d.Code = "asset-import"
		d.Message, d.Hint, _ = cutSentence(d.Message)
	}
	if l := m.Location; l != nil {
		d.Place = b.place(l)
		d.Quote = l.LineText
		if l.Suggestion != "" {
			d.Hint = "Try “" + l.Suggestion + "”."
		}
	}
	for _, note := range m.Notes {
		if note.Location != nil {
			d.Related = append(d.Related, diag.Related{Place: b.place(note.Location), Message: note.Text})
		}
	}
	return d
}

// place converts a location of esbuild, whose columns and lengths are in bytes, with columns from 0.
func (b *bundler) place(l *api.Location) diag.Place {
	p := diag.Place{File: b.origin(strings.TrimPrefix(l.File, namespace+":")), Line: l.Line}
	if l.Column <= len(l.LineText) {
		end := min(l.Column+l.Length, len(l.LineText))
		p.Column = utf8.RuneCountInString(l.LineText[:l.Column]) + 1
		p.Length = utf8.RuneCountInString(l.LineText[l.Column:end])
	}
	return p
}

// cutSentence splits two sentences.
func cutSentence(s string) (first, second string, ok bool) {
	first, second, ok = strings.Cut(s, ". ")
	if ok {
		first += "."
	}
	return first, second, ok
}
