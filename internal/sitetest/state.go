package sitetest

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// Noon is the time at which a script begins.
var Noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// State is a site in the middle of a script.
type State struct {
	Files map[string]string // by path below the site's root
	Now   time.Time
	With  map[string]bool // settings of the run

	past []map[string]string // the files at each load, the last one last
}

// NewState returns the state before the first edit: no file at all.
func NewState() *State {
	return &State{Files: map[string]string{}, Now: Noon, With: map[string]bool{}}
}

// Apply does an edit, and reports whether it could be done. A load notes the state for "back".
func (s *State) Apply(e Edit) bool {
	if e.check() != nil {
		return false
	}
	a := e.Args
	switch e.Verb {
	case "load":
		s.past = append(s.past, maps.Clone(s.Files))
		return true
	case "cancel":
		return true
	case "with":
		s.With[a[0]] = true
		return true
	case "clock":
		now, err := time.Parse(time.RFC3339Nano, a[0])
		if err == nil {
			s.Now = now
		}
		return err == nil
	case "back":
		n, _ := strconv.Atoi(a[0])
		if n < 1 || n > len(s.past) {
			return false
		}
		s.Files = maps.Clone(s.past[len(s.past)-n])
		return true
	case "rename":
		return s.rename(a[0], a[1])
	case "remove":
		return len(s.take(a[0])) > 0
	case "copy":
		text, ok := s.Files[a[0]]
		return ok && a[0] != a[1] && s.put(a[1], text)
	case "many":
		n, _ := strconv.Atoi(a[1])
		for i := range n {
			s.put(fmt.Sprintf("%s/bulk %03d.md", a[0], i), fmt.Sprintf("---\ntitle: Bulk %d\ntags: [Bulk]\n---\nText.\n", i))
		}
		return n > 0
	case "theme":
		for name, text := range Theme() {
			s.put("themes/"+a[0]+"/"+name, text)
		}
		return true
	case "write":
		return s.put(a[0], a[1])
	case "png":
		width, _ := strconv.Atoi(a[1])
		height, _ := strconv.Atoi(a[2])
		return s.put(a[0], picture(width, height))
	}
	return s.change(e)
}

// change does an edit of a text that is there.
func (s *State) change(e Edit) bool {
	a := e.Args
	text, ok := s.Files[a[0]]
	if !ok {
		return false
	}
	lines := strings.SplitAfter(text, "\n")
	n, _ := strconv.Atoi(a[1])
	switch e.Verb {
	case "append":
		text += a[1]
	case "insert":
		if n < 1 || n > len(lines) {
			return false
		}
		text = strings.Join(slices.Insert(lines, n-1, a[2]+"\n"), "")
	case "cut":
		if n < 1 || n > len(lines) {
			return false
		}
		text = strings.Join(slices.Delete(lines, n-1, n), "")
	case "replace":
		if a[1] == "" || !strings.Contains(text, a[1]) {
			return false
		}
		text = strings.Replace(text, a[1], a[2], 1)
	case "set":
		text = setKey(text, a[1], a[2])
	case "encode":
		text = encode(text, a[1])
	}
	if text == s.Files[a[0]] {
		return false
	}
	s.Files[a[0]] = text
	return true
}

// put writes a file, unless its name is a folder's or leads through a file, as a disk would not have it.
func (s *State) put(name, text string) bool {
	if name == "" || name != path.Clean(name) || s.isFolder(name) {
		return false
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, taken := s.Files[dir]; taken {
			return false
		}
	}
	s.Files[name] = text
	return true
}

func (s *State) isFolder(name string) bool {
	for file := range s.Files {
		if strings.HasPrefix(file, name+"/") {
			return true
		}
	}
	return false
}

// take removes a file or folder and returns its files, by path below the name.
func (s *State) take(name string) map[string]string {
	taken := map[string]string{}
	for file, text := range s.Files {
		if below, ok := strings.CutPrefix(file, name); ok && (below == "" || below[0] == '/') {
			taken[below] = text
			delete(s.Files, file)
		}
	}
	return taken
}

func (s *State) rename(from, to string) bool {
	if _, taken := s.Files[to]; taken || s.isFolder(to) || to == from || strings.HasPrefix(to+"/", from+"/") {
		return false
	}
	before := maps.Clone(s.Files)
	moved := s.take(from)
	for below, text := range moved {
		if !s.put(to+below, text) {
			s.Files = before
			return false
		}
	}
	return len(moved) > 0
}

// setKey sets a key of YAML front matter, which is added when there is none.
func setKey(text, key, value string) string {
	line := key + ": " + value + "\n"
	if value == "" {
		line = ""
	}
	front, rest := "", text
	if after, ok := strings.CutPrefix(text, "---\n"); ok {
		if i := strings.Index("\n"+after, "\n---\n"); i >= 0 {
			front, rest = after[:i], after[i+len("---\n"):]
		}
	}
	old := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(key) + `:.*\n`)
	if loc := old.FindStringIndex(front); loc != nil {
		front = front[:loc[0]] + line + front[loc[1]:]
	} else {
		front += line
	}
	return "---\n" + front + "---\n" + rest
}

// encode returns a text as other programs save it.
func encode(text, how string) string {
	switch how {
	case "bom":
		return "\ufeff" + strings.TrimPrefix(text, "\ufeff")
	case "crlf":
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	case "utf-16":
		data := []byte{0xff, 0xfe}
		for _, unit := range utf16.Encode([]rune(text)) {
			data = append(data, byte(unit), byte(unit>>8))
		}
		return string(data)
	case "windows-1252":
		var data []byte
		for _, r := range text {
			if r > 0xff {
				r = '?'
			}
			data = append(data, byte(r))
		}
		return string(data)
	}
	return text
}

// picture returns a PNG file of a size.
func picture(width, height int) string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, max(width, 1), max(height, 1)))); err != nil {
		panic(err)
	}
	return b.String()
}
