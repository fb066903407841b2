package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatIsAFault(t *testing.T) {
	for name, c := range map[string]struct {
		page, fault string
	}{
		"whole":          {`<html><a href="other.html#x">x</a><a href="https://example.com/">y</a></html>`, ""},
		"a folder":       {`<html><a href="part/">x</a></html>`, "part/index.html, which is missing"},
		"half":           {`<html><a href="other.html">x</a>`, "not whole"},
		"a missing page": {`<html><a href=gone.html>x</a></html>`, "gone.html, which is missing"},
		"a missing file": {`<html><script src="app-1.js"></script></html>`, "app-1.js, which is missing"},
	} {
		dir := t.TempDir()
		for file, text := range map[string]string{"index.html": c.page, "other.html": "<html></html>"} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if fault := check(dir); (c.fault == "") != (fault == "") || !strings.Contains(fault, c.fault) {
			t.Errorf("%s: %q", name, fault)
		}
	}
}
