package config

import (
	"bytes"
	"fmt"
)

// fences is the position of front matter in a file.
type fences struct {
	yaml       bool
	start, end int  // of the text between the fences
	body       int  // where the text after them begins
	closed     bool // there is a closing fence
}

// findFences finds the front matter of a file. A line of dashes of any kind is also accepted as a fence, with a warning, because word
// processors turn three hyphens into a dash.
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
	if !proper && !(isDashLine(opening) && looksLikeKey(text, next)) {
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
		if !indented && (exact || f.yaml && isDashLine(trimmed)) {
			if !exact {
				in.reportDashes(at, line)
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
		in.reportDashes(at, line)
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

// trimBlank trims spaces and invisible characters from both ends of a line.
func trimBlank(line []byte) []byte {
	return bytes.TrimFunc(line, func(r rune) bool {
		return r == ' ' || r == '\t' || r == '\r' || wideSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u00ad'
	})
}

// isDashLine reports whether a line was probably meant to be a fence: at least three hyphens, or any typographic dash, and nothing
// else.
func isDashLine(line []byte) bool {
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

// looksLikeKey reports whether the first line that is not blank, from an offset on, begins like a key of front matter.
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

func (in *input) reportDashes(at int, line []byte) {
	in.reportFile(warningAt, "fence", at, at+len(line), "This line was read as three hyphens.", "Write three hyphens, ---, and nothing else on the line.")
}

// reportUnclosed reports front matter without a closing fence, and returns where the text probably begins: after the first blank
// line.
func (in *input) reportUnclosed(f fences) (body int) {
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
