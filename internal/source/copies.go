package source

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"

	"pandect/internal/diag"
)

// copyNames are the ways in which sync programs, browsers and systems name a second version of a file. Each finds the
// name of the first version, without extension, in its first group.
var copyNames = []struct {
	pattern *regexp.Regexp
	alone   bool // worth a note even when there is no first version; otherwise the name may well be meant
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

// original returns the path of the file of which another seems to be a copy, by their names.
func original(name string) (first string, alone, ok bool) {
	dir, base := path.Split(name)
	ext := path.Ext(base)
	base = strings.TrimSuffix(base, ext)
	for _, c := range copyNames {
		if m := c.pattern.FindStringSubmatch(base); m != nil {
			return dir + m[1] + ext, c.alone, true
		}
	}
	return "", false, false
}

// namedLikeCopy reports whether a file is one that may be left out as a copy.
func namedLikeCopy(f *File) bool {
	if f.text == nil || !strings.HasPrefix(f.Path, "content/") {
		return false
	}
	_, _, ok := original(f.Path)
	return ok
}

// settleCopies leaves out every text file in content/ that is a conflict copy: its name says so, the file that it is a
// copy of lies beside it, and at least half of their lines agree. "Regulation (1).md" may be a real title.
func (f *folder) settleCopies() {
	for i := range f.entries {
		e := &f.entries[i]
		if e.file == nil || !e.file.copyName {
			continue
		}
		d, leaveOut := f.copyOf(e.file.file)
		if d != nil {
			f.found = append(f.found, *d)
		}
		e.leftOut = leaveOut
	}
}

func (f *folder) copyOf(file *File) (found *diag.Diagnostic, leaveOut bool) {
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
		return conflict(base.file, file, differing), true
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

func conflict(base, f *File, differing int) *diag.Diagnostic {
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

// compare counts lines without regard to their order: alike are two texts that share at least half of their lines that
// are not blank. differing is the number of lines of the longer text that the other does not have.
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
