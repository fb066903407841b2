package assets_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"pandect/internal/assets"
)

// TestTheSearchClientIsSmall: it is a part of the script that every page loads.
func TestTheSearchClientIsSmall(t *testing.T) {
	const limit = 12 << 10
	o := assets.Options{Scripts: []string{"scripts/search/index.ts"}, Minify: true}
	theme := os.DirFS("../../themes/counsel")
	words := []string{"scripts/messages.ts", "scripts/say.ts"} // of which the bundle holds what the client says
	err := fs.WalkDir(theme, "scripts", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasPrefix(name, "scripts/search/") && !slices.Contains(words, name) {
			return err
		}
		data, err := fs.ReadFile(theme, name)
		o.Files = append(o.Files, assets.File{Path: name, Data: data, Origin: name})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	list, found := assets.Bundle(o)
	if len(list) != 1 || len(found) > 0 {
		t.Fatalf("%d assets, %v", len(list), found)
	}
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	w.Write(list[0].Data)
	w.Close()
	t.Logf("%d bytes, %d compressed", len(list[0].Data), b.Len())
	if b.Len() > limit {
		t.Errorf("the search client has %d bytes compressed, %d are allowed", b.Len(), limit)
	}
	for _, word := range []string{"fetch(", "eval(", "Function(", "Worker(", "WebAssembly", "import("} {
		if strings.Contains(string(list[0].Data), word) {
			t.Errorf("the search client uses %s, which does not work everywhere", word)
		}
	}
}
