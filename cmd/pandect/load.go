package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
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

// session is one site on its way through the stages, for build and for check.
type session struct {
	flags    *siteFlags
	now      time.Time
	program  memo.Sum // digest of the program itself; zero when it could not be read
	progress *progress
	started  time.Time
	timings  []timing

	tree    *source.Tree
	builder *build.Builder
	edition *build.Edition
	found   []diag.Diagnostic // everything found so far, before --strict
}

// timing is how long a part of the run took.
type timing struct {
	What     string
	Duration time.Duration
}

// begin reads the site's files, except what lies in the output folder. Whoever calls it calls end.
func (p *program) begin(ctx context.Context, flags *siteFlags, output string) (*session, error) {
	now, err := clock(flags.now)
	if err != nil {
		return nil, err
	}
	s := &session{flags: flags, now: now, started: time.Now()}
	if !flags.quiet && flags.format.value == "text" {
		s.progress = startProgress(p.stderr)
	}
	program := make(chan memo.Sum, 1) // the program is read while the site is read
	go func() { program <- programSum() }()
	err = s.stage("Reading files", func() error {
		store, err := source.Open(flags.source, source.Options{Themes: themes.FS, Output: resolved(output), Jobs: flags.jobs.value})
		if err != nil {
			return err
		}
		s.tree, err = store.Snapshot(ctx)
		return err
	})
	s.program = <-program
	if err != nil {
		s.end()
		return nil, workError("Check that the folder can be reached and that you may read it.",
			"The site in %s could not be read (%v).", place(flags.source), err)
	}
	if s.tree.File("config.toml") == nil { // it is there: see requireSite
		s.found = append(s.found, diag.Diagnostic{
			Severity: diag.Error, Code: "no-configuration", Place: diag.Place{File: "config.toml"},
			Message: "The configuration could not be read, so the site would be published without it.",
			Hint:    "Put the file itself there: not a folder of that name, nor a link that leads out of the site.",
		})
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

// compile makes the edition.
func (s *session) compile(ctx context.Context) error {
	return s.stage("Compiling pages", func() (err error) {
		s.builder = build.New(build.Options{
			Drafts: s.flags.drafts,
			Future: s.flags.future,
			Now:    s.now,
			Jobs:   s.flags.jobs.value,
			Salt:   s.salt(),
		})
		s.edition, err = s.builder.Load(ctx, s.tree)
		if err == nil {
			s.found = append(s.found, s.edition.Diagnostics()...)
		}
		return err
	})
}

// salt names the program, so that what another one wrote is not taken for what this one would write.
func (s *session) salt() string {
	if s.program.IsZero() {
		return s.started.String()
	}
	return s.program.String()
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
	name := path.Base(d.Place.File)
	return d.Severity == diag.Error && (name == "config.toml" || name == "theme.toml") && !strings.HasPrefix(d.Place.File, "content/")
}
