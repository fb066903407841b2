package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestAnEditThatWasSavedMeanwhileIsKept(t *testing.T) {
	name := filepath.Join(t.TempDir(), "page.md")
	for what, c := range map[string]struct {
		before, now []byte
		replaced    bool
	}{
		"as before":          {[]byte("a"), []byte("a"), true},
		"edited":             {[]byte("a"), []byte("b"), false},
		"deleted":            {[]byte("a"), nil, false},
		"new":                {nil, nil, true},
		"somebody made it":   {nil, []byte("b"), false},
		"somebody made none": {nil, []byte{}, false},
	} {
		os.Remove(name)
		if c.now != nil {
			write(t, name, c.now, 0o644)
		}
		err := replaceFile(name, []byte("after"), change{before: c.before}.isUnchanged)
		if replaced := err == nil; replaced != c.replaced || err != nil && !errors.Is(err, errChanged) {
			t.Errorf("%s: error %v", what, err)
		}
		want := string(c.now)
		if c.replaced {
			want = "after"
		}
		if data, err := os.ReadFile(name); string(data) != want || (err != nil) != (!c.replaced && c.now == nil) {
			t.Errorf("%s: the file holds %q (%v), want %q", what, data, err, want)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(name), ".*.tmp")); len(left) > 0 {
			t.Errorf("%s: %v are left", what, left)
		}
	}
}

func TestReplacingKeepsLinksAndModes(t *testing.T) {
	dir := t.TempDir()
	target, link, second := filepath.Join(dir, "real", "page.md"), filepath.Join(dir, "page.md"), filepath.Join(dir, "second.md")
	if err := os.Mkdir(filepath.Dir(target), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, target, []byte("before"), 0o640)
	for name, to := range map[string]string{link: filepath.Join("real", "page.md"), second: "page.md"} {
		if err := os.Symlink(to, name); err != nil {
			t.Fatal("this system or this user cannot make symbolic links")
		}
	}
	if err := replaceFile(second, []byte("after"), nil); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{link, second} {
		if info, err := os.Lstat(name); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s is no link any more", name)
		}
	}
	info, err := os.Lstat(target)
	if data, _ := os.ReadFile(target); err != nil || string(data) != "after" || info.Mode().Perm() != 0o640 {
		t.Errorf("the target holds %q with mode %v", data, info.Mode())
	}
}

func write(t *testing.T, name string, data []byte, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(name, data, mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
}
