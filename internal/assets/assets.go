// Package assets bundles the scripts and style sheets of a theme, and names these and its static files for publication. Bundle is a
// pure function: it reads nothing from disk, no path of this machine gets into a result, and equal options give equal bytes.
//
// Scripts become classic scripts for ES2019, without modules at run time. Style sheets are checked as strictly as scripts: rules
// that a browser would silently ignore are errors. The package is not for files in the content of a site.
package assets

import (
	"path"
	"slices"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// Folder is the output folder of all assets.
const Folder = "assets"

// File is one file of a theme.
type File struct {
	Path   string // within the theme, for example "scripts/app.ts"
	Data   []byte
	Origin string // where it comes from, for diagnostics
}

// Options say what to bundle and how.
type Options struct {
	Files   []File   `memo:"-"` // the caller has their digests
	Scripts []string // entry points within the theme, .ts or .js
	Styles  []string // entry points within the theme, .css
	Static  string   // folder within the theme whose files are copied; empty for none
	Digest  bool     // put a digest of the content into names, so that browsers can cache a file for ever
	Minify  bool
}

// Sum is the digest of the options without the files.
func (o Options) Sum() memo.Sum { return memo.SumOf("assets.Options", o) }

// Asset is one file of the finished site.
type Asset struct {
	Name      string // logical name that layouts use: "app.js", "main.css", or a path below the static folder
	Path      string // output path, for example "assets/app-5f3a9c21.js"
	MediaType string
	Data      []byte
}

// Bundle returns the assets sorted by name. Assets with errors are missing.
func Bundle(o Options) ([]Asset, []diag.Diagnostic) {
	b := &bundler{options: o, files: make(map[string]File, len(o.Files)), static: map[string]Asset{}, entries: map[string]string{}}
	for _, f := range o.Files {
		b.files[f.Path] = f
	}
	b.addStatic()
	for _, entry := range o.Styles {
		b.build(entry, ".css")
	}
	for _, entry := range o.Scripts {
		b.build(entry, ".js")
	}
	slices.SortFunc(b.assets, func(x, y Asset) int { return strings.Compare(x.Name, y.Name) })
	return b.assets, diag.Dedup(b.found)
}

type bundler struct {
	options Options
	files   map[string]File  // by path within the theme
	static  map[string]Asset // by path within the theme
	entries map[string]string
	assets  []Asset
	found   []diag.Diagnostic
}

// addStatic adds the files of the static folder unchanged.
func (b *bundler) addStatic() {
	if b.options.Static == "" {
		return
	}
	folder := path.Clean(b.options.Static) + "/"
	for _, f := range b.options.Files {
		name, inside := strings.CutPrefix(f.Path, folder)
		if !inside {
			continue
		}
		media := MediaType(name)
		if media == "" {
			b.found = append(b.found, diag.Diagnostic{
				Severity: diag.Error, Code: "asset-type", Place: diag.Place{File: f.Origin},
				Message: "A file with the ending “" + path.Ext(name) + "” cannot be published, because some web servers refuse to serve it.",
				Hint:    "Remove it from the static folder, or use one of " + strings.Join(Extensions(), ", ") + ".",
			})
			continue
		}
		if a, ok := b.add(f.Path, name, media, f.Data); ok {
			b.static[f.Path] = a
		}
	}
}

// add adds the asset that was made of the file source, or reports that its name is taken.
func (b *bundler) add(source, name, media string, data []byte) (Asset, bool) {
	origin := b.origin(source)
	if other, taken := b.entries[name]; taken {
		b.found = append(b.found, diag.Diagnostic{
			Severity: diag.Error, Code: "asset-name", Place: diag.Place{File: origin},
			Message: "Two files of the theme would both be published as “" + name + "”.",
			Hint:    "Rename one of them.",
			Related: []diag.Related{{Place: diag.Place{File: other}, Message: "the other file"}},
		})
		return Asset{}, false
	}
	b.entries[name] = origin
	a := Asset{Name: name, Path: path.Join(Folder, b.finalName(name, data)), MediaType: media, Data: data}
	b.assets = append(b.assets, a)
	return a, true
}

// finalName puts the digest before the ending, if names carry one.
func (b *bundler) finalName(name string, data []byte) string {
	if !b.options.Digest {
		return name
	}
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + memo.Of(data).Short(8) + ext
}

func (b *bundler) origin(file string) string {
	if f, ok := b.files[file]; ok {
		return f.Origin
	}
	return file
}

// mediaTypes are the types of files that every web server knows by default.
var mediaTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".gif":  "image/gif",
	".ico":  "image/x-icon",
	".jpeg": "image/jpeg",
	".jpg":  "image/jpeg",
	".js":   "text/javascript; charset=utf-8",
	".pdf":  "application/pdf",
	".png":  "image/png",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
	".xml":  "application/xml",
}

// MediaType returns the type of a file by its extension, or "" for a type that is not published.
func MediaType(name string) string { return mediaTypes[strings.ToLower(path.Ext(name))] }

// Extensions returns the extensions of files that may be published, sorted.
func Extensions() []string {
	var list []string
	for ext := range mediaTypes {
		list = append(list, ext)
	}
	slices.Sort(list)
	return list
}
