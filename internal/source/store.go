package source

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// racy is how long a modification time cannot be trusted: a file may be written again without its time moving. FAT
// counts in steps of two seconds.
const racy = 2 * time.Second

// pauses is how long Snapshot waits before it looks again at a site in which something is moving: a file that vanished
// between two looks, one that is being written, or one that another program has locked.
var pauses = []time.Duration{10 * time.Millisecond, 40 * time.Millisecond, 150 * time.Millisecond, 500 * time.Millisecond, 1300 * time.Millisecond}

// Options say how a site is read.
type Options struct {
	Themes fs.FS  // built-in themes, for example counsel/theme.toml; a file in themes/ of the site takes the place of the same file here; nil for none
	Output string // folder of the finished site, absolute or below the root; it is no input wherever it lies; "" for none
	Jobs   int    // files read at the same time; 0 means one for each processor
}

// Store reads the inputs of one site and remembers what it read. It is safe for concurrent use.
type Store struct {
	root    string // absolute
	options Options
	builtIn map[string]*File
	disk    disk
	pause   func(context.Context, time.Duration) error

	mu    sync.Mutex
	known map[string]known
}

// known is what was read of a file on disk, and how the file looked then.
type known struct {
	file   *File
	stamp  stamp
	readAt time.Time
}

// stamp is what a look at a file shows without reading it.
type stamp struct {
	name  string
	size  int64
	time  int64 // nanoseconds
	inode uint64
}

func stampOf(c candidate) stamp {
	return stamp{c.name, c.info.Size(), c.info.ModTime().UnixNano(), inode(c.info)}
}

// Open returns the store of the site at root. The error says that root is no folder or that the built-in themes cannot
// be read.
func Open(root string, o Options) (*Store, error) { return open(root, o, osDisk{}) }

func open(root string, o Options, d disk) (*Store, error) {
	absolute, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	if entry, err := d.Resolve(absolute); err != nil {
		return nil, fmt.Errorf("the site's folder %s cannot be opened: %w", root, reason(err))
	} else if info, err := d.Lstat(entry); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("the site's folder %s is not a folder", root)
	}
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	s := &Store{root: absolute, options: o, builtIn: map[string]*File{}, disk: d, pause: pause, known: map[string]known{}}
	if o.Themes == nil {
		return s, nil
	}
	err = fs.WalkDir(o.Themes, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Dir(name) == "." { // what belongs to no theme is no input
			return err
		}
		data, err := fs.ReadFile(o.Themes, name)
		s.builtIn["themes/"+name] = heldFile("themes/"+name, data)
		return err
	})
	return s, err
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Snapshot looks at every input of the site and reads what is new or changed since the last call. Files that did not
// change are the same *File as before. What is wrong with the inputs is in the tree's diagnostics; the error says only
// that ctx was cancelled.
//
// near are paths on disk, absolute or below the site's root, near which something may have changed; with none,
// everything is looked at.
func (s *Store) Snapshot(ctx context.Context, near ...string) (*Tree, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for round := 0; ; round++ {
		tree, settled, err := s.look(ctx, round == len(pauses))
		if err != nil || settled {
			return tree, err
		}
		if err := s.pause(ctx, pauses[round]); err != nil {
			return nil, err
		}
	}
}

// look makes one tree. It is not settled when something moved meanwhile, unless this is the last look.
func (s *Store) look(ctx context.Context, last bool) (*Tree, bool, error) {
	w := &walk{ctx: ctx, disk: s.disk, root: s.real(s.root), output: s.output()}
	if err := w.run(); err != nil {
		return nil, false, err
	}
	results := s.read(ctx, w.files)
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	remembered := make(map[string]known, len(results))
	files := make([]*File, 0, len(results)+len(s.builtIn))
	for i, r := range results {
		switch {
		case r.err == nil:
			remembered[w.files[i].path] = r.known
			files = append(files, r.known.file)
		case errors.Is(r.err, fs.ErrNotExist):
			w.moving = true
		case errors.Is(r.err, errMoving), isLocked(r.err):
			w.moving = true
			w.found = append(w.found, inUse(w.files[i].path, r.err))
		default:
			w.unreadable(w.files[i].path, r.err)
		}
	}
	s.known = remembered
	if w.moving && !last {
		return nil, false, nil
	}
	files, copies := settleCopies(files)
	for name, f := range s.builtIn {
		if _, ok := remembered[name]; !ok {
			files = append(files, f)
		}
	}
	return newTree(files, append(w.found, copies...), w.ignored), true, nil
}

func inUse(path string, err error) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Error, Code: "file-in-use", Place: diag.Place{File: path},
		Message: "This file is being written or is held by another program: " + reason(err).Error() + ".",
		Hint:    "Close it in other programs, or wait until it has been synchronised, and build again.",
	}
}

// real resolves the links in a path on disk, or returns it cleaned when that fails.
func (s *Store) real(name string) string {
	if resolved, err := s.disk.Resolve(name); err == nil {
		return resolved
	}
	return filepath.Clean(name)
}

func (s *Store) output() string {
	switch {
	case s.options.Output == "":
		return ""
	case filepath.IsAbs(s.options.Output):
		return s.real(s.options.Output)
	default:
		return s.real(filepath.Join(s.root, s.options.Output))
	}
}

// result is what came of reading one candidate.
type result struct {
	known known
	err   error
}

// read returns the result of each candidate, in their order.
func (s *Store) read(ctx context.Context, candidates []candidate) []result {
	results := make([]result, len(candidates))
	var stale []int
	for i, c := range candidates {
		k, ok := s.known[c.path]
		if ok && k.stamp == stampOf(c) && k.readAt.Sub(c.info.ModTime()) > racy {
			results[i].known = k
		} else {
			stale = append(stale, i)
		}
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(s.options.Jobs, len(stale)) {
		workers.Go(func() {
			buffer := make([]byte, 64<<10)
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= len(stale) {
					return
				}
				i := stale[n]
				results[i].known, results[i].err = s.readOne(candidates[i], buffer)
			}
		})
	}
	workers.Wait()
	return results
}

var errMoving = errors.New("it changed while it was read")

// readOne reads a file whole. It keeps the *File that is known when nothing about it changed.
func (s *Store) readOne(c candidate, buffer []byte) (known, error) {
	readAt := time.Now()
	handle, err := s.disk.Open(c.name)
	if err != nil {
		return known{}, err
	}
	defer handle.Close()
	file := &File{Path: c.path, Size: c.info.Size(), ModTime: c.info.ModTime(), disk: s.disk, name: c.name}
	if file.held = isTextName(c.path) && file.Size <= TextLimit; file.held {
		if file.data, err = readSized(handle, file.Size); err != nil {
			return known{}, err
		}
		file.Sum = memo.Of(file.data)
	} else if file.Sum, err = digest(handle, buffer); err != nil {
		return known{}, err
	}
	file.Key = key(file.Path, file.Sum)
	after, err := handle.Stat()
	if err != nil {
		return known{}, err
	}
	seen := stampOf(c)
	if seen != stampOf(candidate{c.path, c.name, after}) || file.held && int64(len(file.data)) != file.Size {
		return known{}, errMoving
	}
	if old := s.known[c.path].file; old != nil && old.Sum == file.Sum && old.Size == file.Size {
		if old.ModTime.Equal(file.ModTime) && old.name == file.name {
			file = old
		} else {
			file.data = old.data // one copy in memory is enough
		}
	}
	return known{file, seen, readAt}, nil
}

func digest(r io.Reader, buffer []byte) (memo.Sum, error) {
	h := sha256.New()
	for {
		n, err := r.Read(buffer)
		h.Write(buffer[:n])
		if err == io.EOF {
			var sum memo.Sum
			h.Sum(sum[:0])
			return sum, nil
		}
		if err != nil {
			return memo.Sum{}, err
		}
	}
}
