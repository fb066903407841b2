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
	"pandect/internal/disk"
	"pandect/internal/memo"
	"pandect/internal/source"
	"pandect/themes"
)

// requireSite fails for a folder that is not a site.
func requireSite(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return usageError("Name the folder that holds config.toml.", "%s is a file and not a folder.", dir)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return usageError("To start a new site there: pandect init "+quoted(dir), "There is no folder %s.", dir)
	}
	if err != nil {
		return usageError("Check that you may read it.", "The folder %s cannot be read (%v).", dir, disk.Reason(err))
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

// session is the state of one site through the stages: once for build and check, repeatedly in a loop.
type session struct {
	flags    *siteFlags
	now      time.Time
	fixed    bool            // the time is given by a flag or the environment
	preview  bool            // see build.Options
	program  func() memo.Sum // digest of the program itself; zero when it could not be read
	progress *progress
	say      func(text string) // tells what a person who waits should know
	started  time.Time
	timings  []timing
	counters []build.Counter // of the builder at the start of this round; nil in the first

	store   *source.Store
	builder *build.Builder
	tree    *source.Tree
	edition *build.Edition    // nil before load
	found   []diag.Diagnostic // all problems of this tree and edition so far, before --strict
}

// timing is how long a stage took.
type timing struct {
	What     string
	Duration time.Duration
}

// newSession returns a session that has read nothing yet. The output folder is not read as input. once says that the site is
// read and compiled only once.
func (p *program) newSession(flags *siteFlags, output string, once bool) (*session, error) {
	now, fixed, err := clock(flags.now)
	if err != nil {
		return nil, err
	}
	s := &session{flags: flags, now: now, fixed: fixed, started: time.Now(), program: sync.OnceValue(programSum)}
	s.say = func(text string) { s.progress.Say(p.stderr, text) }
	go s.program() // starts in parallel with reading the site
	s.store, err = source.Open(flags.source, source.Options{Themes: themes.FS, Output: disk.RealPath(disk.System{}, output), Jobs: flags.jobs.value, Once: once})
	if err != nil {
		return nil, s.unreadable(err)
	}
	return s, nil
}

// openSession returns a session that has read the site's files. The caller must call end.
func (p *program) openSession(ctx context.Context, flags *siteFlags, output string) (*session, error) {
	s, err := p.newSession(flags, output, true)
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

// compiledSession returns a session that has compiled the site, for commands that publish nothing. The caller must call end.
func (p *program) compiledSession(ctx context.Context, flags *siteFlags) (*session, error) {
	if err := requireSite(flags.source); err != nil {
		return nil, err
	}
	s, err := p.openSession(ctx, flags, defaultOutput(flags.source))
	if err != nil {
		return nil, err
	}
	if err := s.compile(ctx); err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

// end clears the progress line. It may be called more than once.
func (s *session) end() { s.progress.Stop() }

// stage runs a part of the work with progress and timing.
func (s *session) stage(what string, do func() error) error {
	s.progress.Stage(what)
	start := time.Now()
	err := do()
	s.timings = append(s.timings, timing{what, time.Since(start)})
	return err
}

// resetStats begins another round, whose timings and counters are reported separately.
func (s *session) resetStats() {
	s.timings = nil
	if s.builder != nil {
		s.counters = s.builder.Counters()
	}
}

// read takes a snapshot of the site's files; changed is as in source.Store.Snapshot.
func (s *session) read(ctx context.Context, changed ...string) error {
	err := s.stage("Reading files", func() (err error) {
		s.tree, err = s.store.Snapshot(ctx, changed...)
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

// configProblems reports a config.toml that disappeared, which the edition does not.
func (s *session) configProblems() []diag.Diagnostic {
	if hasConfiguration(s.tree) { // requireSite made sure that it existed at the start
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
			s.found = append(s.configProblems(), s.edition.Diagnostics()...)
		}
		return err
	})
}

// salt identifies the program, so that outputs of another version are not taken for its own.
func (s *session) salt() string {
	if sum := s.program(); !sum.IsZero() {
		return sum.String()
	}
	return s.started.String()
}

// programSum returns the digest of the executable; zero when it cannot be read.
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

// isConfigurationError reports whether a diagnostic is an error in the configuration, and not in the content.
func isConfigurationError(d diag.Diagnostic) bool {
	return d.Severity == diag.Error && d.Concerns == diag.ConcernConfiguration
}
