// Package prepare turns the text that an editor wrote into the text that a markdown parser reads: includes are put in,
// files that code blocks show are put in, and what word processors and web pages do to markers is undone.
//
// It works line by line, before anything is parsed, and keeps the way back: Text says for every byte from which place of
// which file it comes. It looks at fences and comments only so far as to leave alone what stands in them. It knows no
// HTML and no syntax within a line, reads no files (what may be included is an argument), and decides nothing that a
// reader sees but what the text is.
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
	Body     int    // where the text begins, behind the front matter
	Includes map[IncludeRef]Included
	Alone    bool // nothing is included, and includes are text like any other

	BodyOf func(path string, text []byte) int // where the text of an included file begins, behind its front matter
	Report func(diag.Diagnostic)              // is told what is wrong
}

// IncludeRef names an include as it was written: which file asks for what.
type IncludeRef struct {
	From    string // path below content/ of the file that holds the include
	Written string // the target without the part after "#", one of those that Includes returned for From
}

// Included is a file that an include leads to.
type Included struct {
	Path   string // below content/
	Text   []byte // like Input.Text
	Hidden bool   // it is not published now, so nothing of it may be shown; Text is not read
}

// preparer turns the body of a file into the text that goldmark parses: includes are put in, and what Word and other
// editors do to markers is undone. Lines that stay as they are cost no copy; a text in which all do is used as it is.
type preparer struct {
	in   Input
	text *Text
	out  []byte // what was written so far; nil while the text is the body of the page itself
	body []byte // of the page
	kept int    // bytes of body that are unchanged so far, while out is nil
	line int    // number of the line that is written next
	deep bool   // the limit on nesting was reported
}

// layer is one file that is being read: the page's own, or an included one.
type layer struct {
	file   int    // in Text.files
	first  int    // number in that file of the line that is read, counted from 0
	prefix []byte // put before each line
	chain  []string
}

const (
	maxIncludeDepth = 10
	maxExpansion    = 8 << 20 // bytes that includes may bring into one page
	maxNesting      = 100     // lists and quotations within each other
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
	foreign := bytes.IndexByte(text, 0xC2) >= 0 || bytes.IndexByte(text, 0xE2) >= 0 || bytes.IndexByte(text, 0xEF) >= 0
	opened := 0        // number of the line where the code block begins that is open
	var group []string // bullets of the list that the last line belongs to
	for len(text) > 0 {
		line, rest := text, []byte(nil)
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			line, rest = text[:i], text[i+1:]
		}
		kind := scan.next(line)
		if kind == fenceLine {
			opened = l.first
		}
		if kind == fenceLine && bytes.Contains(line, []byte("file=")) {
			if n := w.codeFile(line, rest, l); n >= 0 {
				scan.fence = 0
				text = rest[n:]
				continue
			}
		}
		if kind != proseLine {
			w.keep(line, l, len(text) > len(line))
			text, group = rest, nil
			l.first++
			continue
		}
		if prefix, target, part, ok := includeLine(line); ok && !w.in.Alone {
			w.include(prefix, target, part, l)
			text, group = rest, nil
			l.first++
			continue
		}
		m := mender{line: line, bidi: -1}
		if foreign {
			m.markers()
		}
		if group = m.bullet(rest, group); group != nil {
			m.boxes() // which may stand behind the bullet
		}
		m.limit()
		w.report(&m, l)
		if m.out == nil {
			w.keep(line, l, len(text) > len(line))
		} else {
			w.write(m.out, m.edits, l)
		}
		text = rest
		l.first++
	}
	if scan.fence == 0 {
		return
	}
	here := *l
	here.first = opened
	w.warn("open-code", &here, 0, "This code block does not end, so everything below it is shown as code.",
		"End it with a line of "+strings.Repeat(string(rune(scan.fence)), scan.length)+".")
	if l.file > 0 { // it must not go on in the file that includes this one
		w.write(bytes.Repeat([]byte{scan.fence}, scan.length), nil, &here)
	}
}

// report reports what was mended in the line that is written next.
func (w *preparer) report(m *mender, l *layer) {
	switch {
	case m.bulleted:
		w.warn("word-bullets", l, m.at, "This list has bullets from a word processor, which are not list markers here; it was read as a list.",
			"Begin each item with a hyphen and a space.")
	case m.deep && !w.deep:
		w.deep = true
		w.warn("nesting", l, 0, fmt.Sprintf("Lists and quotations are nested more than %d deep; what is deeper is shown as text.", maxNesting),
			"Flatten this list or quotation.")
	}
	if m.bidi >= 0 {
		w.warn("bidi-control", l, m.bidi, "This line holds an invisible character that changes the direction of the text, so that it can read otherwise than it is written.",
			"Delete it, or type the line again.")
	}
}

func (w *preparer) warn(code string, l *layer, at int, message, hint string) {
	w.diagnose(code, l, at, message, hint, false)
}

func (w *preparer) fail(code string, l *layer, at int, message, hint string) {
	w.diagnose(code, l, at, message, hint, true)
}

// start begins a copy of the body, when something in it is about to change.
func (w *preparer) start() {
	if w.out == nil {
		w.out = append(make([]byte, 0, len(w.body)+len(w.body)/8+64), w.body[:w.kept]...)
	}
}

// keep writes a line as it is.
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

// write writes a line that replaces the one being read.
func (w *preparer) write(line []byte, edits []edit, l *layer) {
	w.start()
	if prefix := l.prefix; len(prefix) > 0 {
		if isBlank(line) {
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

// from says that the lines written next come from the layer's file.
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

// includeLine reports whether a line is an include, and takes it apart: what stands before it, the target, and the
// heading of the part that is wanted.
func includeLine(line []byte) (prefix []byte, target, part string, ok bool) {
	at, _ := markers(line, false)
	rest := line[at:]
	if len(rest) < 6 || rest[0] != '!' || rest[1] != '[' || rest[2] != '[' {
		return nil, "", "", false
	}
	rest = bytes.TrimRight(rest, " \t")
	if !bytes.HasSuffix(rest, []byte("]]")) {
		return nil, "", "", false
	}
	inner := string(rest[3 : len(rest)-2])
	if strings.ContainsAny(inner, "[]|") {
		return nil, "", "", false
	}
	target, part, _ = strings.Cut(inner, "#")
	target, part = CleanReference(target), strings.TrimSpace(part)
	if target == "" || !IsPage(target) {
		return nil, "", "", false
	}
	return line[:at], target, part, true
}

// CleanReference takes out of a reference what nobody sees: soft hyphens and spaces of fixed width.
func CleanReference(s string) string {
	if strings.IndexByte(s, 0xC2) >= 0 || strings.IndexByte(s, 0xE2) >= 0 || strings.IndexByte(s, 0xEF) >= 0 {
		s = referenceCleaner.Replace(s)
	}
	return strings.TrimSpace(s)
}

var referenceCleaner = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u2060", "", "\ufeff", "", nbsp, " ", narrowNBSP, " ")

// IsPage reports whether the target of ![[...]] names a text rather than a picture: it ends in .md, or in
// nothing that looks like the ending of a file.
func IsPage(target string) bool {
	dot := strings.LastIndexByte(target, '.')
	if dot < 0 || strings.EqualFold(target[dot:], ".md") {
		return true
	}
	ending := target[dot+1:]
	if len(ending) < 2 || len(ending) > 5 {
		return true
	}
	letters := 0
	for i := 0; i < len(ending); i++ {
		switch c := ending[i] | 0x20; {
		case 'a' <= c && c <= 'z':
			letters++
		case '0' <= ending[i] && ending[i] <= '9':
		default:
			return true
		}
	}
	return letters == 0
}

// Includes returns the targets of the includes in a file, as they are written and each once: markdown files that
// ![[...]] puts in, and files that a code block shows with file="...". Most files have none, and that is found fast.
func Includes(text []byte) []string {
	if !bytes.Contains(text, []byte("![[")) && !bytes.Contains(text, []byte("file=")) {
		return nil
	}
	var targets []string
	seen := map[string]bool{}
	var scan lineScanner
	eachLine(text, func(line []byte) bool {
		target := ""
		switch scan.next(line) {
		case proseLine:
			_, target, _, _ = includeLine(line)
		case fenceLine:
			at, _ := markers(line, true)
			_, n := fenceRun(line[at:])
			_, attrs := SplitInfo(line[at+n:])
			target = attrs.File
		}
		if target != "" && !seen[target] {
			seen[target] = true
			targets = append(targets, target)
		}
		return true
	})
	return targets
}
