// Package theme turns a placed page into HTML with the layouts and components of a theme.
//
// The templates are ordinary html/template: layouts/base.html is the frame, every other file in layouts/ fills its blocks, and
// components/NAME/*.html define templates for both. A template reads a *site.Page and nothing else. Entries of long lists are
// rendered by partials (see package partial), because a range over the links of a page would cost more than the rest of it; the
// functions for templates call them (see functions).
//
// Every word in a template is a message in the site's language: {{t "search.find"}}.
//
// Parse and Render are pure. A parsed Theme is immutable and safe for concurrent use. The package is not for scripts and styles
// (assets), nor for the text of a page (markdown).
package theme

import (
	"bytes"
	"html/template"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"pandect/internal/buffer"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/message"
	"pandect/internal/partial"
	"pandect/internal/site"
)

// File is one file of a theme.
type File struct {
	Path   string // within the theme, for example "layouts/base.html"
	Data   []byte
	Origin string // where it comes from, for diagnostics
}

// Theme is the parsed templates of a theme. It is immutable.
type Theme struct {
	layouts map[string]*layout
	files   map[string]File // templates by path
	root    string          // folder of the theme, for diagnostics about files that it does not have
	writer  writer
	sum     memo.Sum
}

type layout struct {
	uses   site.Uses
	frame  *template.Template // base.html with the layout's blocks
	broken bool               // it could not be parsed: there is an error about it already
}

const frame = "layouts/base.html"

// Parse parses every layout and every component among files, and ignores other files. layouts has the collections that each layout
// uses. Invalid templates, declared layouts without a file, and unknown messages are errors. partials are those of Partials, and
// the entries of lists.
func Parse(files []File, layouts map[string]site.Uses, partials *partial.Set, messages *message.Table) (*Theme, []diag.Diagnostic) {
	t := &Theme{layouts: map[string]*layout{}, files: map[string]File{}, writer: writer{messageFuncs{messages}, partials}}
	var layoutFiles, shared []File
	for _, f := range files {
		inLayouts, _ := path.Match("layouts/*.html", f.Path)
		inComponent, _ := path.Match("components/*/*.html", f.Path)
		switch {
		case f.Path == frame || inComponent:
			shared = append(shared, f)
		case inLayouts:
			layoutFiles = append(layoutFiles, f)
		default:
			continue
		}
		t.files[f.Path] = f
		t.root = strings.TrimSuffix(f.Origin, f.Path)
	}
	t.sum = digest(slices.Concat(shared, layoutFiles), layouts, partials, messages)

	base, found := t.parseShared(shared)
	broken := len(found) > 0
	blocks := outlineOf(shared...)
	for _, f := range byPath(layoutFiles) {
		name := strings.TrimSuffix(path.Base(f.Path), ".html")
		l, err := t.fill(base, f, broken)
		l.uses = layouts[name]
		t.layouts[name] = l
		switch {
		case err != nil:
			found = append(found, t.syntaxError(err, f))
		case !broken:
			incomplete := t.checkLayout(f, blocks)
			l.broken = len(incomplete) > 0
			found = append(found, incomplete...)
		}
	}
	for _, name := range site.SortedKeys(layouts) {
		if t.layouts[name] == nil {
			file := "layouts/" + name + ".html"
			found = append(found, t.missing(file, "theme.toml declares the layout “"+name+"”, but the theme has no file “"+file+"”.",
				"Add the file, or remove the layout from theme.toml."))
		}
	}
	return t, diag.Dedup(found)
}

// parseShared returns the templates of the frame and of the components, and what is wrong with them.
func (t *Theme) parseShared(shared []File) (base *template.Template, found []diag.Diagnostic) {
	base = template.New(frame).Funcs(functions(t.writer)).Option("missingkey=error")
	for _, f := range byPath(shared) {
		if _, err := define(base, f); err != nil {
			found = append(found, t.syntaxError(err, f))
		}
	}
	found = append(found, t.checkShared(shared)...)
	if len(found) == 0 {
		if err := t.writer.inlineConstants(base); err != nil {
			found = append(found, t.syntaxError(err, File{}))
		}
	}
	if _, ok := t.files[frame]; !ok {
		found = append(found, t.missing(frame, "The theme has no file “"+frame+"”, which is the frame of every page.",
			"Add the file; the one of the default theme is a start."))
	}
	return base, found
}

// fill returns the layout of base with the blocks of f.
func (t *Theme) fill(base *template.Template, f File, broken bool) (*layout, error) {
	if broken { // base.html or a component is broken: parse f alone, so that its own mistakes are reported too
		_, err := define(template.New(frame).Funcs(functions(t.writer)), f)
		return &layout{broken: true}, err
	}
	set, err := base.Clone()
	if err == nil {
		_, err = define(set, f)
	}
	if err == nil {
		err = t.writer.inlineConstants(set)
	}
	if err == nil {
		err = chooseEscapers(set)
	}
	if err != nil {
		return &layout{broken: true}, err
	}
	return &layout{frame: set}, nil
}

// define adds the templates of f to set. The file's own text has the file's path as its name.
func define(set *template.Template, f File) (*template.Template, error) {
	target := set
	if f.Path != set.Name() {
		target = set.New(f.Path)
	}
	return target.Parse(string(f.Data))
}

// chooseEscapers makes html/template choose its escapers now, so that its errors are found when the theme is parsed. It only does so
// when a template is executed, so this executes it for a value that fails at the first field.
func chooseEscapers(set *template.Template) error {
	err := set.Execute(io.Discard, struct{}{})
	if _, rejected := err.(*template.Error); rejected {
		return err
	}
	return nil
}

// Has reports whether the theme has a layout of that name.
func (t *Theme) Has(layout string) bool { return t.layouts[layout] != nil }

// Uses returns the collections that a layout reads.
func (t *Theme) Uses(layout string) site.Uses {
	if l := t.layouts[layout]; l != nil {
		return l.uses
	}
	return site.Uses{}
}

// Equal reports whether two themes render every page alike.
func (t *Theme) Equal(u *Theme) bool {
	return t.writer.Sum() == u.writer.Sum() && t.writer.partials.Sum() == u.writer.partials.Sum() &&
		maps.EqualFunc(t.layouts, u.layouts, func(a, b *layout) bool {
			return a.uses == b.uses && a.broken == b.broken && maps.Equal(a.sources(), b.sources())
		})
}

// sources returns the templates of a layout as text, by name.
func (l *layout) sources() map[string]string {
	list := map[string]string{}
	if l.frame == nil {
		return list
	}
	for _, t := range l.frame.Templates() {
		if t.Tree != nil {
			list[t.Name()] = t.Tree.Root.String()
		}
	}
	return list
}

// Sum is the digest of all layouts and components and of what the layouts use.
func (t *Theme) Sum() memo.Sum { return t.sum }

// Render returns the HTML of a page. It is ASCII in any language, so that it is correct even if a server announces a wrong encoding;
// only inline scripts and styles are copied unchanged. An error in a layout has its position in the template. The bytes come from
// package buffer.
func (t *Theme) Render(p *site.Page) ([]byte, []diag.Diagnostic) {
	l := t.layouts[p.Layout]
	switch {
	case l == nil:
		file := "layouts/" + p.Layout + ".html"
		return nil, []diag.Diagnostic{t.missing(file, "The page “"+p.Title+"” needs the layout “"+p.Layout+"”, but the theme has no file “"+file+"”.",
			"Add the file.")}
	case l.broken:
		return nil, nil
	}
	size := 14 << 10
	if p.Doc != nil {
		size += len(p.Doc.Body.HTML) + 64*len(p.Doc.Body.Holes)
	}
	out := bytes.NewBuffer(buffer.Get(size))
	defer func() { buffer.Put(out.Bytes()) }()
	if err := l.frame.Execute(out, p); err != nil {
		return nil, []diag.Diagnostic{t.execError(err, p)}
	}
	if found := t.checkPage(out.Bytes(), p); len(found) > 0 {
		return nil, found
	}
	if p.Inline != nil {
		return appendSingleFile(buffer.Get(out.Len()+out.Len()/8), out.Bytes(), p), nil
	}
	return appendASCII(buffer.Get(out.Len()+out.Len()/8), out.Bytes()), nil
}

func digest(files []File, layouts map[string]site.Uses, partials *partial.Set, messages *message.Table) memo.Sum {
	h := memo.NewHash("theme.Parse")
	h.Sum(messages.Sum())
	h.Sum(partials.Sum())
	h.Int(len(files))
	for _, f := range byPath(files) {
		h.String(f.Path)
		h.Bytes(f.Data)
		h.String(f.Origin)
	}
	h.Int(len(layouts))
	for _, name := range site.SortedKeys(layouts) {
		uses := layouts[name]
		h.String(name)
		for _, used := range []bool{uses.Children, uses.Backlinks, uses.Related, uses.Recent, uses.Letters, uses.Checklists} {
			h.Bool(used)
		}
	}
	return h.Done()
}

func byPath(files []File) []File {
	return slices.SortedFunc(slices.Values(files), func(a, b File) int { return strings.Compare(a.Path, b.Path) })
}
