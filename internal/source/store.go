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
	"slices"
	"strings"
	"sync"
	"time"

	"pandect/internal/disk"
	"pandect/internal/fanout"
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
	Once   bool   // hold the text of a file in content/ until it was asked for once: for a run of one Snapshot, which saves memory
}

// Store reads the inputs of one site and remembers what it read. It is safe for concurrent use.
type Store struct {
	root    string // absolute
	options Options
	builtIn []*File // sorted by path
	disk    disk.Reader
	pause   func(context.Context, time.Duration) error

	mu     sync.Mutex
	top    *folder // what the last look saw; nil before the first
	output string  // where the finished site was then
	files  int     // in the last tree
	due    scope   // where to look since the last tree
}

// known is what was read of a file on disk, and how the file looked then. It is immutable.
type known struct {
	file     *File
	target   string // where it lies when it was met by a link; otherwise ""
	stamp    disk.Stamp
	readAt   time.Time
	copyName bool // the name is one of a conflict copy
}

// Open returns the store of the site at root. The error says that root is no folder or that the built-in themes cannot
// be read.
func Open(root string, o Options) (*Store, error) { return open(root, o, disk.System{}) }

func open(root string, o Options, d disk.Reader) (*Store, error) {
	absolute, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	if entry, err := d.Resolve(absolute); err != nil {
		return nil, fmt.Errorf("the site's folder %s cannot be opened: %w", root, disk.Reason(err))
	} else if info, err := d.Lstat(entry); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("the site's folder %s is not a folder", root)
	}
	s := &Store{root: absolute, options: o, disk: d, pause: pause}
	if o.Themes == nil {
		return s, nil
	}
	err = fs.WalkDir(o.Themes, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Dir(name) == "." { // what belongs to no theme is no input
			return err
		}
		data, err := fs.ReadFile(o.Themes, name)
		s.builtIn = append(s.builtIn, heldFile("themes/"+name, data))
		return err
	})
	slices.SortFunc(s.builtIn, byPath)
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

// Snapshot looks at the inputs of the site and reads what is new or changed since the last call. Files that did not
// change are the same *File as before. What is wrong with the inputs is in the tree's diagnostics; the error says only
// that ctx was cancelled.
//
// near are paths on disk, absolute or below the root, at which something may have changed since the last call. Only the
// folders that hold them, everything below them, and folders that are new or hold links are looked at; the rest of the
// tree is as it was. Without near, everything is looked at. After an error the next call looks where this one did, too.
func (s *Store) Snapshot(ctx context.Context, near ...string) (*Tree, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.due.all = s.due.all || len(near) == 0
	for _, name := range near {
		s.due.near = append(s.due.near, s.near(name)...)
	}
	for round := 0; ; round++ {
		tree, err := s.look(ctx, round == len(pauses))
		if err != nil {
			return nil, err
		}
		if tree != nil {
			s.due = scope{}
			return tree, nil
		}
		if err := s.pause(ctx, pauses[round]); err != nil {
			return nil, err
		}
	}
}

// look makes one tree. It makes none when something moved meanwhile, unless this is the last look.
func (s *Store) look(ctx context.Context, last bool) (*Tree, error) {
	w := &walk{ctx: ctx, disk: s.disk, root: real(s.disk, s.root), output: realOutput(s.disk, s.root, s.options.Output), scope: s.due}
	w.scope.all = w.scope.all || w.output != s.output
	top := w.run(s.top)
	s.read(ctx, w.stale)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.finish()
	s.top, s.output = top, w.output
	if len(w.moving) > 0 && !last {
		if !w.lost { // a look at what is moving alone is quick enough to find it at rest between two saves
			s.due = scope{}
		}
		return nil, nil
	}
	for _, f := range w.moving {
		f.moving = false
	}
	t := &Tree{noContent: !w.content, files: make([]*File, 0, s.files+len(w.stale)+len(s.builtIn))}
	top.gather(t)
	t.files, t.covered = overlay(t.files, s.builtIn)
	s.files = len(t.files)
	return t.seal(), nil
}

// overlay returns files together with those built-in ones in the place of which there is none, and the others.
func overlay(files, builtIn []*File) (all []*File, covered map[string]*File) {
	if len(builtIn) == 0 {
		return files, nil
	}
	at, _ := slices.BinarySearchFunc(files, builtIn[0], byPath)
	themes := slices.Concat(files[at:], builtIn)
	slices.SortStableFunc(themes, byPath)
	for _, f := range builtIn {
		if _, ok := slices.BinarySearchFunc(files[at:], f, byPath); ok {
			if covered == nil {
				covered = map[string]*File{}
			}
			covered[f.Path] = f
		}
	}
	return append(files[:at], slices.CompactFunc(themes, func(a, b *File) bool { return a.Path == b.Path })...), covered
}

// real resolves the links in a path on disk, or returns it cleaned when that fails.
func real(d disk.Reader, name string) string {
	if resolved, err := d.Resolve(name); err == nil {
		return resolved
	}
	return filepath.Clean(name)
}

// realOutput returns where the finished site lies, links resolved, or "" for none.
func realOutput(d disk.Reader, root, output string) string {
	switch {
	case output == "":
		return ""
	case filepath.IsAbs(output):
		return real(d, output)
	default:
		return real(d, filepath.Join(root, output))
	}
}

// read reads the candidates and notes in each what came of it.
func (s *Store) read(ctx context.Context, candidates []candidate) {
	_ = fanout.EachWith(ctx, s.options.Jobs, len(candidates), func(i int, buffer *[]byte) { // the caller looks at ctx
		if *buffer == nil {
			*buffer = make([]byte, 64<<10)
		}
		c := &candidates[i]
		c.known, c.err = s.readOne(c, *buffer)
	})
}

var errMoving = errors.New("it changed while it was read")

// readOne reads a file whole. It keeps the *File that is known when nothing about it changed.
func (s *Store) readOne(c *candidate, buffer []byte) (*known, error) {
	readAt := time.Now()
	handle, err := s.disk.Open(c.name)
	if err != nil {
		return nil, err
	}
	defer handle.Close()
	file := &File{Path: c.path, Size: c.info.Size(), ModTime: c.info.ModTime(), disk: s.disk, name: c.name}
	read := file.Size
	if isTextName(c.path) && file.Size <= TextLimit {
		data, err := readSized(handle, file.Size)
		if err != nil {
			return nil, err
		}
		read, file.Sum = int64(len(data)), memo.Of(data)
		file.text = newText(data, s.options.Once && strings.HasPrefix(c.path, "content/"))
	} else if file.Sum, err = digest(handle, buffer); err != nil {
		return nil, err
	}
	after, err := handle.Stat()
	if err != nil {
		return nil, err
	}
	if c.stamp != disk.StampOf(after) || read != file.Size {
		return nil, errMoving
	}
	file.Key = key(file.Path, file.Sum)
	if c.old != nil && c.old.file.Sum == file.Sum && c.old.file.Size == file.Size {
		if old := c.old.file; old.ModTime.Equal(file.ModTime) && old.name == file.name {
			file = old
		} else {
			file.text = old.text // one copy in memory is enough
		}
	}
	return &known{file, c.target, c.stamp, readAt, namedLikeCopy(file)}, nil
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

// readAll reads a whole file whose size should be the given one.
func readAll(d disk.Reader, name string, size int64) ([]byte, error) {
	f, err := d.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readSized(f, size)
}

// readSized reads to the end, at most one byte more than size: enough to see that the file is longer.
func readSized(r io.Reader, size int64) ([]byte, error) {
	data := make([]byte, size+1)
	n, err := io.ReadFull(r, data)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return data[:n:n], err
}
