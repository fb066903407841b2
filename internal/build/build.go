// Package build composes the stages: it turns an immutable snapshot of a site's inputs into an edition, which is the list of all
// files of the finished site, each with a key that is known before its bytes are rendered.
//
// There is one way to build. The first Load of a Builder finds empty memo tables and later ones find warm tables; nothing else
// differs, and no function here gets a list of changes. So a preview cannot differ from a build.
//
// The package owns the memo tables. It writes no files, serves no requests and reads no clock: the time is an option.
package build

import (
	"context"
	"errors"
	"time"

	"pandect/internal/assets"
	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
	"pandect/internal/source"
)

// Options are the arguments of a build besides its inputs.
type Options struct {
	Drafts  bool      // publish drafts
	Future  bool      // publish pages before their date of publication
	Now     time.Time // the time of the edition
	Jobs    int       // pages compiled at the same time; 0 means one for each processor
	Salt    string    // identifies the program, so that keys of different versions differ
	Preview bool      // scripts and styles have stable names and are not minified
	Verify  bool      // recompute every memo hit and compare; for tests
}

// Builder holds the memo tables of one site. Load may be called repeatedly, but not concurrently.
type Builder struct {
	options Options
	salt    memo.Sum // of Options.Salt

	configs   *memo.Table[result[config.Config]]
	manifests *memo.Table[result[config.Theme]]
	messages  *memo.Table[loadedMessages]
	partials  *memo.Table[parsedPartials]
	themes    *memo.Table[parsedTheme]
	bundles   *memo.Table[result[[]assets.Asset]]
	alone     *memo.Table[standalone]
	included  *memo.Table[scan]
	assembled *memo.Table[compiledFile]
	actives   *memo.Table[string]
	images    *memo.Table[size]
	indexes   *memo.Table[*site.Index]
	plans     *memo.Table[*plan]
	pages     *memo.Table[placedPage]
	orders    *memo.Table[order]
	registers *memo.Table[[]diag.Diagnostic] // problems with the references of all checklists
	searches  *memo.Table[searchFiles]
	analyzers analyzers
}

// result is a value with the diagnostics of computing it. Both are memoised, so that a hit repeats the warnings.
type result[V any] struct {
	value V
	found []diag.Diagnostic
}

// New returns a Builder with empty tables.
func New(o Options) *Builder {
	return &Builder{
		options:   o,
		salt:      memo.OfString(o.Salt),
		configs:   memo.NewTable[result[config.Config]]("config", o.Verify),
		manifests: memo.NewTable[result[config.Theme]]("theme.toml", o.Verify),
		messages:  memo.NewTable[loadedMessages]("messages", o.Verify),
		partials:  memo.NewTable[parsedPartials]("partials", o.Verify),
		themes:    memo.NewTable[parsedTheme]("theme", o.Verify),
		bundles:   memo.NewTable[result[[]assets.Asset]]("assets", o.Verify),
		alone:     memo.NewTable[standalone]("compile", o.Verify),
		included:  memo.NewTable[scan]("include", o.Verify),
		assembled: memo.NewTable[compiledFile]("assemble", o.Verify),
		actives:   memo.NewTable[string]("active", o.Verify),
		images:    memo.NewTable[size]("image", o.Verify),
		indexes:   memo.NewTable[*site.Index]("index", o.Verify),
		plans:     memo.NewTable[*plan]("plan", o.Verify),
		pages:     memo.NewTable[placedPage]("place", o.Verify),
		orders:    memo.NewTable[order]("order", o.Verify),
		registers: memo.NewTable[[]diag.Diagnostic]("register", o.Verify),
		searches:  memo.NewTable[searchFiles]("search", o.Verify),
	}
}

// SetNow sets the time of the following editions.
func (b *Builder) SetNow(now time.Time) { b.options.Now = now }

// Counter has the memo hits and misses of a stage.
type Counter struct {
	Name         string
	Hits, Misses int
}

// Counters returns the counters of all stages since New, in the order of the stages.
func (b *Builder) Counters() []Counter {
	var list []Counter
	for _, t := range b.tables() {
		hits, misses := t.Counters()
		list = append(list, Counter{t.Name(), hits, misses})
	}
	return list
}

type table interface {
	Name() string
	Counters() (hits, misses int)
	Sweep()
}

func (b *Builder) tables() []table {
	return []table{b.configs, b.manifests, b.messages, b.partials, b.themes, b.bundles, b.alone, b.included, b.assembled, b.actives, b.images, b.indexes, b.plans, b.pages, b.orders, b.registers, b.searches}
}

// Load makes the edition of a tree. Problems in the inputs are in the edition's diagnostics; an error means that ctx
// was cancelled.
func (b *Builder) Load(ctx context.Context, tree *source.Tree) (*Edition, error) {
	l := &load{b: b, tree: tree}
	l.report(tree.Diagnostics()...)
	cfg := l.config()
	design := l.design(cfg)
	if err := l.compile(ctx, cfg, design); err != nil {
		return nil, err
	}
	l.checklists()
	edition, err := l.place(ctx, cfg, design)
	if err != nil {
		return nil, err
	}
	l.sweep()
	return edition, nil
}

// sweep evicts memo entries that this load did not use.
func (l *load) sweep() {
	tables := l.b.tables()
	tasks := make([]func(), len(tables))
	for i, t := range tables {
		tasks[i] = t.Sweep
	}
	l.parallel(tasks...)
}

// load is one call of Load.
type load struct {
	b             *Builder
	tree          *source.Tree
	found         []diag.Diagnostic
	docs          []*site.Doc       // published, sorted by path
	words         []*pageWords      // of docs; nil for pages that search leaves out
	hiddenReasons map[string]string // of unpublished pages, as a phrase, by path below content/
	hiddenDocs    []*site.Doc       // the unpublished pages
	until         time.Time

	leftOut map[string]string // like hiddenReasons, of files beside the pages that are left out
}

func (l *load) report(found ...diag.Diagnostic) { l.found = append(l.found, found...) }

// changesAt records a time at which the site changes without an edit.
func (l *load) changesAt(at time.Time) {
	if at.After(l.b.options.Now) && (l.until.IsZero() || at.Before(l.until)) {
		l.until = at
	}
}

// config decodes config.toml. A site without one has the defaults.
func (l *load) config() config.Config {
	const name = "config.toml"
	file := l.tree.File(name)
	if file == nil {
		return config.Default()
	}
	r, _ := l.b.configs.Get(file.Sum, func() (result[config.Config], error) {
		text, found := text(name, file)
		cfg, more := config.Parse(name, text)
		return result[config.Config]{cfg, append(found, more...)}, nil
	})
	l.report(r.found...)
	return r.value
}

// text returns the decoded text of a file, or a diagnostic when it cannot be read.
func text(name string, file *source.File) ([]byte, []diag.Diagnostic) {
	data, err := file.Bytes()
	if err != nil {
		return nil, []diag.Diagnostic{unreadable(err)}
	}
	return source.Decode(name, data)
}

// unreadable returns the error of reading a file as a diagnostic.
func unreadable(err error) diag.Diagnostic {
	var known *source.Error
	if errors.As(err, &known) {
		return known.Diagnostic()
	}
	return diag.Diagnostic{Severity: diag.Error, Code: "unreadable-file", Message: "A file cannot be read: " + err.Error() + "."}
}
