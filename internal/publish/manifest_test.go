package publish_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pandect/internal/publish"
)

// Files are removed by what a manifest says, so it must never name one outside of the folder, whatever is in it.
func FuzzManifest(f *testing.F) {
	dir := f.TempDir()
	run(f, outputs(v1), publish.Options{Dir: dir})
	raw, err := os.ReadFile(filepath.Join(dir, ".pandect-manifest.json"))
	must(f, err)
	f.Add(raw)
	f.Add([]byte(`{"pandect":1,"edition":"","outputs":[{"path":"é\"\u0001.html","key":"","size":1,"digest":""}]}`))
	f.Add([]byte(`{"pandect":1,"edition":"","outputs":[{"path":"../a","key":"","size":1,"digest":""}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		again, paths, err := publish.Recode(raw)
		if err != nil {
			return
		}
		for _, p := range paths {
			if !publish.IsValidPath(p) || !filepath.IsLocal(p) {
				t.Errorf("%q is not below the folder", p)
			}
		}
		third, samePaths, err := publish.Recode(again)
		if err != nil || !bytes.Equal(again, third) || !slices.Equal(paths, samePaths) {
			t.Errorf("written again it is %q, %v", third, err)
		}
	})
}
