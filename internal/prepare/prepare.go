// Package prepare is the preprocessor of markdown. It expands includes, inserts the files that code blocks show, and
// replaces the bullets, boxes and spaces of word processors and web pages by markdown's markers.
//
// It works line by line, before anything is parsed. The result has a source map: Text knows for every byte the file, line
// and column it comes from. Fences and comments are tracked only to leave alone what is inside them. The package reads no
// files, since what may be included is an argument, and knows nothing of HTML.
package prepare

import (
	"bytes"
	"fmt"
	"strings"

	"pandect/internal/diag"
)

// Input is a file to prepare.
type Input struct {
	Path     string // below content/
	Text     []byte // UTF-8 with "\n" line endings; must not change afterwards
	Body     int    // offset of the text, behind the front matter
	Includes map[IncludeRef]Included

	NoIncludes bool // leave includes as they are

	BodyOf func(path string, text []byte) int // offset of an included file's text, behind its front matter
	Report func(diag.Diagnostic)              // receives each finding
}

// IncludeRef identifies an include: the file that holds it, and its target.
type IncludeRef struct {
	From    string // path below content/ of the file that holds the include
	Written string // the target without "#" and what follows it, as Includes returns it for From
}

// Included is the file that an include resolves to.
type Included struct {
	Path   string // below content/
	Text   []byte // like Input.Text
	Hidden bool   // the file is not published now, so nothing of it may be shown; Text is ignored
}

// preparer makes a Text. A text without any change is not copied.
type preparer struct {
	in   Input
	text *Text
	out  []byte // the result so far; nil while it equals body[:kept]
	body []byte // of the page
	kept int
	line int  // number of the next line of the result
	deep bool // the limit on nesting was reported

	endless map[*templateComment]bool // kinds of comments that have no end in the rest of the page
	told    map[string]bool           // programs whose comments were reported

	includes, scanned int // files included so far, and their bytes
	blanks            int // lines so far that are blank and follow a blank one
	guesses           int // headings looked for that are much like one that does not exist
}

// layer is a file that is being read: the page's own, or an included one.
type layer struct {
	file     int      // in Text.files
	first    int      // number in that file of the current line, counted from 0
	items    []int    // columns of the text of the list items that the current line may be in
	prefix   []byte   // inserted before each line
	lead     []byte   // inserted instead before the next one, if it is not nil
	leadFrom run      // where lead comes from
	chain    []string // paths of the files that include each other, from the page's own to this one
}

const (
	maxIncludeDepth = 10
	maxExpansion    = 8 << 20  // bytes that includes may add to one page
	maxIncludes     = 5000     // files that one page may include, each as often as it is included
	maxScanned      = 32 << 20 // bytes of them, whatever is shown
	maxGuesses      = 100
	maxNesting      = 100 // depth of lists and quotations in each other
	maxIndent       = 4 * maxNesting
)

// Prepare makes the text that goldmark parses.
func Prepare(in Input) *Text {
	t := &Text{files: []file{{path: in.Path, text: in.Text}}}
	first := bytes.Count(in.Text[:in.Body], []byte{'\n'})
	t.runs = []run{{first: first}}
	w := &preparer{in: in, text: t, body: in.Text[in.Body:]}
	w.read(w.body, &layer{first: first, chain: []string{in.Path}})
	t.Bytes = w.body
	if w.out != nil {
		t.Bytes = w.out
	}
	return t
}

// read copies the lines of one file.
func (w *preparer) read(text []byte, l *layer) {
	var scan lineScanner
	endless := w.endless
	w.endless = nil
	defer func() { w.endless = endless }()
	special := hasSpecial(text)
	opened := 0    // number of the line where the open code block begins
	after := true  // the last line ended a block
	blank := false // the last line was blank
	var open indents
	including := !w.in.NoIncludes && bytes.Contains(text, []byte("![["))
	var group []string // foreign bullets of the list that the last line belongs to
	for len(text) > 0 {
		line, rest, ended := bytes.Cut(text, []byte{'\n'})
		wasBlank := blank
		if blank = isBlank(line); blank && wasBlank && w.surplus(l) {
			text = rest
			continue
		}
		if behind, emptied, ok := w.hideIn(line, rest, &scan, l); ok {
			text, after, group = behind, emptied, nil
			continue
		}
		kind := scan.next(line)
		columns, code := 0, false
		if including && kind != codeLine && kind != commentLine {
			columns, code = open.next(line)
		}
		if kind == fenceLine {
			opened = l.first
			if n := w.codeFile(line, rest, l); n >= 0 {
				scan.fence = 0
				text = rest[n:]
				continue
			}
		}
		if kind == proseLine {
			var may bool
			if may, after = l.block(line, after); may && scan.comment == "" {
				if n := w.drawn(line, rest, l); n >= 0 {
					text, group = rest[n:], nil
					continue
				}
			}
		}
		text = rest
		if kind != proseLine {
			w.keep(line, l, ended)
			group = nil
		} else if s, target, part, ok := includeLine(line); ok && including && !code {
			w.include(s.within(columns), target, part, l)
			group = nil
		} else {
			group = w.prose(line, rest, ended, special, group, l)
		}
		l.first++
	}
	w.openFence(&scan, opened, l)
}

// prose writes a line that is no include and not in code. group is the foreign bullets of the lines directly before, and prose
// returns them with that of this line.
func (w *preparer) prose(line, rest []byte, ended, special bool, group []string, l *layer) []string {
	m := normaliser{line: line, bidi: -1}
	if special {
		m.markers()
	}
	if group = m.bullet(rest, group); group != nil {
		m.boxes() // a box may follow the bullet
	}
	m.limit()
	w.report(&m, l)
	if m.out == nil {
		w.keep(line, l, ended)
	} else {
		w.write(m.out, m.edits, l)
	}
	return group
}

// openFence reports a code block that is not closed at the end of a file.
func (w *preparer) openFence(scan *lineScanner, opened int, l *layer) {
	if scan.fence == 0 {
		return
	}
	here := *l
	here.first = opened
	fence := bytes.Repeat([]byte{scan.fence}, scan.length)
	w.diagnose(diag.Warning, "open-code", &here, 0, "This code block does not end, so everything below it is shown as code.",
		"End it with a line of "+string(fence)+".")
}

// report reports what was changed in the line that is written next.
func (w *preparer) report(m *normaliser, l *layer) {
	switch {
	case m.bulleted:
		w.diagnose(diag.Warning, "word-bullets", l, m.at, "This list has bullets from a word processor, which are not list markers here; it was read as a list.",
			"Begin each item with a hyphen and a space.")
	case m.deep && !w.deep:
		w.deep = true
		w.diagnose(diag.Warning, "nesting", l, 0, fmt.Sprintf("Lists and quotations are nested more than %d deep; what is deeper is shown as text.", maxNesting),
			"Flatten this list or quotation.")
	}
	if m.bidi >= 0 {
		w.diagnose(diag.Warning, "bidi-control", l, m.bidi, "This line holds an invisible character that changes the direction of the text, so that it can read otherwise than it is written.",
			"Delete it, or type the line again.")
	}
}

// start copies the body so far, before its first change.
func (w *preparer) start() {
	if w.out == nil {
		w.out = append(make([]byte, 0, len(w.body)+len(w.body)/8+64), w.body[:w.kept]...)
	}
}

// keep writes a line of the body that is unchanged. ended says that it has a line ending.
func (w *preparer) keep(line []byte, l *layer, ended bool) {
	if w.out == nil {
		w.kept += len(line)
		if ended {
			w.kept++
		}
		w.line++
		return
	}
	w.write(line, nil, l)
}

// write writes a line in place of the one that is being read.
func (w *preparer) write(line []byte, edits []edit, l *layer) {
	w.start()
	prefix := l.prefix
	if l.lead != nil {
		prefix, l.lead = l.lead, nil
		w.text.markers = append(w.text.markers, markerRange{line: w.line, stop: len(prefix), from: l.leadFrom})
	}
	if len(prefix) > 0 {
		if len(line) == 0 {
			prefix = bytes.TrimRight(prefix, " \t")
		}
		for i := range edits {
			edits[i] = edit{edits[i].at + len(prefix), edits[i].delta - len(prefix)}
		}
		edits = append([]edit{{0, -len(prefix)}}, edits...)
		w.out = append(w.out, prefix...)
	}
	if len(edits) > 0 {
		if w.text.edits == nil {
			w.text.edits = map[int][]edit{}
		}
		w.text.edits[w.line] = edits
	}
	w.out = append(w.out, line...)
	w.out = append(w.out, '\n')
	w.line++
}

// from notes in the source map that the next lines come from the layer's current line on.
func (w *preparer) from(l *layer) {
	w.start()
	w.text.runs = append(w.text.runs, run{line: w.line, file: l.file, first: l.first})
}

// blank writes an empty line unless the last one is empty.
func (w *preparer) blank(l *layer) {
	w.start()
	if n := len(w.out); n > 0 && !(n > 1 && w.out[n-1] == '\n' && w.out[n-2] == '\n') {
		w.write(nil, nil, l)
	}
}

// includeLine parses a line that is an include: where it stands, the target, and the heading of the part to include.
func includeLine(line []byte) (s slot, target, part string, ok bool) {
	if !bytes.Contains(line, []byte("![[")) {
		return s, "", "", false
	}
	s, ok = slotOf(line)
	rest := bytes.TrimRight(line[s.at:], " \t")
	if !ok || !bytes.HasPrefix(rest, []byte("![[")) || !bytes.HasSuffix(rest, []byte("]]")) {
		return s, "", "", false
	}
	inner := string(rest[3 : len(rest)-2])
	if strings.ContainsAny(inner, "[]|") {
		return s, "", "", false
	}
	target, part, _ = strings.Cut(inner, "#")
	target, part = CleanReference(target), strings.TrimSpace(part)
	if target == "" || !IsPage(target) {
		return s, "", "", false
	}
	return s, target, part, true
}

// CleanReference drops invisible characters from a reference and makes spaces of no-break spaces.
func CleanReference(s string) string {
	if hasSpecial([]byte(s)) {
		s = referenceCleaner.Replace(s)
	}
	return strings.TrimSpace(s)
}

var referenceCleaner = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u2060", "", "\ufeff", "", nbsp, " ", narrowNBSP, " ")

const (
	digits       = "0123456789"
	alphanumeric = digits + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// IsPage reports whether the target of ![[...]] names a page rather than a picture: it ends in .md, or has no file
// extension. What follows a # is a part of either.
func IsPage(target string) bool {
	target, _, _ = strings.Cut(target, "#")
	dot := strings.LastIndexByte(target, '.')
	if dot < 0 || strings.EqualFold(target[dot:], ".md") {
		return true
	}
	extension := target[dot+1:]
	return len(extension) < 2 || len(extension) > 5 || strings.Trim(extension, alphanumeric) != "" || strings.Trim(extension, digits) == ""
}

// Includes returns the targets of the includes in a file, as they are written and each once: pages in ![[...]], and files
// that a code block shows with file="...". It is fast for a file without any.
func Includes(text []byte) []string {
	if !bytes.Contains(text, []byte("![[")) && !bytes.Contains(text, []byte("file=")) {
		return nil
	}
	var targets []string
	seen := map[string]bool{}
	var scan lineScanner
	for line := range lines(text) {
		target := ""
		switch scan.next(line) {
		case proseLine:
			_, target, _, _ = includeLine(line)
		case fenceLine:
			_, _, attrs := codeFence(line)
			target = attrs.File
		}
		if target != "" && !seen[target] {
			seen[target] = true
			targets = append(targets, target)
		}
	}
	return targets
}
