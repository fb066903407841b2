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

// state is everything that the server shows at one time. It is immutable.
type state struct {
	id          string         // digest of what is served, so that it stays valid when the program is restarted
	pages       *build.Edition // the edition that is served; nil when nothing could be built yet
	stale       bool           // pages is an earlier edition, because the configuration or the theme is broken
	token       string         // with which pages may open files; empty when nothing can open them
	problems    []diag.Diagnostic
	problemsSum func() memo.Sum              // digest of the list of problems; computed once
	byFile      map[string][]diag.Diagnostic // the problems of each file
	pageOf      func() map[string]string     // output path of the page of each file; computed once
	sourceOf    map[string]string            // file of a page by output path, if the file has problems
	panels      map[string][]byte            // errors to show on top of a page, by output path
	openable    map[string]bool              // files that are named by problems, which alone may be opened
}

// newState returns the state with the given fields.
func newState(pages *build.Edition, stale bool, problems []diag.Diagnostic, token string) *state {
	st := &state{
		pages: pages, stale: stale, token: token, problems: problems, byFile: map[string][]diag.Diagnostic{},
		sourceOf: map[string]string{}, panels: map[string][]byte{}, openable: map[string]bool{},
	}
	st.problemsSum = sync.OnceValue(st.computeProblemsSum)
	for _, d := range problems {
		st.byFile[d.Place.File] = append(st.byFile[d.Place.File], d)
		st.openable[d.Place.File] = true
		for _, r := range d.Related {
			st.openable[r.Place.File] = true
		}
	}
	st.pageOf = sync.OnceValue(st.pagesBySource)
	for file, list := range st.byFile {
		page, ok := st.pageOf()[file]
		if !ok {
			continue
		}
		st.sourceOf[page] = file
		if errors := errorsOf(list); len(errors) > 0 {
			st.panels[page] = panel(errors, token)
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
	for _, o := range st.pages.Outputs() {
		if o.Page {
			pages[o.Source] = o.Path
		}
	}
	return pages
}

func (st *state) computeProblemsSum() memo.Sum {
	var text bytes.Buffer
	if err := diag.WriteJSON(&text, st.problems); err != nil {
		panic("serve: " + err.Error()) // a buffer takes everything, and every diagnostic can be written
	}
	h := memo.NewHash("desk")
	h.Bool(st.stale)
	h.String(st.token)
	h.Bytes(text.Bytes())
	return h.Done()
}

// served returns the digest of an output as it is served, with its panel.
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

// building is the version key of every page before the first state.
const building = "building"

// versionKey identifies the version of what is served at an address, so that a page can tell whether it is up to date. It is
// empty when nothing is served there.
func (st *state) versionKey(address string) string {
	switch sum := st.version(strings.TrimPrefix(address, "/")).sum; {
	case address == problemsURL:
		return st.problemsSum().Short(32)
	case st.pages == nil: // the errors are shown instead, whatever the address
		return building + "-" + st.problemsSum().Short(32)
	case sum.IsZero():
		return ""
	default:
		return sum.Short(32)
	}
}

// affectsAllPages reports whether d is an error in something that every page depends on.
func affectsAllPages(d diag.Diagnostic) bool {
	return d.Severity == diag.Error && d.Concerns != diag.ConcernFile
}

func errorsOf(found []diag.Diagnostic) []diag.Diagnostic {
	return slices.DeleteFunc(slices.Clone(found), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
}

func isHTML(o site.Output) bool { return strings.HasPrefix(o.MediaType, "text/html") }
