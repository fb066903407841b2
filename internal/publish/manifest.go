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

	"pandect/internal/diag"
	"pandect/internal/memo"
)

// manifestVersion changes when the meaning of the manifest does.
const manifestVersion = 1

// entry is one file that we wrote.
type entry struct {
	path   string
	key    memo.Sum // of the output; zero when it has to be made again even though nothing changed
	size   int
	digest memo.Sum // of its bytes
}

// manifest is the list of files that we wrote, sorted by path. It names nothing else: no time, no machine, no user.
type manifest struct {
	edition memo.Sum // zero while a run is replacing files
	entries []entry
}

func (m manifest) find(path string) (entry, bool) {
	i, ok := slices.BinarySearchFunc(m.entries, path, func(e entry, path string) int { return strings.Compare(e.path, path) })
	if !ok {
		return entry{}, false
	}
	return m.entries[i], true
}

// file is how a manifest is written.
type file struct {
	Version int    `json:"pandect"`
	Edition string `json:"edition"`
	Outputs []line `json:"outputs"`
}

type line struct {
	Path   string `json:"path"`
	Key    string `json:"key"`
	Size   int    `json:"size"`
	Digest string `json:"digest"`
}

// encode writes one line for each entry, so that manifests can be compared by eye.
func (m manifest) encode() []byte {
	b := make([]byte, 0, 100+len(m.entries)*220)
	b = fmt.Appendf(b, "{\"pandect\":%d,\"edition\":\"%s\",\"outputs\":[", manifestVersion, sumText(m.edition))
	for i, e := range m.entries {
		if i > 0 {
			b = append(b, ',')
		}
		name, _ := json.Marshal(e.path) // a string always can be written
		b = append(append(b, "\n{\"path\":"...), name...)
		b = append(append(b, ",\"key\":\""...), sumText(e.key)...)
		b = strconv.AppendInt(append(b, "\",\"size\":"...), int64(e.size), 10)
		b = append(append(b, ",\"digest\":\""...), sumText(e.digest)...)
		b = append(b, "\"}"...)
	}
	return append(b, "\n]}\n"...)
}

func sumText(s memo.Sum) string {
	if s.IsZero() {
		return ""
	}
	return s.String()
}

// decodeManifest refuses whatever encode does not write, because files will be removed by what it says.
func decodeManifest(raw []byte) (manifest, error) {
	var f file
	if err := json.Unmarshal(raw, &f); err != nil {
		return manifest{}, err
	}
	if f.Version != manifestVersion {
		return manifest{}, fmt.Errorf("version %d, not %d", f.Version, manifestVersion)
	}
	m := manifest{entries: make([]entry, len(f.Outputs))}
	var err error
	if m.edition, err = parseSum(f.Edition); err != nil {
		return manifest{}, err
	}
	for i, l := range f.Outputs {
		e := entry{path: l.Path, size: l.Size}
		if !isLegal(l.Path) || l.Size < 0 || i > 0 && l.Path <= f.Outputs[i-1].Path {
			return manifest{}, fmt.Errorf("entry %d is not in order", i+1)
		}
		if e.key, err = parseSum(l.Key); err != nil {
			return manifest{}, err
		}
		if e.digest, err = parseSum(l.Digest); err != nil {
			return manifest{}, err
		}
		m.entries[i] = e
	}
	return m, nil
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

// loadManifest reads the manifest of the run before. One that cannot be read counts as none: then nothing in the folder
// is known to be ours.
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
