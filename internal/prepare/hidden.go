package prepare

import (
	"bytes"
	"regexp"

	"pandect/internal/diag"
)

// templateComment is a kind of comment that another program leaves out of what it publishes.
type templateComment struct {
	start, stop *regexp.Regexp
	program     string
	sure        bool // what begins so is a comment even if its end is missing
}

var templateComments = []templateComment{
	{regexp.MustCompile(`^\{%[-+]?\s*comment\b[^%]*%\}`), regexp.MustCompile(`\{%[-+]?\s*endcomment\s*[-+]?%\}`), "Jekyll or Liquid", true},
	{regexp.MustCompile(`^\{%[-+]?\s*#`), regexp.MustCompile(`%\}`), "Liquid", true},
	{regexp.MustCompile(`^\{\{[<%]\s*comment\s*[>%]\}\}`), regexp.MustCompile(`\{\{[<%]\s*/\s*comment\s*[>%]\}\}`), "Hugo", true},
	{regexp.MustCompile(`^\{\{-?\s*/\*`), regexp.MustCompile(`\*/\s*-?\}\}`), "Hugo", true},
	{regexp.MustCompile(`^\{\{!--`), regexp.MustCompile(`--\}\}`), "Handlebars", true},
	{regexp.MustCompile(`^\{\{!`), regexp.MustCompile(`\}\}`), "Mustache", false},
	{regexp.MustCompile(`^\{/\*`), regexp.MustCompile(`\*/\}`), "MDX", true},
	{regexp.MustCompile(`^\{#[-+]?(\s|#)`), regexp.MustCompile(`#\}`), "Jinja", false},
}

// hideIn writes a line from which comments were cut, and returns what is left of rest and whether nothing is left of the line. It
// does nothing if there is no such comment.
func (w *preparer) hideIn(line, rest []byte, scan *lineScanner, l *layer) (behind []byte, blank, ok bool) {
	if scan.fence != 0 || scan.comment != "" || bytes.IndexByte(line, '{') < 0 {
		return rest, false, false
	}
	out, edits, used, count := w.hide(line, rest, l)
	if out == nil && count == 0 {
		return rest, false, false
	}
	scan.next(out)
	w.write(out, edits, l)
	if l.first++; count > 0 {
		l.first += count - 1
		rest = rest[used:]
		if tail, more, _ := bytes.Cut(rest, []byte{'\n'}); isBlank(tail) {
			rest = more
			l.first++
		}
		w.from(l)
	}
	return rest, isBlank(out), true
}

// hide cuts the comments of other programs out of a line that does not begin in code, because they would be published. It
// returns the line without them, the bytes of rest that the last one takes, and the lines.
func (w *preparer) hide(line, rest []byte, l *layer) (out []byte, edits []edit, used, count int) {
	kept := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
			continue
		case '`':
			i += codeSpanLength(line[i:]) - 1
			continue
		case '{':
		default:
			continue
		}
		kind := commentKind(line[i:])
		if kind == nil {
			continue
		}
		opened := i + len(kind.start.Find(line[i:]))
		if end := kind.stop.FindIndex(line[opened:]); end != nil {
			out = append(out, line[kept:i]...)
			kept = opened + end[1]
			edits = append(edits, edit{len(out), kept - len(out)})
			w.hidden(kind, l, i)
			i = kept - 1
			continue
		}
		end := w.find(kind, rest)
		if !kind.sure && (end < 0 || len(bytes.TrimSpace(line[:i])) > 0 && bytes.Contains(rest[:end], []byte("\n\n"))) {
			continue // prose, unless it begins a line or ends in its paragraph
		}
		if end < 0 {
			w.diagnose(diag.Error, "comment-open", l, i, "This is the beginning of a comment of "+kind.program+", whose end is missing, so private text could be published.",
				"End it, or take it out; if it is no comment, write a backslash before the brace.")
			end = len(rest)
		} else {
			w.hidden(kind, l, i)
		}
		return append(out, line[kept:i]...), edits, end, bytes.Count(rest[:end], []byte{'\n'}) + 1
	}
	if kept == 0 {
		return nil, nil, 0, 0
	}
	return append(append([]byte{}, out...), line[kept:]...), edits, 0, 0
}

// find returns the offset behind the end of a comment, or -1. It searches for an end that is missing once.
func (w *preparer) find(kind *templateComment, rest []byte) int {
	if w.endless[kind] {
		return -1
	}
	if end := kind.stop.FindIndex(rest); end != nil {
		return end[1]
	}
	if w.endless == nil {
		w.endless = map[*templateComment]bool{}
	}
	w.endless[kind] = true
	return -1
}

func commentKind(text []byte) *templateComment {
	for i := range templateComments {
		if templateComments[i].start.Match(text) {
			return &templateComments[i]
		}
	}
	return nil
}

// hidden reports the first comment of each program in a page.
func (w *preparer) hidden(kind *templateComment, l *layer, at int) {
	if w.told[kind.program] {
		return
	}
	if w.told == nil {
		w.told = map[string]bool{}
	}
	w.told[kind.program] = true
	w.diagnose(diag.Warning, "foreign-comment", l, at, "This is a comment of "+kind.program+", and like all comments it is not published.",
		"Write it as <!-- ... -->, or take it out.")
}
