package source

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"pandect/internal/diag"
)

// finding is one kind of flaw in a text: how often it occurs, where first, and examples.
type finding struct {
	count, first int // first is an offset
	examples     []string
}

func (f *finding) add(offset int, example string) {
	if f.count++; f.count == 1 {
		f.first = offset
	}
	if len(f.examples) < 5 && !slices.Contains(f.examples, example) {
		f.examples = append(f.examples, example)
	}
}

// inspect reports text that is valid but probably a mistake: mojibake, lost characters, direction controls, merge markers.
func (d *decoder) inspect(text []byte) {
	var garbled, lost, bidi finding
	for i := nextNonASCII(text, 0); i < len(text); i = nextNonASCII(text, i) {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError:
			lost.add(i, "")
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			bidi.add(i, printable(r))
		case strings.ContainsRune(mojibakeLeads, r):
			if n, repair := mojibake(text, i); n > 0 {
				garbled.add(i, fmt.Sprintf("%s for %s", printableAll(string(text[i:i+n])), printableAll(repair)))
				size = n
			}
		}
		i += size
	}
	d.reportFinding(text, garbled, "garbled-text",
		"Some characters were garbled by a wrong encoding (places: %d): probably %s.", "Replace them, here and further down in the file.")
	d.reportFinding(text, lost, "lost-character",
		"Some characters were lost when this file was saved in another program (places: %d).%s", "Write again what stood there.")
	d.reportFinding(text, bidi, "direction-control",
		"The text has invisible characters that change the direction of writing (places: %d; %s), so that it may not say what it seems to say.", "Delete them unless they are meant.")
	d.mergeMarkers(text)
}

// reportFinding reports a finding. The message is a format for the count and the examples.
func (d *decoder) reportFinding(text []byte, f finding, code, message, hint string) {
	if f.count == 0 {
		return
	}
	line, column, quote := position(text, f.first)
	d.warn(code, line, quote, fmt.Sprintf(message, f.count, strings.Join(f.examples, ", ")), hint)
	d.found[len(d.found)-1].Place.Column = column
}

// position returns the line and column of an offset, both from 1, and the line's text.
func position(text []byte, offset int) (line, column int, quote string) {
	start := bytes.LastIndexByte(text[:offset], '\n') + 1
	end := len(text)
	if n := bytes.IndexByte(text[offset:], '\n'); n >= 0 {
		end = offset + n
	}
	return 1 + bytes.Count(text[:start], []byte("\n")), 1 + utf8.RuneCount(text[start:offset]), string(text[start:end])
}

// printable returns a character, or its code point when it is invisible.
func printable(r rune) string {
	if unicode.IsGraphic(r) && (r == ' ' || !unicode.IsSpace(r)) {
		return string(r)
	}
	return fmt.Sprintf("U+%04X", r)
}

func printableAll(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return printable(r) != string(r) }) < 0 {
		return strconv.Quote(s)
	}
	var parts []string
	for _, r := range s {
		parts = append(parts, printable(r))
	}
	return strings.Join(parts, "+")
}

// mojibakeLeads are what the first byte of a UTF-8 sequence becomes when it is read as Windows-1252, for the characters of
// Western languages: Â for signs, Ã for accents, â for quotation marks and dashes, ð for emoji, ï for the byte order mark.
const mojibakeLeads = "ÂÃâðï"

// mojibake returns the length in bytes of a garbled character at offset i, and the original; 0 when there is none.
func mojibake(text []byte, i int) (length int, meant string) {
	before, _ := utf8.DecodeLastRune(text[:i])
	var raw [utf8.UTFMax]byte
	var ends [utf8.UTFMax]int
	n, at := 0, i
	for n < len(raw) && at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		b, ok := toWindows1252(r)
		if !ok || n > 0 && (b < 0x80 || b > 0xbf) {
			break
		}
		at += size
		raw[n], ends[n] = b, at-i
		n++
	}
	second, _ := utf8.DecodeRune(text[i+2:]) // each of the leads takes two bytes
	r, size := utf8.DecodeRune(raw[:n])
	switch raw[0] {
	case 0xc2: // signs; a space is what editors make of the no-break space after it
		if size == 2 && r >= 0xa0 {
			return ends[1], string(r)
		}
		if second == ' ' && i > 0 && !unicode.IsSpace(before) && !unicode.IsUpper(before) {
			return 3, " "
		}
	case 0xc3: // accents; a word in capitals may end with Ã and be followed by punctuation
		if size == 2 && !(unicode.IsUpper(before) && (unicode.IsPunct(second) || unicode.IsSpace(second))) {
			return ends[1], string(r)
		}
	case 0xe2:
		if size == 3 {
			return ends[2], string(r)
		}
		if second == '€' { // the third byte of a closing quotation mark means nothing in Windows-1252, and is often lost
			return ends[1], "”"
		}
	case 0xef:
		if size == 3 && (r == '\ufeff' || r >= 'ﬀ' && r <= 'ﬆ') {
			return ends[2], string(r)
		}
	case 0xf0:
		if size == 4 {
			return ends[3], string(r)
		}
	}
	return 0, ""
}

func toWindows1252(r rune) (byte, bool) {
	switch r {
	case 0x81, 0x8d, 0x8f, 0x90, 0x9d: // as browsers read them
		return byte(r), true
	}
	return charmap.Windows1252.EncodeRune(r)
}

// Markers that git writes around the two versions of what it could not merge.
const (
	openMarker  = "<<<<<<< "
	closeMarker = ">>>>>>> "
)

// mergeMarkers reports pairs of markers outside of fenced code. Single markers are ignored, because seven equals signs also
// underline a heading, and seven ">" are a quotation.
func (d *decoder) mergeMarkers(text []byte) {
	if !bytes.Contains(text, []byte(openMarker)) {
		return
	}
	markdown := strings.EqualFold(path.Ext(d.path), ".md") || strings.EqualFold(path.Ext(d.path), ".markdown")
	var fence string // the open one; "" for none
	line, opened, count := 0, 0, 0
	var first diag.Diagnostic
	for raw := range bytes.Lines(text) {
		line++
		s := strings.TrimRight(string(raw), "\n")
		switch {
		case opened > 0 && strings.HasPrefix(s, closeMarker):
			if count++; count == 1 {
				first.Related = []diag.Related{{Place: diag.Place{File: d.path, Line: line}, Message: "ends here"}}
			}
			opened = 0
		case opened > 0: // either version may open or close a fence
		case fence == "" && strings.HasPrefix(s, openMarker):
			if opened = line; count == 0 {
				first.Place, first.Quote = diag.Place{File: d.path, Line: line}, s
			}
		case markdown:
			fence = nextFence(fence, s)
		}
	}
	if count == 0 {
		return
	}
	first.Severity, first.Code = diag.Error, "merge-marker"
	first.Message = fmt.Sprintf("Two versions of this text were not merged (places: %d); both would be published.", count)
	first.Hint = "Keep what is right of the two versions, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
	d.found = append(d.found, first)
}

// nextFence returns the fence of the code block that is open after a line; "" for none.
func nextFence(open, line string) string {
	trimmed := strings.TrimLeft(line, " ")
	if len(line)-len(trimmed) > 3 || trimmed == "" || trimmed[0] != '`' && trimmed[0] != '~' {
		return open
	}
	info := strings.TrimLeft(trimmed, trimmed[:1])
	fence := trimmed[:len(trimmed)-len(info)]
	switch {
	case open == "" && len(fence) >= 3 && (fence[0] == '~' || !strings.Contains(info, "`")):
		return fence
	case open != "" && strings.HasPrefix(fence, open) && strings.TrimSpace(info) == "":
		return ""
	}
	return open
}
