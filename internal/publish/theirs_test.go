package publish_test

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"pandect/internal/publish"
)

// A file that somebody put in the place of a published one is theirs: it is neither replaced nor removed.
func TestAPublishedFileThatSomebodyReplaced(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, outputs(v1), o)
	for _, name := range []string{"index.html", "404.html", "turn/a.html", "swap"} { // to change, to stay, in a folder that goes, in the way of one
		now := maps.Clone(v1)
		now[name] = "theirs"
		put(t, o.Dir, map[string]string{name: "theirs"})
		equal(t, name, codes(run(t, outputs(v2), o)), []string{"output-in-the-way"})
		equal(t, name, folder(t, o.Dir), now)
		put(t, o.Dir, map[string]string{name: v1[name]})
	}
	put(t, o.Dir, map[string]string{"ethics/old/deep.html": "theirs", "index.html": "theirs"})
	o.Clean = true
	equal(t, "clean", counts(run(t, outputs(v2), o)), "7 written, 2 skipped, 4 removed, output-kept")
	equal(t, "folder", folder(t, o.Dir), with(v2, map[string]string{"ethics/old/deep.html": "theirs"}))
	o.Clean = false
	equal(t, "next run", counts(run(t, outputs(v2), o)), "0 written, 9 skipped, 0 removed")
}

// What links in the output lead to is somebody else's: it is neither written to nor removed.
func TestALinkInTheOutputIsNotFollowed(t *testing.T) {
	files := map[string]string{"ethics/a.html": "page", "index.html": "home"}
	theirs := map[string]string{"a.html": "page", "notes.txt": "theirs"}
	for name, earlier := range map[string]bool{"before the first run": false, "after it": true} {
		o := publish.Options{Dir: t.TempDir()}
		elsewhere, link := t.TempDir(), filepath.Join(o.Dir, "ethics")
		put(t, elsewhere, theirs)
		if earlier {
			run(t, outputs(files), o)
			must(t, os.RemoveAll(link))
		}
		must(t, os.Symlink(elsewhere, link))
		if _, ok := publish.Intact(t.Context(), o.Dir, edition(outputs(files)), 0); ok {
			t.Errorf("%s: the folder is said to be intact", name)
		}
		equal(t, name, codes(run(t, outputs(files), o)), []string{"output-in-the-way"})
		if earlier { // it is not removed through the link either
			equal(t, name+", a page less", codes(run(t, outputs(map[string]string{"index.html": "home"}), o)), []string{"output-kept"})
			run(t, outputs(files), publish.Options{Dir: o.Dir, Clean: true})
		}
		o.Clean = true
		equal(t, name+", clean", len(run(t, outputs(files), o).Diagnostics), 0)
		equal(t, name+": what the link led to", folder(t, elsewhere), theirs)
		equal(t, name+": the output", folder(t, o.Dir), files)
	}
}

func TestALinkInPlaceOfAPublishedFile(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	run(t, outputs(v1), o)
	theirs := filepath.Join(t.TempDir(), "home.html")
	must(t, os.WriteFile(theirs, []byte("home 1"), 0o644))
	must(t, os.Remove(filepath.Join(o.Dir, "index.html")))
	must(t, os.Symlink(theirs, filepath.Join(o.Dir, "index.html")))
	equal(t, "run", codes(run(t, outputs(v1), o)), []string{"output-in-the-way"})
	o.Clean = true
	equal(t, "clean run", len(run(t, outputs(v1), o).Diagnostics), 0)
	equal(t, "folder", folder(t, o.Dir), v1)
	if data, err := os.ReadFile(theirs); err != nil || string(data) != "home 1" {
		t.Errorf("the link's target holds %q (%v)", data, err)
	}
}

// Between comparing and replacing, somebody saves a file of their own.
func TestAFileThatSomebodyChangesMeanwhile(t *testing.T) {
	o := publish.Options{Dir: t.TempDir(), Jobs: 1}
	run(t, outputs(v1), o)
	d := &tampered{before: func(step, name string) error {
		if step == "rename" && filepath.Base(name) == ".pandect-manifest.json" {
			return os.WriteFile(filepath.Join(o.Dir, "index.html"), []byte("theirs, and longer"), 0o644)
		}
		return nil
	}}
	equal(t, "run", codes(runOn(t, outputs(v2), o, d)), []string{"output-in-the-way"})
	equal(t, "their file", folder(t, o.Dir)["index.html"], "theirs, and longer")
	equal(t, "next run", codes(run(t, outputs(v2), o)), []string{"output-in-the-way"})
	o.Clean = true
	equal(t, "clean run", len(run(t, outputs(v2), o).Diagnostics), 0)
	equal(t, "folder", folder(t, o.Dir), v2)
}
