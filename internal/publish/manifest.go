package publish

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// manifestVersion is the version of the format.
const manifestVersion = 1

// entry is one published file.
type entry struct {
	path   string
	key    memo.Sum // of the output; zero when it has to be rendered again even if nothing changes
	size   int
	digest memo.Sum // of its bytes
	kind   kind
	before memo.Sum // digest of what it replaces, while a run is replacing files; else zero
}

// manifest is the list of published files, sorted by path. But for what is retired or lost it has no time, machine or user, so that it is
// reproducible.
type manifest struct {
	edition memo.Sum // zero while a run is replacing files
	entries []entry
	retired []retiree // sorted by path; they belong to no edition
	counted bool      // the kinds tell blank pages and copied files
	peak    peak
}

func (m manifest) find(path string) (entry, bool) {
	i, ok := slices.BinarySearchFunc(m.entries, path, func(e entry, path string) int { return strings.Compare(e.path, path) })
	if !ok {
		return entry{}, false
	}
	return m.entries[i], true
}

// manifestFile is the JSON form of a manifest.
type manifestFile struct {
	Version int            `json:"pandect"`
	Edition string         `json:"edition"`
	Outputs []manifestLine `json:"outputs"`
	Retired []retiredLine  `json:"retired"`
	Counted bool           `json:"counted"`
	Peak    *peakLine      `json:"peak"`
}

type peakLine struct {
	Pages int       `json:"pages"`
	Files int       `json:"files"`
	Since time.Time `json:"since"`
}

type retiredLine struct {
	manifestLine
	Since time.Time `json:"since"`
	Runs  int       `json:"runs"`
}

type manifestLine struct {
	Path   string `json:"path"`
	Key    string `json:"key"`
	Size   int    `json:"size"`
	Digest string `json:"digest"`
	Kind   string `json:"kind,omitempty"`
	Before string `json:"before,omitempty"`
}

// encode writes one line for each entry, so that manifests can be compared with diff.
func (m manifest) encode() []byte {
	b := make([]byte, 0, 100+len(m.entries)*220)
	b = fmt.Appendf(b, "{\"pandect\":%d,\"edition\":\"%s\",\"outputs\":[", manifestVersion, sumText(m.edition))
	for i, e := range m.entries {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(e.encode(b), '}')
	}
	b = append(b, "\n]"...)
	for i, e := range m.retired {
		b = append(b, [2]string{",\"retired\":[", ","}[min(i, 1)]...)
		b = fmt.Appendf(e.encode(b), ",\"since\":\"%s\",\"runs\":%d}", e.since.UTC().Format(time.RFC3339), e.runs)
	}
	if len(m.retired) > 0 {
		b = append(b, "\n]"...)
	}
	if m.counted {
		b = append(b, ",\"counted\":true"...)
	}
	if p := m.peak; !p.since.IsZero() {
		b = fmt.Appendf(b, ",\"peak\":{\"pages\":%d,\"files\":%d,\"since\":\"%s\"}", p.pages, p.files, p.since.UTC().Format(time.RFC3339))
	}
	return append(b, "}\n"...)
}

// encode writes an entry without its last brace.
func (e entry) encode(b []byte) []byte {
	name, _ := json.Marshal(e.path) // cannot fail for a string
	b = append(append(b, "\n{\"path\":"...), name...)
	b = append(append(b, ",\"key\":\""...), sumText(e.key)...)
	b = strconv.AppendInt(append(b, "\",\"size\":"...), int64(e.size), 10)
	b = append(append(b, ",\"digest\":\""...), sumText(e.digest)...)
	if e.kind != kindFile {
		b = append(append(b, "\",\"kind\":\""...), e.kind...)
	}
	if !e.before.IsZero() {
		b = append(append(b, "\",\"before\":\""...), sumText(e.before)...)
	}
	return append(b, '"')
}

func sumText(s memo.Sum) string {
	if s.IsZero() {
		return ""
	}
	return s.String()
}

// decodeManifest is strict, because files are removed according to the manifest.
func decodeManifest(raw []byte) (manifest, error) {
	var f manifestFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return manifest{}, err
	}
	if f.Version != manifestVersion {
		return manifest{}, fmt.Errorf("version %d, not %d", f.Version, manifestVersion)
	}
	m := manifest{entries: make([]entry, len(f.Outputs)), retired: make([]retiree, len(f.Retired)), counted: f.Counted}
	if f.Peak != nil {
		m.peak = peak{f.Peak.Pages, f.Peak.Files, f.Peak.Since}
	}
	var err error
	if m.edition, err = parseSum(f.Edition); err != nil {
		return manifest{}, err
	}
	for i, l := range f.Outputs {
		if i > 0 && l.Path <= f.Outputs[i-1].Path {
			return manifest{}, fmt.Errorf("entry %d is not in order", i+1)
		}
		if m.entries[i], err = l.decode(); err != nil {
			return manifest{}, err
		}
	}
	for i, l := range f.Retired {
		if i > 0 && l.Path <= f.Retired[i-1].Path {
			return manifest{}, fmt.Errorf("retired entry %d is not in order", i+1)
		}
		m.retired[i] = retiree{since: l.Since, runs: l.Runs}
		if m.retired[i].entry, err = l.decode(); err != nil {
			return manifest{}, err
		}
	}
	return m, nil
}

func (l manifestLine) decode() (e entry, err error) {
	e = entry{path: l.Path, size: l.Size, kind: kind(l.Kind)}
	if !isValidPath(l.Path) || l.Size < 0 {
		return entry{}, fmt.Errorf("%q cannot have been published", l.Path)
	}
	if !slices.Contains([]kind{kindPage, kindBlank, kindCopy, kindMade, kindAsset, kindIndex}, e.kind) { // a later version may know more of them
		e.kind = kindFile
	}
	if e.key, err = parseSum(l.Key); err != nil {
		return entry{}, err
	}
	if e.digest, err = parseSum(l.Digest); err != nil {
		return entry{}, err
	}
	e.before, err = parseSum(l.Before)
	return e, err
}

func parseSum(s string) (sum memo.Sum, err error) {
	if s == "" {
		return sum, nil
	}
	if len(s) != hex.EncodedLen(len(sum)) {
		return sum, errors.New("a digest has the wrong length")
	}
	_, err = hex.Decode(sum[:], []byte(s))
	return sum, err
}

// loadManifest reads the manifest of the run before. One that cannot be read counts as empty, so that nothing is removed.
func (r *run) loadManifest() manifest {
	raw, err := r.folder.read(manifestName, nil)
	if errors.Is(err, fs.ErrNotExist) {
		return manifest{}
	}
	m, decoding := decodeManifest(raw)
	if err == nil && decoding == nil {
		r.oldRaw = raw
		return m
	}
	r.add(diag.Warning, "manifest-unreadable", manifestName,
		"The list of files that were published before cannot be read, so files that are no longer wanted stay.",
		"If files of an earlier edition are in the way, empty the folder or build with --clean.")
	return manifest{}
}
