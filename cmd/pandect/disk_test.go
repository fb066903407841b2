package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pandect/internal/sitetest"
)

var (
	diskSeed    = flag.Uint64("seed", 1, "seed of the first random script on disk")
	diskScripts = flag.Int("scripts", 4, "number of random scripts on disk; each has the next seed")
)

// TestAWatchedFolderEqualsABuild plays random scripts of edits on disk, saved in the ways that editors save, beside
// build --watch. When it has come to rest, its output must be what a build into an empty folder makes, without files
// that no longer belong to the site.
func TestAWatchedFolderEqualsABuild(t *testing.T) {
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} { // where the build cache lies
		t.Setenv(name, t.TempDir())
	}
	compared := 0
	for i := range *diskScripts {
		seed := *diskSeed + uint64(i)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			compared += playOnDisk(t, seed)
		})
		if n := i + 1; n%20 == 0 {
			fmt.Fprintf(os.Stderr, "%d of %d scripts on disk, %d editions compared, %s\n", n, *diskScripts, compared, time.Now().Format(time.TimeOnly))
		}
	}
	if compared < *diskScripts {
		t.Error("too few scripts have editions without an error")
	}
}

// spoken is what a program says. It is safe for concurrent use.
type spoken struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *spoken) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *spoken) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// playOnDisk returns how many editions were compared.
func playOnDisk(t *testing.T, seed uint64) (compared int) {
	site, public := t.TempDir(), filepath.Join(t.TempDir(), "public")
	arguments := func(output string) []string {
		return []string{"build", "--source", site, "--output", output, "--now", sitetest.Noon.Format(time.RFC3339)}
	}
	disk := &siteOnDisk{t: t, folder: site, random: rand.New(rand.NewPCG(seed, 3)), files: map[string]string{}}
	disk.save("config.toml", "")
	disk.save("content/_index.md", "# Start\n")

	ctx, cancel := context.WithCancel(t.Context())
	said, ended := &spoken{}, make(chan int, 1)
	go func() {
		ended <- run(ctx, append(arguments(public), "--watch", "--accept-removals"), strings.NewReader(""), said, said)
	}()
	defer func() {
		cancel()
		if code := <-ended; code != exitDone {
			t.Errorf("exit code %d", code)
		}
		if t.Failed() {
			t.Logf("again: go test ./cmd/pandect -run TestAWatchedFolderEqualsABuild -seed %d -scripts 1\n%s", seed, said)
		}
	}()

	state := sitetest.NewState()
	for _, edit := range sitetest.Random(seed) {
		done := state.Apply(edit)
		if done && edit.Verb == "rename" { // all else is done before the next comparison
			disk.rename(edit.Args[0], edit.Args[1])
		}
		if edit.Verb != "load" {
			continue
		}
		fresh := filepath.Join(t.TempDir(), "fresh")
		if files := maps.Clone(state.Files); !disk.becomeGood(files, func() int {
			var out bytes.Buffer
			code := run(t.Context(), append(arguments(fresh), "--format", "json"), strings.NewReader(""), &out, io.Discard)
			removeFaults(t, out.Bytes(), files)
			return code
		}) {
			continue
		}
		compared++
		want := published(t, fresh)
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
			got := withoutRetired(published(t, public), want)
			if reflect.DeepEqual(got, want) {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("after %d comparisons the folder differs from a build: %s", compared, sitesDiffer(got, want))
			}
		}
	}
	return compared
}

// removeFaults takes the files that have errors out of a site, as told in a report.
func removeFaults(t *testing.T, report []byte, files map[string]string) {
	var told struct {
		Diagnostics []struct{ Severity, File string }
	}
	if err := json.Unmarshal(report, &told); err != nil {
		t.Fatalf("%v in %s", err, report)
	}
	for _, d := range told.Diagnostics {
		if d.Severity == "error" {
			maps.DeleteFunc(files, func(name, _ string) bool { return name == d.File || strings.HasPrefix(name, d.File+"/") })
		}
	}
}

// published returns the files of a finished site and its folders, which have a slash at the end, without the record of
// what was written. A file that is being replaced may be missing.
func published(t *testing.T, folder string) map[string]string {
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		rel, _ := filepath.Rel(folder, name)
		rel = filepath.ToSlash(rel)
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(entry.Name(), ".") && entry.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(entry.Name(), "."):
			return nil
		case entry.IsDir():
			files[rel+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(name)
		if os.IsNotExist(err) {
			return nil
		}
		files[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// withoutRetired leaves out scripts and styles of earlier editions, which stay for a while.
func withoutRetired(got, want map[string]string) map[string]string {
	maps.DeleteFunc(got, func(name, _ string) bool {
		_, wanted := want[name]
		return !wanted && (strings.HasPrefix(name, "assets/") || strings.HasPrefix(name, "search/"))
	})
	return got
}

func sitesDiffer(got, want map[string]string) string {
	var list []string
	for name := range want {
		if text, ok := got[name]; !ok {
			list = append(list, name+" is missing")
		} else if text != want[name] {
			list = append(list, name+" differs")
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			list = append(list, name+" is left over")
		}
	}
	slices.Sort(list)
	return strings.Join(list, "; ")
}

// siteOnDisk is a site that is edited as people and their programs edit it.
type siteOnDisk struct {
	t      *testing.T
	folder string
	random *rand.Rand
	files  map[string]string // what is there
}

// become makes the site have these files and no others, in a random order.
func (d *siteOnDisk) become(files map[string]string) {
	names := slices.Sorted(maps.Keys(d.files))
	for name := range files {
		if _, ok := d.files[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	d.random.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for pass := range 2 { // first what goes, because a folder may come where a file was
		for _, name := range names {
			text, is := files[name]
			before, was := d.files[name]
			switch {
			case pass == 0 && was && !is:
				d.remove(name)
			case pass == 1 && is && (!was || text != before):
				d.save(name, text)
			default:
				continue
			}
			d.pause()
		}
	}
}

// becomeGood makes the site have these files, and then those that are left, until a build has no error. It returns false
// when that never comes to be.
func (d *siteOnDisk) becomeGood(files map[string]string, build func() int) bool {
	for range 10 {
		if _, ok := files["config.toml"]; !ok {
			files["config.toml"] = ""
		}
		d.become(files)
		if build() == exitDone {
			return true
		}
	}
	return false
}

func (d *siteOnDisk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// pause now and then waits about as long as the watcher waits for silence, so that some bursts are seen in two halves.
func (d *siteOnDisk) pause() {
	if d.random.IntN(8) == 0 {
		time.Sleep(time.Duration(d.random.IntN(60)) * time.Millisecond)
	}
}

// rename moves a file, or a folder with all that is in it, unless something is there already.
func (d *siteOnDisk) rename(from, to string) {
	moved := map[string]string{}
	for name := range d.files {
		if below, ok := strings.CutPrefix(name, from); ok && (below == "" || below[0] == '/') {
			moved[name] = to + below
		}
	}
	source, target := filepath.Join(d.folder, from), filepath.Join(d.folder, to)
	if _, err := os.Lstat(target); err == nil || len(moved) == 0 || os.MkdirAll(filepath.Dir(target), 0o777) != nil {
		return
	}
	d.must(os.Rename(source, target))
	for before, after := range moved {
		d.files[after] = d.files[before]
		delete(d.files, before)
	}
	d.removeEmpty(filepath.Dir(source))
	d.removeEmpty(filepath.Dir(target))
	d.pause()
}

// removeEmpty removes a folder that is empty, and those above that are then.
func (d *siteOnDisk) removeEmpty(folder string) {
	for ; folder != d.folder && os.Remove(folder) == nil; folder = filepath.Dir(folder) {
	}
}

// remove removes a file, and the folders that it leaves empty.
func (d *siteOnDisk) remove(name string) {
	full := filepath.Join(d.folder, name)
	d.must(os.Remove(full))
	d.removeEmpty(filepath.Dir(full))
	delete(d.files, name)
}

func (d *siteOnDisk) save(name, text string) {
	full := filepath.Join(d.folder, name)
	d.must(os.MkdirAll(filepath.Dir(full), 0o777))
	_, was := d.files[name]
	switch way := d.random.IntN(4); {
	case way == 0: // in place, in two parts
		file, err := os.Create(full)
		d.must(err)
		half := len(text) / 2
		_, err = file.WriteString(text[:half])
		d.must(err)
		d.pause()
		_, err = file.WriteString(text[half:])
		d.must(err)
		d.must(file.Close())
	case way == 1 && was: // as vim does: the old one goes away, the new one comes, the old one is removed
		d.must(os.Rename(full, full+"~"))
		d.must(os.WriteFile(full, []byte(text), 0o666))
		d.must(os.Remove(full + "~"))
	case way == 2 && was: // as git does
		d.must(os.Remove(full))
		d.must(os.WriteFile(full, []byte(text), 0o666))
	default: // another name first
		temporary := filepath.Join(filepath.Dir(full), "."+filepath.Base(full)+".tmp")
		d.must(os.WriteFile(temporary, []byte(text), 0o666))
		d.must(os.Rename(temporary, full))
	}
	d.files[name] = text
}
