package serve

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// state is all that the server shows at one moment. It does not change.
type state struct {
	id      string         // digest of what is served, so that it means the same after a restart of the program
	pages   *build.Edition // what is served; nil when nothing could be built yet
	kept    bool           // pages are those of an earlier edition, because the configuration or the theme is broken
	buttons bool           // offer to open files
	found   []diag.Diagnostic
	desk    func() memo.Sum              // the digest of all that the desk shows; computed once
	byFile  map[string][]diag.Diagnostic // the problems of each file
	pageOf  func() map[string]string     // output path of the page that a file became; computed once
	source  map[string]string            // output path of a page to its file, of pages whose file has problems
	panels  map[string][]byte            // output path of a page to the errors to show on top of it
	named   map[string]bool              // the files that problems name, also as related ones
}

// newState returns the state in which pages are served and found is wrong. buttons offer to open files.
func newState(pages *build.Edition, kept bool, found []diag.Diagnostic, buttons bool) *state {
	st := &state{
		pages: pages, kept: kept, buttons: buttons, found: found, byFile: map[string][]diag.Diagnostic{},
		source: map[string]string{}, panels: map[string][]byte{}, named: map[string]bool{},
	}
	st.desk = sync.OnceValue(st.deskSum)
	for _, d := range found {
		st.byFile[d.Place.File] = append(st.byFile[d.Place.File], d)
		st.named[d.Place.File] = true
		for _, r := range d.Related {
			st.named[r.Place.File] = true
		}
	}
	st.pageOf = sync.OnceValue(st.pagesBySource)
	for file, list := range st.byFile {
		page, ok := st.pageOf()[file]
		if !ok {
			continue
		}
		st.source[page] = file
		if errors := errorsOf(list); len(errors) > 0 {
			st.panels[page] = panel(errors, buttons)
		}
	}
	h := memo.NewHash("snapshot")
	if pages != nil {
		h.Sum(pages.Sum())
	}
	for _, page := range site.SortedKeys(st.panels) {
		h.String(page)
		h.Bytes(st.panels[page])
	}
	st.id = h.Done().Short(32)
	return st
}

func (st *state) pagesBySource() map[string]string {
	pages := map[string]string{}
	for _, o := range st.outputs() {
		if o.Page {
			pages[o.Source] = o.Path
		}
	}
	return pages
}

func (st *state) deskSum() memo.Sum {
	var text bytes.Buffer
	if err := diag.WriteJSON(&text, st.found); err != nil {
		panic("serve: " + err.Error()) // a buffer takes everything, and every diagnostic can be written
	}
	h := memo.NewHash("desk")
	h.Bool(st.kept)
	h.Bool(st.buttons)
	h.Bytes(text.Bytes())
	return h.Done()
}

// outputs returns what is served, sorted by path.
func (st *state) outputs() []site.Output {
	if st.pages == nil {
		return nil
	}
	return st.pages.Outputs()
}

// served returns the digest of an output as it is served: a panel is part of its page.
func (st *state) served(o site.Output) memo.Sum {
	if len(st.panels) == 0 {
		return o.Key
	}
	panel, ok := st.panels[o.Path]
	if !ok {
		return o.Key
	}
	h := memo.NewHash("served")
	h.Sum(o.Key)
	h.Bytes(panel)
	return h.Done()
}

// version returns what is served at an output path; the sum is zero when nothing is.
func (st *state) version(path string) version {
	if st.pages != nil {
		if o, ok := st.pages.Find(path); ok {
			return st.versionOf(o)
		}
	}
	return version{path: path}
}

func (st *state) versionOf(o site.Output) version {
	return version{path: o.Path, sum: st.served(o), style: strings.HasPrefix(o.MediaType, "text/css")}
}

// building is the key of every page before the first state.
const building = "building"

// key names the version of what is served at an address, so that a page can tell whether it is up to date. It is empty
// when nothing is served there.
func (st *state) key(address string) string {
	switch sum := st.version(strings.TrimPrefix(address, "/")).sum; {
	case address == problemsURL:
		return st.desk().Short(32)
	case st.pages == nil: // the errors are shown instead, whatever the address
		return building + "-" + st.desk().Short(32)
	case sum.IsZero():
		return ""
	default:
		return sum.Short(32)
	}
}

// spoilsAll reports whether d is an error in what every page depends on.
func spoilsAll(d diag.Diagnostic) bool {
	return d.Severity == diag.Error && d.Concerns != diag.ConcernFile
}

func errorsOf(found []diag.Diagnostic) []diag.Diagnostic {
	return slices.DeleteFunc(slices.Clone(found), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
}

func isHTML(o site.Output) bool { return strings.HasPrefix(o.MediaType, "text/html") }
