package watch

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"pandect/internal/memo"
	"pandect/internal/source"
)

// deadline is how long a test waits for what must come at some time.
const deadline = 20 * time.Second

// site on a real disk, and a reader who looks at all of it after each hint, or near what a prompt one names, as the program
// does.
type realSite struct {
	t       *testing.T
	root    string
	watcher *Watcher
	initial memo.Sum
	seen    chan sight
	named   map[string]bool // by hints, below the root
	prompt  bool            // the last hint was
	probes  int
}

type sight struct {
	hint Hint
	sum  memo.Sum // of what the reader saw after it
}

// realOptions watch a site and rely on the system alone.
func realOptions(root string) Options {
	return Options{Root: root, SafetyInterval: time.Hour}
}

func watchSite(t *testing.T, root string, o Options) *realSite {
	t.Helper()
	s := &realSite{t: t, root: root, seen: make(chan sight, 10_000), named: map[string]bool{}}
	var err error
	if s.watcher, err = New(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	store, err := source.Open(root, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.initial = s.sum(store)
	read := make(chan struct{})
	go func() {
		defer close(read)
		for h := range s.watcher.Hints() {
			near := h.Paths
			if !h.Prompt {
				near = nil
			}
			s.seen <- sight{h, s.sum(store, near...)}
		}
	}()
	t.Cleanup(func() {
		if err := s.watcher.Close(); err != nil {
			t.Error(err)
		}
		<-read
	})
	return s
}

func (s *realSite) sum(store *source.Store, near ...string) memo.Sum {
	tree, err := store.Snapshot(context.Background(), near...)
	if err != nil {
		s.t.Error(err)
		return memo.Sum{}
	}
	return tree.Sum()
}

// await takes hints until one is right, and fails when none comes.
func (s *realSite) await(what string, right func(sight) bool) {
	s.t.Helper()
	timeout := time.After(deadline)
	for {
		select {
		case seen := <-s.seen:
			s.note(seen.hint)
			if right(seen) {
				return
			}
		case <-timeout:
			s.t.Fatalf("no hint %s", what)
		}
	}
}

func (s *realSite) note(h Hint) {
	s.prompt = h.Prompt
	for _, path := range h.Paths {
		if rest, err := filepath.Rel(s.root, path); err == nil {
			s.named[filepath.ToSlash(rest)] = true
		}
	}
}

// settle waits until the reader saw the site as it is now, and for the hints that may still follow.
func (s *realSite) settle() {
	s.t.Helper()
	fresh, err := source.Open(s.root, source.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	final := s.sum(fresh)
	last := s.initial
	for len(s.seen) > 0 {
		seen := <-s.seen
		s.note(seen.hint)
		last = seen.sum
	}
	if last != final {
		s.await("after which the reader sees the final state", func(seen sight) bool { return seen.sum == final })
	}
	s.initial = final
	for silent := false; !silent; {
		if s.prompt {
			s.await("of a look at everything after a prompt one", func(seen sight) bool { return !seen.hint.Prompt })
		}
		select {
		case seen := <-s.seen:
			s.note(seen.hint)
		case <-time.After(5 * quiet):
			silent = true
		}
	}
}

// probe writes into every folder that matters, one after another: each must be watched, and under its name.
func (s *realSite) probe() {
	s.t.Helper()
	var folders []string
	for _, top := range []string{"content", "themes"} {
		err := filepath.WalkDir(filepath.Join(s.root, top), func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil || !entry.IsDir():
			case source.Ignored(entry.Name()):
				return fs.SkipDir
			default:
				folders = append(folders, name)
			}
			return nil
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	for _, folder := range folders {
		s.probes++
		name := filepath.Join(folder, fmt.Sprintf("probe-%d.md", s.probes))
		write := func() {
			if err := os.WriteFile(name, nil, 0o644); err != nil {
				s.t.Fatal(err)
			}
		}
		write()
		s.await("of "+name, func(seen sight) bool {
			named := slices.Contains(seen.hint.Paths, name)
			if !named && (len(seen.hint.Paths) == maxPaths || seen.hint.Reason == Overflow) {
				write() // a hint of what went before may have come this late, and had no room for the name
			}
			return named
		})
	}
	if m := s.watcher.Mode(); m.Polling {
		s.t.Errorf("it polls because %s", m.Reason)
	}
}

// TestScripts replays what programs do to files when they save. A file of testdata/scripts begins with the commands of
// runLine, or "settle", which waits for the hints; its files are the site before. "hints" lists what hints must name, "silent" what they must not.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/scripts/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts (%v)", err)
	}
	for _, file := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			root, hints, silent := unpack(t, archive)
			s := watchSite(t, root, realOptions(root))
			for line := range strings.Lines(string(archive.Comment)) {
				if strings.TrimSpace(line) == "settle" {
					s.settle()
				} else if err := runLine(root, strings.Fields(line)); err != nil {
					t.Fatalf("%s%v", line, err)
				}
			}
			s.settle()
			for _, path := range hints {
				if !s.named[path] {
					t.Errorf("no hint named %s, only %q", path, slices.Sorted(maps.Keys(s.named)))
				}
			}
			for _, path := range silent {
				if s.named[path] {
					t.Errorf("a hint named %s", path)
				}
			}
			s.probe()
		})
	}
}

func unpack(t *testing.T, archive *txtar.Archive) (root string, hints, silent []string) {
	root = tempSite(t)
	for _, f := range archive.Files {
		switch f.Name {
		case "hints":
			hints = strings.Fields(string(f.Data))
		case "silent":
			silent = strings.Fields(string(f.Data))
		default:
			if err := writeFile(filepath.Join(root, f.Name), f.Data); err != nil {
				t.Fatal(err)
			}
		}
	}
	return root, hints, silent
}

// tempSite returns an empty site, by the name without links that paths in hints have.
func tempSite(t *testing.T) string {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(root, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	return root
}

func writeFile(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

// runLine does one thing to a site, at once and with the system calls that the name says.
//
//	create FILE WORDS     a file that must not be there before
//	write FILE WORDS      truncate and write
//	overwrite FILE WORDS  write, then truncate to the length
//	append FILE WORDS
//	folder NAME           and those that hold it
//	rename OLD NEW        remove NAME           removeall NAME
//	link TARGET NAME      mode NAME OCTAL       age NAME DURATION
//	pause DURATION        # a remark
func runLine(root string, words []string) error {
	if len(words) == 0 || words[0] == "#" {
		return nil
	}
	if len(words) < 2 {
		return fmt.Errorf("too few words")
	}
	name := filepath.Join(root, words[1])
	text := strings.Join(words[2:], " ") + "\n"
	put := func(flags int) error {
		f, err := os.OpenFile(name, flags|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := f.WriteString(text); err != nil || flags != 0 {
			return err
		}
		return f.Truncate(int64(len(text)))
	}
	switch words[0] {
	case "create":
		return put(os.O_CREATE | os.O_EXCL)
	case "write":
		return put(os.O_CREATE | os.O_TRUNC)
	case "overwrite":
		return put(0)
	case "append":
		return put(os.O_APPEND)
	case "folder":
		return os.MkdirAll(name, 0o755)
	case "remove":
		return os.Remove(name)
	case "removeall":
		return os.RemoveAll(name)
	case "pause":
		d, err := time.ParseDuration(words[1])
		time.Sleep(d)
		return err
	}
	if len(words) < 3 {
		return fmt.Errorf("unknown command, or too few words")
	}
	switch words[0] {
	case "rename":
		return os.Rename(name, filepath.Join(root, words[2]))
	case "link":
		return os.Symlink(words[1], filepath.Join(root, words[2]))
	case "mode":
		mode, err := strconv.ParseUint(words[2], 8, 32)
		if err != nil {
			return err
		}
		return os.Chmod(name, fs.FileMode(mode))
	case "age":
		age, err := time.ParseDuration(words[2])
		if err != nil {
			return err
		}
		then := time.Now().Add(-age)
		return os.Chtimes(name, then, then)
	}
	return fmt.Errorf("unknown command")
}
