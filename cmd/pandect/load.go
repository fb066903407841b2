package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/source"
	"pandect/themes"
)

// requireSite refuses a folder that holds no site.
func requireSite(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return usageError("Name the folder that holds config.toml.", "%s is a file and not a folder.", dir)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return usageError("To start a new site there: pandect init "+quoted(dir), "There is no folder %s.", dir)
	}
	if err != nil {
		return usageError("Check that you may read it.", "The folder %s cannot be read (%v).", dir, reason(err))
	}
	if _, err := os.Lstat(filepath.Join(dir, "config.toml")); err == nil {
		return nil
	}
	hint := "To start a new site: pandect init " + quoted(dir)
	if above, ok := nearestSite(dir); ok {
		hint = "There is one in a folder above. Try: --source " + quoted(above)
	}
	return usageError(hint, "There is no config.toml in %s, so it is not a site.", place(dir))
}

// nearestSite returns the folder at or above dir that holds config.toml.
func nearestSite(dir string) (string, bool) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for {
		if info, err := os.Stat(filepath.Join(absolute, "config.toml")); err == nil && info.Mode().IsRegular() {
			return absolute, true
		}
		above := filepath.Dir(absolute)
		if above == absolute {
			return "", false
		}
		absolute = above
	}
}

// place names a folder in a sentence.
func place(dir string) string {
	if filepath.Clean(dir) == "." {
		return "this folder"
	}
	return dir
}

// session is one site on its way through the stages: once for build and check, again and again in a loop.
type session struct {
	flags    *siteFlags
	now      time.Time
	fixed    bool            // the clock stands still
	preview  bool            // see build.Options
	program  func() memo.Sum // digest of the program itself; zero when it could not be read
	progress *progress
	started  time.Time
	timings  []timing
	counters []build.Counter // of the builder, as they were when the present round began; nil in the first

	store   *source.Store
	builder *build.Builder
	tree    *source.Tree
	edition *build.Edition    // nil before load
	found   []diag.Diagnostic // everything found in this tree and edition so far, before --strict
}

// timing is how long a part of the run took.
type timing struct {
	What     string
	Duration time.Duration
}

// prepare returns a session that has read nothing yet. What lies in the output folder is no input. once says that the site
// is read and compiled once.
func (p *program) prepare(flags *siteFlags, output string, once bool) (*session, error) {
	now, fixed, err := clock(flags.now)
	if err != nil {
		return nil, err
	}
	s := &session{flags: flags, now: now, fixed: fixed, started: time.Now(), program: sync.OnceValue(programSum)}
	go s.program() // it is read while the site is read
	s.store, err = source.Open(flags.source, source.Options{Themes: themes.FS, Output: resolved(output), Jobs: flags.jobs.value, Once: once})
	if err != nil {
		return nil, s.unreadable(err)
	}
	return s, nil
}

// begin prepares a session and reads the site's files. Whoever calls it calls end.
func (p *program) begin(ctx context.Context, flags *siteFlags, output string) (*session, error) {
	s, err := p.prepare(flags, output, true)
	if err != nil {
		return nil, err
	}
	if !flags.quiet && flags.format.value == "text" {
		s.progress = startProgress(p.stderr)
	}
	if err := s.read(ctx); err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

// compiled is begin for a command that looks at the site and publishes nothing: the session has an edition.
func (p *program) compiled(ctx context.Context, flags *siteFlags) (*session, error) {
	if err := requireSite(flags.source); err != nil {
		return nil, err
	}
	s, err := p.begin(ctx, flags, defaultOutput(flags.source))
	if err != nil {
		return nil, err
	}
	if err := s.compile(ctx); err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

// end takes the progress off the screen. It may be called more than once.
func (s *session) end() { s.progress.Stop() }

// stage does a part of the work and remembers how long it took.
func (s *session) stage(what string, do func() error) error {
	s.progress.Stage(what)
	start := time.Now()
	err := do()
	s.timings = append(s.timings, timing{what, time.Since(start)})
	return err
}

// again begins another round: what is told of it is apart from what was told of those before.
func (s *session) again() {
	s.timings = nil
	if s.builder != nil {
		s.counters = s.builder.Counters()
	}
}

// read looks at the site's files; near is as for source.Store.
func (s *session) read(ctx context.Context, near ...string) error {
	err := s.stage("Reading files", func() (err error) {
		s.tree, err = s.store.Snapshot(ctx, near...)
		return err
	})
	if err != nil {
		return s.unreadable(err)
	}
	return nil
}

func (s *session) unreadable(err error) error {
	return workError("Check that the folder can be reached and that you may read it.",
		"The site in %s could not be read (%v).", place(s.flags.source), err)
}

// flaws returns what is wrong with the tree beside what the edition says.
func (s *session) flaws() []diag.Diagnostic {
	if hasConfiguration(s.tree) { // when the session began, it was there: see requireSite
		return nil
	}
	return []diag.Diagnostic{{
		Severity: diag.Error, Code: "no-configuration", Place: diag.Place{File: "config.toml"}, Concerns: diag.ConcernConfiguration,
		Message: "The configuration could not be read, so the site would be published without it.",
		Hint:    "Put the file itself there: not a folder of that name, nor a link that leads out of the site.",
	}}
}

func hasConfiguration(tree *source.Tree) bool { return tree.File("config.toml") != nil }

// compile makes the edition.
func (s *session) compile(ctx context.Context) error {
	return s.stage("Compiling pages", func() (err error) {
		if s.builder == nil {
			s.builder = build.New(build.Options{
				Drafts:  s.flags.drafts,
				Future:  s.flags.future,
				Jobs:    s.flags.jobs.value,
				Salt:    s.salt(),
				Preview: s.preview,
			})
		}
		s.builder.SetNow(s.now)
		s.edition, err = s.builder.Load(ctx, s.tree)
		if err == nil {
			s.found = append(s.flaws(), s.edition.Diagnostics()...)
		}
		return err
	})
}

// salt names the program, so that what another one wrote is not taken for what this one would write.
func (s *session) salt() string {
	if sum := s.program(); !sum.IsZero() {
		return sum.String()
	}
	return s.started.String()
}

// programSum returns the digest of the program's own file; zero when it cannot be read.
func programSum() (sum memo.Sum) {
	name, err := os.Executable()
	if err != nil {
		return sum
	}
	file, err := os.Open(name)
	if err != nil {
		return sum
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return sum
	}
	hash.Sum(sum[:0])
	return sum
}

// isConfigurationError reports whether a diagnostic is an error in how the site is set up, and not in what it says.
func isConfigurationError(d diag.Diagnostic) bool {
	return d.Severity == diag.Error && d.Concerns == diag.ConcernConfiguration
}
