package build

import (
	"context"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"

	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/fanout"
	"pandect/internal/markdown"
	"pandect/internal/memo"
	"pandect/internal/prepare"
	"pandect/internal/site"
	"pandect/internal/source"
)

// isPage reports whether a file below content/ becomes a page. A markdown file whose name begins with an underscore is only
// included by others, unless it is the page of its folder.
func isPage(below string) bool {
	return path.Ext(below) == ".md" && (site.IsIndex(below) || !strings.HasPrefix(path.Base(below), "_"))
}

// compile compiles all markdown files in parallel, and separates those that are not published.
func (l *load) compile(ctx context.Context, cfg config.Config, design design) error {
	options := markdown.Options{
		Typographer: cfg.Markdown.Typographer, RawHTML: cfg.Markdown.RawHTML, Admonitions: cfg.Markdown.Admonitions,
		LineNumbers: cfg.Markdown.LineNumbers, LinkSchemes: cfg.Markdown.LinkSchemes, BaseURL: cfg.BaseURL,
		Language: cfg.Language, URLs: cfg.URLs.Style, Taxonomies: taxonomyNames(cfg), Words: cfg.Checklists.Words.In(design.messages),
		Messages: design.messages, Partials: design.partials,
	}
	h := memo.NewHash("compile")
	h.Sum(options.Sum())
	h.Bool(cfg.Outputs.Search)
	h.Bool(cfg.Outputs.Markdown)
	c := &compiler{load: l, markdown: markdown.New(options), key: h.Done(), search: cfg.Outputs.Search, language: cfg.Language, futureDate: cfg.FrontMatter.FutureDate, plaintext: cfg.Outputs.Markdown, names: map[string][]string{}, taxonomies: options.Taxonomies}

	var pages []*source.File
	c.readmes = readmes(l.tree)
	for _, f := range l.tree.Under("content") {
		below := strings.TrimPrefix(f.Path, "content/")
		if path.Ext(below) == ".md" {
			name := strings.ToLower(path.Base(below))
			c.names[name] = append(c.names[name], below)
		}
		if isPage(below) {
			pages = append(pages, f)
		}
	}
	results := make([]compiledFile, len(pages))
	if err := l.each(ctx, len(pages), func(i int) { results[i] = c.compile(pages[i]) }); err != nil {
		return err
	}
	l.hiddenReasons = map[string]string{}
	for _, r := range results {
		if r.doc == nil {
			l.report(r.found...)
			continue
		}
		l.changesAt(r.doc.Meta.Publish)
		l.changesAt(r.doc.Meta.Expires)
		if c.futureDate != config.PublishFutureDate {
			l.changesAt(r.doc.Meta.Date)
		}
		if reason := c.hiddenReason(r.doc.Path, &r.doc.Meta); reason != "" {
			l.hiddenReasons[r.doc.Path] = reason
			l.hiddenDocs = append(l.hiddenDocs, r.doc)
			continue
		}
		l.report(r.found...)
		c.askAboutDate(r.doc)
		l.docs = append(l.docs, r.doc)
		l.words = append(l.words, r.words)
	}
	return nil
}

// readmes returns the files named README.md that are the page of their folder, as on GitHub: where there is no index. They are the
// first of that name in the folder, by path below content/.
func readmes(tree *source.Tree) map[string]bool {
	of, found := map[string]string{}, map[string]bool{}
	indexed := map[string]bool{}
	for _, f := range tree.Under("content") {
		below := strings.TrimPrefix(f.Path, "content/")
		switch dir := path.Dir(below); {
		case path.Ext(below) == ".md" && site.IsIndex(below):
			indexed[dir] = true
		case path.Ext(below) == ".md" && site.IsReadme(below) && of[dir] == "":
			of[dir] = below
		}
	}
	for dir, below := range of {
		if !indexed[dir] {
			found[below] = true
		}
	}
	return found
}

func taxonomyNames(cfg config.Config) []string {
	names := make([]string, len(cfg.Taxonomies))
	for i, t := range cfg.Taxonomies {
		names[i] = t.Name
	}
	return names
}

// each calls work for 0 to n-1 on as many goroutines as Options.Jobs says.
func (l *load) each(ctx context.Context, n int, work func(i int)) error {
	return fanout.Each(ctx, l.b.options.Jobs, n, work)
}

// parallel calls all tasks on as many goroutines as Options.Jobs says.
func (l *load) parallel(tasks ...func()) {
	_ = l.each(context.Background(), len(tasks), func(i int) { tasks[i]() }) // not cancellable, because it is short
}

// hiddenReason returns why a page is not published at the time of the edition, as a phrase, or "".
func (c *compiler) hiddenReason(below string, m *site.Meta) string {
	o := &c.load.b.options
	switch {
	case m.Draft && !o.Drafts:
		return "it is a draft"
	case strings.Contains("/"+below, "/_drafts/") && !o.Drafts: // Jekyll
		return "it lies in a folder of drafts"
	case c.futureDate == config.HoldFutureDate && m.Date.After(o.Now) && !o.Future:
		return "its date is " + formatDay(m.Date)
	case m.Publish.After(o.Now) && !o.Future:
		return "it is to be published on " + formatDay(m.Publish)
	case !m.Expires.IsZero() && !o.Now.Before(m.Expires):
		return "it expired on " + formatDay(m.Expires)
	}
	return ""
}

// askAboutDate warns of a date that lies ahead, by which some programs hold a page back.
func (c *compiler) askAboutDate(d *site.Doc) {
	o, m := &c.load.b.options, &d.Meta
	if c.futureDate != config.AskAboutFutureDate || !m.Date.After(o.Now) || o.Future || !m.Publish.IsZero() {
		return
	}
	c.load.report(diag.Diagnostic{
		Severity: diag.Warning, Code: "future-date", Place: diag.Place{File: "content/" + d.Path, Line: d.Spots.Date.Line, Column: d.Spots.Date.Column},
		Message: fmt.Sprintf("The date of this page is %s, and it is published now; Hugo and Jekyll would hold it back until then.", formatDay(m.Date)),
		Hint:    "To hold it back, write “publish” in the place of “date”. For all pages, write future_date = \"hold\" or \"publish\" under [front_matter] in config.toml.",
	})
}

// compiler compiles the pages of one load. It is safe for concurrent use.
type compiler struct {
	load       *load
	markdown   *markdown.Compiler
	key        memo.Sum            // of the options
	readmes    map[string]bool     // paths of files that are the page of their folder for want of another
	names      map[string][]string // lower-case name of a markdown file to its paths below content/
	taxonomies []string
	search     bool // the site has search
	language   string
	futureDate config.FutureDate
	plaintext  bool // pages are also published as markdown
}

// compiledFile is the result of compiling a file: a Doc, and its text for search.
type compiledFile struct {
	doc   *site.Doc
	words *pageWords // nil when search leaves the page out
	found []diag.Diagnostic
}

// Equal compares the text for search by its digest.
func (c compiledFile) Equal(d compiledFile) bool {
	return reflect.DeepEqual(c.doc, d.doc) && reflect.DeepEqual(c.found, d.found) &&
		(c.words == nil) == (d.words == nil) && (c.words == nil || c.words.sum == d.words.sum)
}

// standalone is the result of compiling a file without any other.
type standalone struct {
	compiledFile
	targets []string // what it includes, as written; then it has no Doc yet
}

// Equal also compares the targets.
func (a standalone) Equal(b standalone) bool {
	return a.compiledFile.Equal(b.compiledFile) && slices.Equal(a.targets, b.targets)
}

func (c *compiler) compile(file *source.File) compiledFile {
	below := strings.TrimPrefix(file.Path, "content/")
	key := memo.Join(c.key, file.Key)
	if c.readmes[below] {
		key = memo.Join(key, memo.OfString("readme"))
	}
	a, _ := c.load.b.alone.Get(key, func() (standalone, error) {
		text, found := text(file.Path, file)
		if text == nil && len(found) > 0 {
			return standalone{compiledFile: compiledFile{found: found}}, nil
		}
		if targets := prepare.Includes(text); len(targets) > 0 {
			return standalone{targets: targets}, nil
		}
		return standalone{compiledFile: c.doc(markdown.Source{Path: below, Readme: c.readmes[below], Text: text}, found)}, nil
	})
	if len(a.targets) > 0 {
		return c.assemble(file, a.targets)
	}
	return a.compiledFile
}

func (c *compiler) doc(in markdown.Source, found []diag.Diagnostic) compiledFile {
	doc, more := c.markdown.Compile(in)
	words := c.words(doc)
	doc.Sections = nil // not needed any more, and a quarter of the memory
	if !c.plaintext {
		doc.Plain = nil // not needed, and it refers to the text of the file
	}
	return compiledFile{doc, words, append(found, more...)}
}

// assemble compiles a file with everything that it includes.
func (c *compiler) assemble(file *source.File, targets []string) compiledFile {
	below := strings.TrimPrefix(file.Path, "content/")
	includes, order := c.includes(below, targets)
	h := memo.NewHash("markdown.Compile")
	h.Sum(c.key)
	h.Sum(file.Key)
	h.Bool(c.readmes[below])
	for _, key := range order {
		h.String(key.From)
		h.String(key.Written)
		if in, ok := includes[key]; ok {
			h.String(in.path)
			h.Bool(in.hidden)
			h.Sum(in.file.Sum)
		}
	}
	r, _ := c.load.b.assembled.Get(h.Done(), func() (compiledFile, error) {
		text, found := text(file.Path, file)
		in := markdown.Source{Path: below, Readme: c.readmes[below], Text: text, Includes: map[prepare.IncludeRef]prepare.Included{}}
		for _, key := range order {
			if i, ok := includes[key]; ok {
				included, more := i.read()
				in.Includes[key] = included
				found = append(found, more...)
			}
		}
		return c.doc(in, found), nil
	})
	return r
}

// scan is the part of an included file that concerns the files which include it.
type scan struct {
	targets []string   // what it includes itself, as written
	meta    *site.Meta // nil for a file that is not markdown
}

// include is a resolved include.
type include struct {
	path   string // below content/
	hidden bool
	file   *source.File
}

// read returns the included text. Problems with its encoding are reported here only if the file is not compiled as a page, which
// reports them too.
func (i *include) read() (prepare.Included, []diag.Diagnostic) {
	if i.hidden {
		return prepare.Included{Path: i.path, Hidden: true}, nil
	}
	text, found := text(i.file.Path, i.file)
	if isPage(i.path) {
		found = nil
	}
	return prepare.Included{Path: i.path, Text: text}, found
}

// includes returns everything that a file with the given targets includes, directly or through others, and all references in
// order, also those that cannot be resolved.
func (c *compiler) includes(below string, targets []string) (map[prepare.IncludeRef]*include, []prepare.IncludeRef) {
	found := map[prepare.IncludeRef]*include{}
	var order []prepare.IncludeRef
	seen := map[prepare.IncludeRef]bool{}
	var visit func(from string, targets []string)
	visit = func(from string, targets []string) {
		for _, written := range targets {
			key := prepare.IncludeRef{From: from, Written: written}
			if seen[key] {
				continue
			}
			seen[key] = true
			order = append(order, key)
			to := c.resolve(from, written)
			if to == nil {
				continue
			}
			below := strings.TrimPrefix(to.Path, "content/")
			scanned := c.scan(to)
			in := &include{path: below, file: to, hidden: c.isHidden(below, scanned.meta)}
			found[key] = in
			if !in.hidden {
				visit(below, scanned.targets)
			}
		}
	}
	visit(below, targets)
	return found, order
}

// isHidden reports whether an included file must not be published. When that changes is recorded as the file is compiled as a
// page, so a file that is not a page cannot be scheduled.
func (c *compiler) isHidden(below string, m *site.Meta) bool {
	return m != nil && c.hiddenReason(below, m) != ""
}

// scan reads what an included file includes, and its front matter.
func (c *compiler) scan(file *source.File) scan {
	s, _ := c.load.b.included.Get(memo.Join(c.key, file.Key), func() (scan, error) {
		text, _ := text(file.Path, file)
		s := scan{}
		if path.Ext(file.Path) == ".md" {
			s.targets = prepare.Includes(text)
			front, _ := config.FrontMatter(file.Path, text, config.Options{Taxonomies: c.taxonomies})
			s.meta = &front.Meta
		}
		return s, nil
	})
	return s
}

// resolve finds the file that an include names: relative to the including file, below content/, or by its base name if that is
// unique.
func (c *compiler) resolve(from, written string) *source.File {
	candidates := prepare.Candidates(from, written)
	for _, below := range candidates {
		for _, ending := range []string{"", ".md"} {
			if f := c.load.tree.File("content/" + below + ending); f != nil {
				return f
			}
		}
	}
	name := strings.TrimPrefix(written, "/")
	last := strings.ToLower(path.Base(name))
	if path.Ext(last) != ".md" {
		last += ".md"
	}
	if same := c.names[last]; len(same) == 1 && len(candidates) > 0 && !strings.Contains(name, "/") {
		return c.load.tree.File("content/" + same[0])
	}
	return nil
}

// formatDay formats a day for messages.
func formatDay(t time.Time) string { return t.Format("2 January 2006") }
