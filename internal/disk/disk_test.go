package disk

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestWithin(t *testing.T) {
	at := filepath.FromSlash
	for names, want := range map[[2]string]bool{
		{"/a/b", "/a"}: true, {"/a", "/a"}: true, {"/a", "/"}: true,
		{"/ab", "/a"}: false, {"/a", "/a/b"}: false, {"/b", "/a"}: false,
	} {
		if got := Within(at(names[0]), at(names[1])); got != want {
			t.Errorf("%s is within %s: %v, want %v", names[0], names[1], got, want)
		}
	}
}

func TestAStampMovesWithAFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.md")
	stamp := func() Stamp {
		t.Helper()
		info, err := System{}.Lstat(name)
		if err != nil {
			t.Fatal(err)
		}
		return StampOf(info)
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(name, "one")
	one := stamp()
	if one == (Stamp{}) || one != stamp() {
		t.Errorf("two stamps of one file: %+v and %+v", one, stamp())
	}
	write(name, "longer")
	longer := stamp()
	if longer == one {
		t.Error("the stamp of a longer file is the same")
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(name, 0o700); err != nil {
		t.Fatal(err)
	}
	folder := stamp()
	write(filepath.Join(name, "inside"), "")
	if !folder.Mode.IsDir() || folder != stamp() {
		t.Error("the stamp of a folder moves with what is in it")
	}
}

func TestReasonNamesNoPath(t *testing.T) {
	for _, err := range []error{
		&fs.PathError{Op: "open", Path: "/home/me", Err: syscall.EACCES},
		&os.LinkError{Op: "rename", Old: "/home/me", New: "/home/you", Err: syscall.EACCES},
		syscall.EACCES,
	} {
		if got := Reason(err); got != syscall.EACCES {
			t.Errorf("the reason of %v is %v", err, got)
		}
	}
}
