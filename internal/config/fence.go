package config

import (
	"bytes"
	"fmt"
)

// fences says where front matter stands in a file.
type fences struct {
	yaml       bool
	start, end int  // of the text between the fences
	body       int  // where the text after them begins
	closed     bool // there is a closing fence
}

// findFences looks for front matter at the beginning of a file. A line made only of dashes of any kind serves as a fence
// as well, because word processors turn three hyphens into a dash; it is reported.
func (in *input) findFences() (fences, bool) {
	text := in.file
	at := 0
	for at < len(text) { // leading blank lines
		line, next := cutLine(text, at)
		if len(trimBlank(line)) > 0 {
			break
		}
		at = next
	}
	line, next := cutLine(text, at)
	f := fences{start: next, end: len(text), body: len(text)}
	opening := trimBlank(line)
	proper := string(opening) == "---" || string(opening) == "+++"
	if !proper && !(dashes(opening) && looksLikeKey(text, next)) {
		return fences{}, false
	}
	f.yaml = opening[0] != '+'
	for at := f.start; at < len(text); {
		line, next := cutLine(text, at)
		trimmed := trimBlank(line)
		indented := len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
		exact := false
		switch string(trimmed) {
		case "---", "...":
			exact = f.yaml
		case "+++":
			exact = !f.yaml
		}
		if !indented && (exact || f.yaml && dashes(trimmed)) {
			if !exact {
				in.dashes(at, line)
			}
			f.end, f.body, f.closed = at, next, true
			break
		}
		at = next
	}
	if !proper {
		if !f.closed { // a dash at the beginning of ordinary text
			return fences{}, false
		}
		in.dashes(at, line)
	}
	return f, true
}

// cutLine returns the line that begins at an offset, without its end, and the offset of the next one.
func cutLine(text []byte, at int) (line []byte, next int) {
	if end := bytes.IndexByte(text[at:], '\n'); end >= 0 {
		return text[at : at+end], at + end + 1
	}
	return text[at:], len(text)
}

// trimBlank removes everything that cannot be seen from both ends of a line.
func trimBlank(line []byte) []byte {
	return bytes.TrimFunc(line, func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\r' || wideSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u00ad'
	})
}

// dashes reports whether a line that is no proper fence was probably meant to be one: at least three hyphens, or any
// typographic dash, and nothing else.
func dashes(line []byte) bool {
	hyphens, others := 0, 0
	for _, r := range string(line) {
		switch r {
		case '-':
			hyphens++
		case '‐', '‑', '‒', '–', '—', '―', '−':
			others++
		default:
			return false
		}
	}
	return hyphens >= 3 || others > 0
}

// looksLikeKey reports whether the first line with text in it, from an offset on, begins as a key of front matter does.
func looksLikeKey(text []byte, at int) bool {
	for at < len(text) {
		line, next := cutLine(text, at)
		if len(trimBlank(line)) > 0 {
			return yamlPair.Match(line)
		}
		at = next
	}
	return false
}

func (in *input) dashes(at int, line []byte) {
	in.reportFile(warningAt, "fence", at, at+len(line), "This line was read as three hyphens.", "Write three hyphens, ---, and nothing else on the line.")
}

// unclosed reports front matter without an end, and returns where the page's text probably begins: after the first
// blank line.
func (in *input) unclosed(f fences) (body int) {
	fence := "+++"
	if f.yaml {
		fence = "---"
	}
	at := max(f.start-1, 0)
	line := in.file[bytes.LastIndexByte(in.file[:at], '\n')+1 : at]
	if f.start == len(in.file) && !bytes.HasSuffix(in.file, []byte("\n")) { // the fence is all there is
		line = in.file[bytes.LastIndexByte(in.file, '\n')+1:]
		at = len(in.file)
	}
	in.reportFile(errorAt, "unclosed", at-len(line), at, "The front matter has a beginning and no end.",
		fmt.Sprintf("Put a line with %s and nothing else after its last line; or remove this line if the page has no front matter.", fence))
	for at := f.start; at < len(in.file); {
		line, next := cutLine(in.file, at)
		if len(trimBlank(line)) == 0 {
			return next
		}
		at = next
	}
	return f.start
}
