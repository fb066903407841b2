package serve

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// state is all that the server shows at one moment. It does not change.
type state struct {
	snapshot
	pages  *build.Edition // what is served; nil when nothing could be built yet
	kept   bool           // pages are those of an earlier edition, because the configuration or the theme is broken
	found  []diag.Diagnostic
	desk   memo.Sum                     // of all that the desk shows
	byFile map[string][]diag.Diagnostic // the problems of each file
	source map[string]string            // output path of a page to its file, of pages whose file has problems
	panels map[string][]byte            // output path of a page to the errors to show on top of it
	named  map[string]bool              // the files that problems name, also as related ones
}

// snapshot is what is remembered of a state when it has passed.
type snapshot struct {
	id       string // digest of versions, so that it means the same after a restart of the program
	versions []version
}

// version is an output as it is served. Equal sums mean equal bytes.
type version struct {
	path  string
	sum   memo.Sum
	style bool // a style sheet
}

// newState returns the state in which pages are served and found is wrong. buttons offer to open files.
func newState(pages *build.Edition, kept bool, found []diag.Diagnostic, buttons bool) *state {
	st := &state{
		pages: pages, kept: kept, found: found, byFile: map[string][]diag.Diagnostic{},
		source: map[string]string{}, panels: map[string][]byte{}, named: map[string]bool{},
	}
	var text bytes.Buffer
	if err := diag.WriteJSON(&text, found); err != nil {
		panic("serve: " + err.Error()) // a buffer takes everything, and every diagnostic can be written
	}
	h := memo.NewHash("desk")
	h.Bool(kept)
	h.Bytes(text.Bytes())
	st.desk = h.Done()
	for _, d := range found {
		st.byFile[d.Place.File] = append(st.byFile[d.Place.File], d)
		st.named[d.Place.File] = true
		for _, r := range d.Related {
			st.named[r.Place.File] = true
		}
	}
	for file, list := range st.byFile {
		page, ok := pageOf(pages, file)
		if !ok {
			continue
		}
		st.source[page] = file
		if errors := errorsOf(list); len(errors) > 0 {
			st.panels[page] = panel(errors, buttons)
		}
	}
	st.snapshot = st.take()
	return st
}

// take lists the outputs as they are served: a panel is part of its page.
func (st *state) take() snapshot {
	all := memo.NewHash("snapshot")
	var versions []version
	if st.pages != nil {
		outputs := st.pages.Outputs()
		versions = make([]version, len(outputs))
		for i, o := range outputs {
			v := version{path: o.Path, sum: o.Key, style: strings.HasPrefix(o.MediaType, "text/css")}
			if isHTML(o) {
				h := memo.NewHash("served")
				h.Sum(o.Key)
				h.Bytes(st.panels[o.Path])
				v.sum = h.Done()
			}
			versions[i] = v
			all.String(v.path)
			all.Sum(v.sum)
		}
	}
	return snapshot{id: all.Done().Short(32), versions: versions}
}

// sum returns the digest of what is served at an output path, or zero when nothing is.
func (s *snapshot) sum(path string) memo.Sum {
	i, ok := slices.BinarySearchFunc(s.versions, path, func(v version, path string) int { return strings.Compare(v.path, path) })
	if !ok {
		return memo.Sum{}
	}
	return s.versions[i].sum
}

// building is the key of every page before the first state.
const building = "building"

// key names the version of what is served at an address, so that a page can tell whether it is up to date. It is empty
// when nothing is served there.
func (st *state) key(address string) string {
	switch sum := st.sum(strings.TrimPrefix(address, "/")); {
	case address == problemsURL:
		return st.desk.Short(32)
	case st.pages == nil: // the errors are shown instead, whatever the address
		return building + "-" + st.desk.Short(32)
	case sum.IsZero():
		return ""
	default:
		return sum.Short(32)
	}
}

// difference returns the paths that were changed, added or removed between two snapshots, sorted, and apart from them
// the style sheets that another version of the same path can take the place of.
func difference(from, to []version) (changed, styles []string) {
	for len(from) > 0 || len(to) > 0 {
		order := 0
		switch {
		case len(from) == 0:
			order = 1
		case len(to) == 0:
			order = -1
		default:
			order = cmp.Compare(from[0].path, to[0].path)
		}
		switch {
		case order < 0:
			changed = append(changed, from[0].path)
			from = from[1:]
		case order > 0:
			changed = append(changed, to[0].path)
			to = to[1:]
		default:
			switch {
			case from[0].sum == to[0].sum:
			case from[0].style && to[0].style:
				styles = append(styles, to[0].path)
			default:
				changed = append(changed, to[0].path)
			}
			from, to = from[1:], to[1:]
		}
	}
	return changed, styles
}

// pageOf returns the output path of the page that a file below content/ becomes. An address that the front matter sets
// with "slug" is not known here; such a page has its problems on the desk alone.
func pageOf(e *build.Edition, file string) (string, bool) {
	below, ok := strings.CutPrefix(file, "content/")
	if !ok || e == nil || !strings.HasSuffix(below, ".md") {
		return "", false
	}
	for _, style := range []site.URLStyle{site.StyleFile, site.StyleDirectory} {
		if o, ok := e.Find(site.OutputPath(below, "", style)); ok && o.Page {
			return o.Path, true
		}
	}
	return "", false
}

// spoilsAll reports whether d is an error in what every page depends on.
func spoilsAll(d diag.Diagnostic) bool {
	if d.Severity != diag.Error || d.Code == "same-output" { // two files for one address spoil only that address
		return false
	}
	return d.Place.File == "config.toml" || strings.HasPrefix(d.Place.File, "themes/")
}

func errorsOf(found []diag.Diagnostic) []diag.Diagnostic {
	return slices.DeleteFunc(slices.Clone(found), func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
}

func isHTML(o site.Output) bool { return strings.HasPrefix(o.MediaType, "text/html") }
