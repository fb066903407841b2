// Package source reads all input files of a site into an immutable snapshot, and refreshes it cheaply.
//
// A Store walks the site's Inputs: all of them, or only the neighbourhood of given paths. Each Snapshot reads what is new or
// changed, and returns a Tree that never changes afterwards. Files of a site's themes override the built-in ones one by one.
// Files that editors, sync programs and operating systems leave behind are ignored; conflict copies, links that leave the
// inputs or lead to something hidden, and unreadable files are reported. List is the same walk without reading, to find out whether something changed.
//
// Decode converts the raw bytes of a text file to clean UTF-8. It is separate from reading, because digests cover the raw
// bytes and because its result is a pure function of them.
//
// The package does not watch for changes and does not know what a page is.
package source

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/memo"
)

// TextLimit is the size in bytes up to which a text file is read. A larger one is a mistake, such as a database dump with
// the wrong name: its Bytes return an error.
const TextLimit = 16 << 20

// File is one input file. It is immutable and safe for concurrent use; only the memory of its text may be released, see
// Options.Once.
type File struct {
	Path    string    // below the site's root, slash-separated: "config.toml", "content/ethics/privilege.md"
	Sum     memo.Sum  // of the contents
	Key     memo.Sum  // of Path and Sum
	Size    int64     // in bytes
	ModTime time.Time // for reports only; zero for a file that is not on disk

	text *text       // nil for a file that is read from disk when it is needed
	disk disk.Reader // nil for a file that is not on disk
	name string      // real path on disk
}

// text is the text of a file in memory.
type text struct {
	data atomic.Pointer[[]byte] // nil when it was released
	once bool                   // release it when it is taken
}

func newText(data []byte, once bool) *text {
	t := &text{once: once}
	t.data.Store(&data)
	return t
}

// take returns the text, or nil when it is not in memory. With once it also releases it.
func (t *text) take() *[]byte {
	if t == nil || !t.once {
		return t.peek()
	}
	return t.data.Swap(nil)
}

// peek is take without releasing.
func (t *text) peek() *[]byte {
	if t == nil {
		return nil
	}
	return t.data.Load()
}

// textExtensions are the kinds of files that people write. Their text is kept in memory.
var textExtensions = map[string]bool{
	".md": true, ".markdown": true, ".txt": true, ".html": true, ".htm": true, ".xml": true, ".svg": true,
	".toml": true, ".yaml": true, ".yml": true, ".json": true, ".csv": true, ".tsv": true,
	".css": true, ".ts": true, ".js": true, ".mjs": true, ".bib": true,
}

func isTextName(name string) bool { return textExtensions[strings.ToLower(path.Ext(name))] }

// Errors of File.Bytes, wrapped in an *Error.
var (
	ErrTooLarge = errors.New("the file is too large to be a page")
	ErrChanged  = errors.New("the file changed while the site was being built")
)

// Error says why a file cannot be read.
type Error struct {
	Path string // of the File
	Err  error  // ErrTooLarge, ErrChanged, or the system's error
	hint string
	code string
}

// Error returns a phrase without the file's path.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Diagnostic returns the error as a diagnostic.
func (e *Error) Diagnostic() diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Error, Code: e.code, Place: diag.Place{File: e.Path},
		Message: "This file cannot be used: " + e.Error() + ".", Hint: e.hint,
	}
}

// Bytes returns the raw bytes of the file, which must not be changed. Text comes from memory, unless it was released after
// Options.Once; other files are read from disk at each call and must still have the digest Sum. The error is an *Error.
func (f *File) Bytes() ([]byte, error) {
	if f.Size > TextLimit && isTextName(f.Path) {
		return nil, &Error{
			Path: f.Path, Err: fmt.Errorf("%w (%d MB, at most %d MB)", ErrTooLarge, f.Size>>20, TextLimit>>20),
			code: "file-too-large", hint: "Split it into several pages, or move it out of the site's folders.",
		}
	}
	if data := f.text.take(); data != nil {
		return *data, nil
	}
	data, err := readAll(f.disk, f.name, f.Size)
	if err != nil {
		return nil, &Error{Path: f.Path, Err: disk.Reason(err), code: "unreadable-file", hint: hintUnreadable}
	}
	if int64(len(data)) != f.Size || memo.Of(data) != f.Sum {
		return nil, &Error{Path: f.Path, Err: ErrChanged, code: "file-changed", hint: "Build again when nobody is saving to it."}
	}
	return data, nil
}

// Tree is every input file of a site at one time. It is immutable and safe for concurrent use.
type Tree struct {
	files       []*File          // sorted by path
	overridden  map[string]*File // built-in files that the site has its own version of, by path
	sum         memo.Sum
	diagnostics []diag.Diagnostic
	ignored     int
	noContent   bool
}

// HasContent reports whether the folder content/ is there, even if it is empty.
func (t *Tree) HasContent() bool { return !t.noContent }

// seal sorts the diagnostics of a tree and computes its digest. The files are sorted already.
func (t *Tree) seal() *Tree {
	slices.SortStableFunc(t.diagnostics, func(a, b diag.Diagnostic) int {
		return cmp.Or(strings.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line))
	})
	h := memo.NewHash("source.Tree")
	h.Int(len(t.files))
	for _, f := range t.files {
		h.Sum(f.Key)
	}
	t.sum = h.Done()
	return t
}

// Overridden returns the built-in file with a path of which the site has its own version; nil when it has none.
func (t *Tree) Overridden(path string) *File { return t.overridden[path] }

// MapTree returns a tree of files in memory. The keys are paths below a site's root. No file is ignored.
func MapTree[T string | []byte](files map[string]T) *Tree {
	list := make([]*File, 0, len(files))
	for name, data := range files {
		list = append(list, heldFile(name, []byte(data)))
	}
	slices.SortFunc(list, byPath)
	return (&Tree{files: list}).seal()
}

func heldFile(name string, data []byte) *File {
	f := &File{Path: name, Sum: memo.Of(data), Size: int64(len(data)), text: newText(data, false)}
	f.Key = key(f.Path, f.Sum)
	return f
}

func byPath(a, b *File) int { return strings.Compare(a.Path, b.Path) }

func key(path string, sum memo.Sum) memo.Sum {
	h := memo.NewHash("source.File")
	h.String(path)
	h.Sum(sum)
	return h.Done()
}

// Files returns all files, sorted by path. The slice must not be changed.
func (t *Tree) Files() []*File { return t.files }

// File returns the file with a path, or nil.
func (t *Tree) File(path string) *File {
	if i, ok := t.search(path); ok {
		return t.files[i]
	}
	return nil
}

// Under returns the files in a folder and below it, sorted by path. dir has no slash at its end; "" means the whole
// site. The slice must not be changed.
func (t *Tree) Under(dir string) []*File {
	if dir == "" {
		return t.files
	}
	first, _ := t.search(dir + "/")
	last, _ := t.search(dir + "0") // "0" is the character after "/"
	return t.files[first:last:last]
}

func (t *Tree) search(path string) (int, bool) {
	return slices.BinarySearchFunc(t.files, path, func(f *File, path string) int { return strings.Compare(f.Path, path) })
}

// Sum returns the digest of all paths and contents. The Diagnostics may change while it stays the same, for example when an
// excluded conflict copy is edited.
func (t *Tree) Sum() memo.Sum { return t.sum }

// Diagnostics returns what was found while the tree was read, sorted by file. The slice must not be changed.
func (t *Tree) Diagnostics() []diag.Diagnostic { return t.diagnostics }

// Ignored returns how many files and folders were ignored because programs leave them behind.
func (t *Tree) Ignored() int { return t.ignored }
