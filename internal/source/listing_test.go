package source_test

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pandect/internal/disk"
	"pandect/internal/source"
)

// everythingIsListed fails unless a listing shows every file of a tree that lies on disk as it is, and a folder of the
// listing, or one of its targets, tells what is done to the file.
func everythingIsListed(t *testing.T, root string, tree *source.Tree, output string) {
	t.Helper()
	system := disk.System{}
	top, err := system.Resolve(root)
	must(t, err)
	list := source.List(t.Context(), system, root, output)
	stamps, folders := map[string]disk.Stamp{}, map[string]bool{}
	for name, stamp := range list.Stamps {
		if real, err := system.Resolve(name); err == nil && stamp.Mode&fs.ModeSymlink == 0 { // not of a link that is left out
			stamps[real] = stamp
		}
	}
	for name := range list.Folders {
		if real, err := system.Resolve(name); err == nil {
			folders[real] = true
		}
	}
	folders[top] = true // in which the inputs lie
	for _, f := range tree.Files() {
		real, err := system.Resolve(filepath.Join(root, filepath.FromSlash(f.Path)))
		if err != nil || !disk.Within(real, top) { // it is built in
			continue
		}
		info, err := system.Lstat(real)
		must(t, err)
		if stamps[real] != disk.StampOf(info) {
			t.Errorf("%s is in the tree, and its stamp in the listing is %+v", f.Path, stamps[real])
		}
		if !folders[filepath.Dir(real)] && !slices.Contains(list.Targets, real) {
			t.Errorf("%s is in the tree, and nothing in the listing tells of it", f.Path)
		}
	}
}

func TestAListingGoesWhereASnapshotGoes(t *testing.T) {
	root := realTemp(t)
	write(t, root, map[string]string{
		"config.toml": "", "README.md": "", "content/a.md": "", "content/.git/index": "", "content/a.md~": "", "content/b/c.md": "",
		"content/out/index.html": "", "themes/own/theme.toml": "", "common/s.md": "", "common/deep/t.md": "", "common/u.md": "",
	})
	for name, target := range map[string]string{
		"content/common": "../common/deep", "content/again": "../common/deep", "content/s.md": "../common/s.md", "content/b/same": "../b",
		"content/nowhere.md": "nowhere", "checklists.tsv": "common/u.md",
	} {
		must(t, os.Symlink(filepath.FromSlash(target), filepath.Join(root, name)))
	}
	list := source.List(t.Context(), disk.System{}, root, filepath.Join(root, "content/out"))
	below := func(names []string) []string {
		for i, name := range names {
			rest, err := filepath.Rel(root, name)
			must(t, err)
			names[i] = filepath.ToSlash(rest)
		}
		slices.Sort(names)
		return names
	}
	equal(t, "stamps", below(slices.Collect(maps.Keys(list.Stamps))), []string{
		"checklists.tsv", "config.toml", "content", "content/a.md", "content/again", "content/b", "content/b/c.md",
		"content/b/same", "content/common", "content/nowhere.md", "content/out", "content/s.md", "themes", "themes/own", "themes/own/theme.toml",
	})
	equal(t, "folders", below(slices.Collect(maps.Keys(list.Folders))), []string{"content", "content/b", "themes", "themes/own"})
	equal(t, "targets", below(list.Targets), []string{"common/u.md"})
	if !list.Stamps[filepath.Join(root, "checklists.tsv")].Mode.IsRegular() {
		t.Error("the stamp of a link is not that of its target")
	}
}

func TestAListingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if list := source.List(ctx, disk.System{}, t.TempDir(), ""); list != nil {
		t.Errorf("listing %+v", list)
	}
}
