package publish_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"pandect/internal/publish"
)

// childDir names the environment variable that turns the test program into one that publishes until it is killed.
const childDir = "PANDECT_PUBLISH_CHILD_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		for n := 0; ; n++ {
			list := outputs(sealed(n))
			if report, err := publish.Publish(context.Background(), list, edition(list), publish.Options{Dir: dir, AcceptRemovals: true}); err != nil || len(report.Diagnostics) > 0 {
				fmt.Println(err, report.Diagnostics)
				os.Exit(1)
			}
		}
	}
	os.Exit(m.Run())
}

// sealed returns edition n of a site in which each file ends in the digest of what stands before.
func sealed(n int) map[string]string {
	files := map[string]string{}
	for i := range 60 {
		text := strings.Repeat(fmt.Sprintf("edition %d, file %d\n", n, i), 400)
		name := fmt.Sprintf("%d/%d.html", i%7, i)
		if i%5 == n%5 {
			name = fmt.Sprintf("only-%d/%d.html", n, i)
		}
		files[name] = text
	}
	script := fmt.Sprintf("assets/app-%d.js", n)
	links := func() (all string) {
		for name := range maps.Keys(files) {
			all += link(name)
		}
		return all
	}
	hub := links()
	passing := ""
	for name := range maps.Keys(files) {
		if strings.HasPrefix(name, "only-") {
			passing += link(name)
		}
	}
	for name, text := range files {
		if strings.HasPrefix(name, "only-") { // they come and go together, and link to each other
			text = passing + text
		}
		files[name] = seal(link(script) + text)
	}
	files[script] = seal(fmt.Sprintf("script %d", n))
	for _, name := range []string{"404.html", "3/hub.html", "index.html"} {
		files[name] = seal(link(script) + hub)
	}
	return files
}

func link(to string) string { return fmt.Sprintf("<a href=%q>\n", to) }

func seal(text string) string {
	sum := sha256.Sum256([]byte(text))
	return text + hex.EncodeToString(sum[:])
}

var linkPattern = regexp.MustCompile(`href="([^"]+)"`)

// missing returns a link of a page to a file that is not there.
func missing(files map[string]string) string {
	for name, text := range files {
		if isEmptied(name, text) {
			continue
		}
		for _, m := range linkPattern.FindAllStringSubmatch(text, -1) {
			if _, ok := files[m[1]]; !ok && !strings.HasPrefix(name, ".pandect-") {
				return name + " links to " + m[1]
			}
		}
	}
	return ""
}

// isEmptied reports whether a page is one that was about to be removed and leads to the front page for so long.
func isEmptied(name, text string) bool {
	return strings.HasSuffix(name, ".html") && text == string(publish.EmptyPage(name))
}

func isSealed(text string) bool {
	body, seal := text[:max(0, len(text)-64)], text[max(0, len(text)-64):]
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:]) == seal
}

// A program that publishes one edition after the other is killed at random moments.
func TestAKillAtAnyMoment(t *testing.T) {
	program, err := os.Executable()
	must(t, err)
	dir := t.TempDir()
	put(t, dir, map[string]string{".gitignore": "*"})
	run(t, outputs(sealed(0)), publish.Options{Dir: dir})
	for range 25 {
		child := exec.Command(program)
		child.Env = append(os.Environ(), childDir+"="+dir)
		var said strings.Builder
		child.Stdout = &said
		must(t, child.Start())
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
		must(t, child.Process.Kill())
		child.Wait()
		if said.Len() > 0 {
			t.Fatalf("the program stopped: %s", said.String())
		}
		for name, text := range folder(t, dir) {
			if !strings.HasPrefix(name, ".pandect-stage-") && !strings.HasSuffix(name, "/") && name != ".gitignore" && !isSealed(text) && !isEmptied(name, text) {
				t.Fatalf("%s is not whole", name)
			}
		}
		if link := missing(folder(t, dir)); link != "" {
			t.Fatalf("%s, which is missing", link)
		}
	}
	last := sealed(1000)
	if report := run(t, outputs(last), publish.Options{Dir: dir, AcceptRemovals: true}); len(report.Diagnostics) > 0 {
		t.Errorf("the next run reports %+v", report.Diagnostics)
	}
	left := folder(t, dir)
	maps.DeleteFunc(left, func(name, _ string) bool { return strings.HasPrefix(name, "assets/") && last[name] == "" }) // retired
	equal(t, "folder", left, with(last, map[string]string{".gitignore": "*"}))
}

// Pages that link to each other, to a picture and to a copy of themselves are removed together. Whenever that is stopped, no
// page links to a file that is missing, and the next run ends it.
func TestAKillWhileLinkedPagesAreRemoved(t *testing.T) {
	first := map[string]string{"index.html": "home", "404.html": "not found", "b/picture.png": "picture", "b/x.md": "a copy"}
	leaving := link("b/x.html") + link("b/y.html") + link("b/z.html") + link("b/picture.png") + link("b/x.md")
	for _, name := range []string{"b/x.html", "b/y.html", "b/z.html"} {
		first[name] = leaving + name
	}
	last := map[string]string{"index.html": "home 2", "404.html": "not found"}
	for step := 0; ; step++ {
		o := publish.Options{Dir: t.TempDir(), Jobs: 1, AcceptRemovals: true}
		run(t, outputs(first), o)
		n := 0
		d := &tampered{before: func(string, string) error {
			if n++; n > step {
				return errDead
			}
			return nil
		}}
		_, err := publish.PublishOn(t.Context(), outputs(last), edition(outputs(last)), o, d)
		must(t, err)
		if link := missing(folder(t, o.Dir)); link != "" {
			t.Errorf("stopped before %s: %s, which is missing", d.steps[len(d.steps)-1], link)
		}
		run(t, outputs(last), o)
		equal(t, "folder after the next run", folder(t, o.Dir), last)
		if n <= step {
			return
		}
	}
}
