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

// racyWindow is how long after a change a modification time cannot be trusted, because a second write may leave it as it
// is. FAT has a resolution of two seconds.
const racyWindow = 2 * time.Second

// retryDelays is how long Snapshot waits before it tries again when the site changed while it was read: a file vanished, is
// being written, or is locked by another program.
var retryDelays = []time.Duration{10 * time.Millisecond, 40 * time.Millisecond, 150 * time.Millisecond, 500 * time.Millisecond, 1300 * time.Millisecond}

// Options say how a site is read.
type Options struct {
	Themes fs.FS  // built-in themes, for example counsel/theme.toml; files in themes/ of the site override them; nil for none
	Output string // folder of the finished site, absolute or relative to the root, which is never read as input; "" for none
	Jobs   int    // files read at the same time; 0 means one for each processor
	Once   bool   // release the text of a file in content/ when it has been read once: saves memory in a run of one Snapshot
}

// Store reads the inputs of one site and remembers what it read. It is safe for concurrent use.
type Store struct {
	root    string // absolute
	options Options
	builtIn []*File // sorted by path
	disk    disk.Reader
	pause   func(context.Context, time.Duration) error

	mu      sync.Mutex
	top     *folder // the result of the last walk; nil before the first
	output  string  // path of the finished site at that time
	files   int     // number of files in the last tree
	pending scope   // what has to be walked for the next tree
}

// cachedFile is a file that was read, with its stamp at that time. It is immutable.
type cachedFile struct {
	file        *File
	target      string // its real path when it was reached by a symbolic link; otherwise ""
	stamp       disk.Stamp
	readAt      time.Time
	hasCopyName bool // the name looks like that of a conflict copy
}

// Open returns the store of the site at root. It fails when root is not a folder or the built-in themes cannot be read.
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
		if err != nil || entry.IsDir() || path.Dir(name) == "." { // a file outside the themes' folders
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

// Snapshot walks the inputs of the site and reads what is new or changed since the last call. Unchanged files are the same
// *File as before. Problems with the inputs are in the tree's diagnostics; the only error is that ctx was cancelled.
//
// changed are paths on disk, absolute or relative to the root, that may have changed since the last call. With them, only
// their parent folders, everything below them, and folders that are new or hold links are walked; the rest of the tree is
// reused. Without them, everything is walked. After an error the next call also walks what this one was asked to.
func (s *Store) Snapshot(ctx context.Context, changed ...string) (*Tree, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending.all = s.pending.all || len(changed) == 0
	for _, name := range changed {
		s.pending.changed = append(s.pending.changed, s.resolveChanged(name)...)
	}
	for attempt := 0; ; attempt++ {
		tree, err := s.trySnapshot(ctx, attempt == len(retryDelays))
		if err != nil {
			return nil, err
		}
		if tree != nil {
			s.pending = scope{}
			return tree, nil
		}
		if err := s.pause(ctx, retryDelays[attempt]); err != nil {
			return nil, err
		}
	}
}

// trySnapshot makes one tree. It returns nil when the site changed meanwhile, unless this is the last attempt.
func (s *Store) trySnapshot(ctx context.Context, last bool) (*Tree, error) {
	w := &walk{ctx: ctx, disk: s.disk, root: disk.RealPath(s.disk, s.root), output: realOutput(s.disk, s.root, s.options.Output), scope: s.pending}
	w.scope.all = w.scope.all || w.output != s.output
	top := w.run(s.top)
	s.read(ctx, w.stale)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.finish()
	s.top, s.output = top, w.output
	if len(w.unstable) > 0 && !last {
		if !w.vanished { // a walk of the unstable folders alone is quick enough to fit between two saves
			s.pending = scope{}
		}
		return nil, nil
	}
	for _, f := range w.unstable {
		f.unstable = false
	}
	t := &Tree{noContent: !w.hasContent, files: make([]*File, 0, s.files+len(w.stale)+len(s.builtIn))}
	top.collect(t)
	t.files, t.overridden = overlay(t.files, s.builtIn)
	s.files = len(t.files)
	return t.seal(), nil
}

// overlay adds the built-in files to those of the site, except the ones that the site overrides, which it returns as well.
func overlay(files, builtIn []*File) (all []*File, overridden map[string]*File) {
	if len(builtIn) == 0 {
		return files, nil
	}
	at, _ := slices.BinarySearchFunc(files, builtIn[0], byPath)
	themes := slices.Concat(files[at:], builtIn)
	slices.SortStableFunc(themes, byPath)
	for _, f := range builtIn {
		if _, ok := slices.BinarySearchFunc(files[at:], f, byPath); ok {
			if overridden == nil {
				overridden = map[string]*File{}
			}
			overridden[f.Path] = f
		}
	}
	return append(files[:at], slices.CompactFunc(themes, func(a, b *File) bool { return a.Path == b.Path })...), overridden
}

// realOutput returns the real path of the finished site, or "" for none.
func realOutput(d disk.Reader, root, output string) string {
	if output == "" {
		return ""
	}
	if !filepath.IsAbs(output) {
		output = filepath.Join(root, output)
	}
	return disk.RealPath(d, output)
}

// read reads the candidates in parallel and stores the result in each.
func (s *Store) read(ctx context.Context, candidates []candidate) {
	_ = fanout.EachWith(ctx, s.options.Jobs, len(candidates), func(i int, buffer *[]byte) { // the caller checks ctx
		if *buffer == nil {
			*buffer = make([]byte, 64<<10)
		}
		c := &candidates[i]
		c.result, c.err = s.readOne(c, *buffer)
	})
}

var errUnstable = errors.New("it changed while it was read")

// readOne reads a whole file. It returns the *File of the last time when nothing about it changed.
func (s *Store) readOne(c *candidate, buffer []byte) (*cachedFile, error) {
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
		return nil, errUnstable
	}
	file.Key = key(file.Path, file.Sum)
	if c.cached != nil && c.cached.file.Sum == file.Sum && c.cached.file.Size == file.Size {
		if old := c.cached.file; old.ModTime.Equal(file.ModTime) && old.name == file.name {
			file = old
		} else {
			file.text = old.text // one copy in memory is enough
		}
	}
	return &cachedFile{file, c.target, c.stamp, readAt, hasCopyName(file)}, nil
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

// readAll reads a whole file that is expected to have the given size.
func readAll(d disk.Reader, name string, size int64) ([]byte, error) {
	f, err := d.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readSized(f, size)
}

// readSized reads up to size bytes and one more, which shows that the file has grown.
func readSized(r io.Reader, size int64) ([]byte, error) {
	data := make([]byte, size+1)
	n, err := io.ReadFull(r, data)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return data[:n:n], err
}
