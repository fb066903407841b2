package source

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"pandect/internal/diag"
)

const byteOrderMark = "\ufeff"

// Decode converts the raw bytes of a text file to valid UTF-8 with "\n" as line ending, without NUL bytes and without a
// byte order mark. It never guesses silently: an uncertain conversion is a warning, and a file that is not text is an error
// with an empty text. Line numbers stay the same, except that a lone carriage return ends a line.
//
// A clean file is returned as it is, without a copy. The path is used in diagnostics, and its extension says whether
// the file is markdown. Decode is pure.
func Decode(path string, data []byte) (text []byte, diags []diag.Diagnostic) {
	d := &decoder{path: path}
	text, ok := d.decode(data)
	if !ok || !isText(text) {
		return nil, []diag.Diagnostic{{
			Severity: diag.Error, Code: "not-text", Place: diag.Place{File: path},
			Message: "This file is not a text file, whatever its name says.",
			Hint:    "Open it in the program that made it and save its text as UTF-8, or move it out of the site's folders.",
		}}
	}
	d.inspect(text)
	return text, d.found
}

type decoder struct {
	path  string
	found []diag.Diagnostic
}

func (d *decoder) warn(code string, line int, quote, message, hint string) {
	d.found = append(d.found, diag.Diagnostic{
		Severity: diag.Warning, Code: code, Place: diag.Place{File: d.path, Line: line}, Quote: quote, Message: message, Hint: hint,
	})
}

// decode does everything that changes bytes; ok is false for a file that is not text. The order of the steps makes decoding
// idempotent: each relies on what the earlier ones guarantee.
func (d *decoder) decode(data []byte) (text []byte, ok bool) {
	if isSigned(data) {
		return nil, false
	}
	if order, utf16 := detectUTF16(data); utf16 {
		data = d.fromUTF16(data, order)
	}
	if n := bytes.Count(data, []byte{0}); n > 0 {
		if float64(n) > maxControl*float64(len(data)) {
			return nil, false
		}
		data = d.withoutNUL(data, n)
	}
	for bytes.HasPrefix(data, []byte(byteOrderMark)) {
		data = data[len(byteOrderMark):]
	}
	if !utf8.Valid(data) {
		if float64(countControl(data)) > maxControlInvalid*float64(len(data)) {
			return nil, false
		}
		data = d.fromWindows1252(data)
	}
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	return data, true
}

// signatures are the first bytes of binary formats that people save under the name of a text file: ZIP (and so DOCX and
// XLSX), PDF, RTF, the old Word format, PNG, JPEG.
var signatures = []string{"PK\x03\x04", "%PDF-", "{\\rtf", "\xd0\xcf\x11\xe0", "\x89PNG", "\xff\xd8\xff"}

func isSigned(data []byte) bool {
	return slices.ContainsFunc(signatures, func(s string) bool { return bytes.HasPrefix(data, []byte(s)) })
}

// Shares of control characters above which a file is not text. Random bytes have 10 %. Bytes that are not UTF-8 have the
// lower limit, because text in Windows-1252 has no control characters.
const (
	maxControl        = 0.10
	maxControlInvalid = 0.03
)

func isText(text []byte) bool {
	return !isSigned(text) && float64(countControl(text)) <= maxControl*float64(len(text))
}

// countControl counts control characters as nextControl finds them.
func countControl(data []byte) (n int) {
	for i := nextControl(data, 0); i < len(data); i = nextControl(data, i+1) {
		n++
	}
	return n
}

// detectUTF16 looks for a byte order mark, or else for NUL bytes at every second offset, as in Western text in UTF-16.
func detectUTF16(data []byte) (order unicode.Endianness, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return unicode.BigEndian, true
	}
	sample := data[:min(len(data), 4096)]
	if bytes.IndexByte(sample, 0) < 0 || len(sample) < 4 {
		return unicode.BigEndian, false
	}
	var nul [2]int // at even and at odd offsets
	for i, c := range sample {
		if c == 0 {
			nul[i%2]++
		}
	}
	many, few := len(sample)*3/10, len(sample)/40 // of half the sample: three fifths, and a twentieth
	switch {
	case nul[1] >= many && nul[0] <= few:
		return unicode.LittleEndian, true
	case nul[0] >= many && nul[1] <= few:
		return unicode.BigEndian, true
	}
	return unicode.BigEndian, false
}

func (d *decoder) fromUTF16(data []byte, order unicode.Endianness) []byte {
	if data[0] < 0xfe { // no byte order mark
		d.warn("utf-16", 0, "", "This file seems to be in the encoding UTF-16, and was read so.",
			"Save it as UTF-8: in Notepad choose \"Save as\" and the encoding UTF-8.")
	}
	decoded, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
	if err != nil { // cannot happen today: the decoder replaces what it cannot read
		return data
	}
	return decoded
}

func (d *decoder) withoutNUL(data []byte, n int) []byte {
	line := 1 + bytes.Count(data[:bytes.IndexByte(data, 0)], []byte("\n"))
	d.warn("nul-bytes", line, "",
		fmt.Sprintf("The file has NUL characters, which no text has; they were left out (number: %d).", n),
		"Check that nothing is missing near this line: the file may have been damaged when it was saved or synchronised.")
	return bytes.ReplaceAll(data, []byte{0}, nil)
}

// fromWindows1252 decodes only lines that are not valid UTF-8, because text of two encodings may have been pasted into one
// file.
func (d *decoder) fromWindows1252(data []byte) []byte {
	out := make([]byte, 0, len(data)+len(data)/16)
	line, first, count, quote := 0, 0, 0, ""
	var chars []string
	for raw := range bytes.Lines(data) {
		line++
		if utf8.Valid(raw) {
			out = append(out, raw...)
			continue
		}
		start := len(out)
		for _, c := range raw {
			r := charmap.Windows1252.DecodeByte(c)
			if r == utf8.RuneError { // five bytes are undefined; browsers read them as control characters
				r = rune(c)
			}
			out = utf8.AppendRune(out, r)
			if s := printable(r); c >= utf8.RuneSelf && len(chars) < 8 && !slices.Contains(chars, s) {
				chars = append(chars, s)
			}
		}
		if count++; count == 1 {
			first, quote = line, strings.TrimRight(string(out[start:]), "\r\n")
		}
	}
	d.warn("windows-1252", first, quote,
		fmt.Sprintf("Part of this file is in the encoding Windows-1252, not in UTF-8, and was read so (lines: %d; characters: %s).",
			count, strings.Join(chars, " ")),
		"Check these characters and save the file as UTF-8.")
	return out
}
