package source

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"

	"pandect/internal/diag"
)

// copyPatterns are the names that sync programs, browsers and operating systems give to a copy of a file. The first group
// of each is the name of the original, without extension.
var copyPatterns = []struct {
	pattern *regexp.Regexp
	alone   bool // warn even when the original does not exist; other names may be intended
}{
	{regexp.MustCompile(`^(.+) \(\d{1,2}\)$`), true},                                 // browsers, Windows, Google Drive
	{regexp.MustCompile(`^(.+) - Copy(?: \(\d+\))?$`), true},                         // Windows
	{regexp.MustCompile(`^(.+) copy(?: \d+)?$`), false},                              // macOS
	{regexp.MustCompile(`^Copy of (.+)$`), true},                                     // Google Drive
	{regexp.MustCompile(`(?i)^(.+) \([^()]*conflicted copy[^()]*\)$`), true},         // Dropbox, Nextcloud
	{regexp.MustCompile(`(?i)^(.+) \((?:case )?conflict\)$`), true},                  // Dropbox
	{regexp.MustCompile(`^(.+)[-_](?:DESKTOP|LAPTOP|WIN|PC)-[A-Z0-9]{4,15}$`), true}, // OneDrive, with the device's name
	{regexp.MustCompile(`^(.+)\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]+)?$`), true},   // Syncthing
	{regexp.MustCompile(`(?i)^(.+)_conflict-\d{4,8}[-\d_]*(?:-[0-9a-z]+)*$`), true},  // Nextcloud, ownCloud
}

// original returns the path of the file that name seems to be a copy of.
func original(name string) (first string, alone, ok bool) {
	dir, base := path.Split(name)
	ext := path.Ext(base)
	base = strings.TrimSuffix(base, ext)
	for _, c := range copyPatterns {
		if m := c.pattern.FindStringSubmatch(base); m != nil {
			return dir + m[1] + ext, c.alone, true
		}
	}
	return "", false, false
}

// hasCopyName reports whether a file may be a conflict copy, by its name.
func hasCopyName(f *File) bool {
	if f.text == nil || !strings.HasPrefix(f.Path, "content/") {
		return false
	}
	_, _, ok := original(f.Path)
	return ok
}

// excludeCopies leaves out every text file in content/ that is a conflict copy: its name says so, the original lies beside
// it, and they share at least half of their lines. The name alone is not enough: "Regulation (1).md" may be a real title.
func (f *folder) excludeCopies() {
	for i := range f.entries {
		e := &f.entries[i]
		if e.file == nil || !e.file.hasCopyName {
			continue
		}
		d, leaveOut := f.checkCopy(e.file.file)
		if d != nil {
			f.problems = append(f.problems, *d)
		}
		e.excluded = leaveOut
	}
}

func (f *folder) checkCopy(file *File) (found *diag.Diagnostic, leaveOut bool) {
	first, alone, _ := original(file.Path)
	for name, more := first, true; more; name, _, more = original(name) { // a copy of a copy has two marks
		base := f.entry(path.Base(name)).file
		if base == nil {
			continue
		}
		one, other := base.file.text.peek(), file.text.peek()
		if one == nil || other == nil {
			continue
		}
		same, differing := compare(*one, *other)
		if !same {
			return nil, false
		}
		return conflictCopy(base.file, file, differing), true
	}
	if !alone {
		return nil, false
	}
	return &diag.Diagnostic{
		Severity: diag.Warning, Code: "copy-name", Place: diag.Place{File: file.Path},
		Message: "This file is named like a copy that a sync program or a browser made, but there is no \"" + path.Base(first) + "\" beside it. It is published as it is.",
		Hint:    "Rename it to \"" + path.Base(first) + "\" if it is the page itself.",
	}, false
}

func conflictCopy(base, f *File, differing int) *diag.Diagnostic {
	when := func(f *File) string { return f.ModTime.UTC().Format("2006-01-02 15:04:05 UTC") }
	newer := "both were changed at the same time"
	switch f.ModTime.Compare(base.ModTime) {
	case 1:
		newer = "the copy is newer"
	case -1:
		newer = "the copy is older"
	}
	lines := fmt.Sprintf("%d lines differ", differing)
	switch differing {
	case 0:
		lines = "their texts are the same"
	case 1:
		lines = "1 line differs"
	}
	return &diag.Diagnostic{
		Severity: diag.Warning, Code: "conflict-copy", Place: diag.Place{File: f.Path},
		Message: fmt.Sprintf("This looks like a conflict copy of \"%s\" and is left out: changed %s, the original %s; %s, and %s.",
			path.Base(base.Path), when(f), when(base), newer, lines),
		Hint:    "Bring what is right into one of the two files, keep it under the original name, and delete the other.",
		Related: []diag.Related{{Place: diag.Place{File: base.Path}, Message: "the original, which is published"}},
	}
}

// compare compares two texts as multisets of lines, without blank ones. They are alike when they share at least half.
// differing is how many lines of the longer text the other lacks.
func compare(a, b []byte) (alike bool, differing int) {
	lines := map[string]int{}
	total := func(text []byte, count func(line string)) (n int) {
		clean, _ := Decode("", text)
		for line := range bytes.Lines(clean) {
			if line = bytes.TrimSpace(line); len(line) > 0 {
				n++
				count(string(line))
			}
		}
		return n
	}
	common := 0
	inA := total(a, func(line string) { lines[line]++ })
	inB := total(b, func(line string) {
		if lines[line] > 0 {
			lines[line]--
			common++
		}
	})
	return 4*common >= inA+inB, max(inA, inB) - common
}
