// Package build composes the stages: it turns an immutable snapshot of a site's inputs into an edition, which is the
// list of all files of the finished site with a key for each, known before any bytes are made.
//
// There is one way to build. The first Load of a Builder finds empty memo tables, a later one finds warm ones, and that
// is the only difference: no function here takes "what changed" as a reason to do something else. So a preview cannot
// differ from a build.
//
// The package owns the memo tables. It writes no file, serves no request and reads no
// clock: "now" is an option.
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

// Options are the arguments of a build beside its inputs.
type Options struct {
	Drafts  bool      // show drafts
	Future  bool      // show pages before their hour of publication
	Now     time.Time // the time of the edition
	Jobs    int       // pages compiled at the same time; 0 means one for each processor
	Salt    string    // names the program, so that keys of different versions differ
	Preview bool      // stable names for scripts and styles, and nothing made smaller
	Verify  bool      // compute every memoised result again and compare; for tests
}

// Builder holds the memo tables of one site. Load may be called again and again, but not at the same time.
type Builder struct {
	options Options
	salt    memo.Sum // of Options.Salt

	configs   *memo.Table[result[config.Config]]
	manifests *memo.Table[result[config.Theme]]
	messages  *memo.Table[said]
	partials  *memo.Table[partials]
	themes    *memo.Table[parsed]
	bundles   *memo.Table[result[[]assets.Asset]]
	alone     *memo.Table[alone]
	included  *memo.Table[scan]
	assembled *memo.Table[compiled]
	images    *memo.Table[size]
	indexes   *memo.Table[*site.Index]
	plans     *memo.Table[*plan]
	pages     *memo.Table[placed]
	orders    *memo.Table[order]
	registers *memo.Table[[]diag.Diagnostic] // what is wrong with the references of all checklists
	searches  *memo.Table[searchFiles]
	analyzers analyzers
}

// result is what a stage returns: a value, and what it found. Both are remembered, so that a warning survives a hit.
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
		messages:  memo.NewTable[said]("messages", o.Verify),
		partials:  memo.NewTable[partials]("partials", o.Verify),
		themes:    memo.NewTable[parsed]("theme", o.Verify),
		bundles:   memo.NewTable[result[[]assets.Asset]]("assets", o.Verify),
		alone:     memo.NewTable[alone]("compile", o.Verify),
		included:  memo.NewTable[scan]("include", o.Verify),
		assembled: memo.NewTable[compiled]("assemble", o.Verify),
		images:    memo.NewTable[size]("image", o.Verify),
		indexes:   memo.NewTable[*site.Index]("index", o.Verify),
		plans:     memo.NewTable[*plan]("plan", o.Verify),
		pages:     memo.NewTable[placed]("place", o.Verify),
		orders:    memo.NewTable[order]("order", o.Verify),
		registers: memo.NewTable[[]diag.Diagnostic]("register", o.Verify),
		searches:  memo.NewTable[searchFiles]("search", o.Verify),
	}
}

// SetNow sets the time of the editions that follow.
func (b *Builder) SetNow(now time.Time) { b.options.Now = now }

// Counter tells how often a stage was asked and how often it had to work.
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
	return []table{b.configs, b.manifests, b.messages, b.partials, b.themes, b.bundles, b.alone, b.included, b.assembled, b.images, b.indexes, b.plans, b.pages, b.orders, b.registers, b.searches}
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

// sweep forgets what this load did not use.
func (l *load) sweep() {
	tables := l.b.tables()
	tasks := make([]func(), len(tables))
	for i, t := range tables {
		tasks[i] = t.Sweep
	}
	l.together(tasks...)
}

// load is one call of Load.
type load struct {
	b      *Builder
	tree   *source.Tree
	found  []diag.Diagnostic
	docs   []*site.Doc       // visible, sorted by path
	words  []*words          // of docs; nil where search reads nothing
	hidden map[string]string // not published: path below content/ to the reason, as a phrase
	secret []*site.Doc       // the hidden ones
	until  time.Time
}

func (l *load) report(found ...diag.Diagnostic) { l.found = append(l.found, found...) }

// change notes an instant at which the site will look different without an edit.
func (l *load) change(at time.Time) {
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

// unreadable says why the bytes of a file are not to be had.
func unreadable(err error) diag.Diagnostic {
	var known *source.Error
	if errors.As(err, &known) {
		return known.Diagnostic()
	}
	return diag.Diagnostic{Severity: diag.Error, Code: "unreadable-file", Message: "A file cannot be read: " + err.Error() + "."}
}
