package config

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// shift maps offsets: the byte at offset clean of the cleaned text was at offset orig of the original.
type shift struct{ clean, orig int }

// maxText is the longest text that is read, in bytes: far above any real configuration, and low enough to bound the work.
const maxText = 64 << 10

// clean prepares r.text for the TOML and YAML libraries by undoing what word processors do: special spaces become spaces,
// invisible characters are removed, curly quotes around a value become straight ones, and in YAML tabs at the beginning of a line
// become spaces. Text inside quotes stays as it is. It reports a text that is too long or has a control character, and returns
// false.
func (r *reader) clean() bool {
	if len(r.text) > maxText {
		r.report(errorAt, "size", 0, 0, fmt.Sprintf("This is longer than %d kilobytes and was not read.", maxText>>10), "Remove what does not belong here.")
		return false
	}
	dirty := false
	for i, c := range r.text {
		switch {
		case c < ' ' && c != '\n' && c != '\t' || c == 0x7f:
			r.report(errorAt, "syntax", i, i+1, "There is a control character in this line.", "Remove it; retyping the line is the surest way.")
			return false
		case c == '\t':
			dirty = dirty || r.yaml
		case c == 0xc2 || c == 0xe2 || c == 0xe3 || c == 0xef: // first bytes of special spaces, quotes and invisible characters in UTF-8
			dirty = true
		}
	}
	if dirty {
		c := cleaner{reader: r, block: -1}
		c.out = make([]byte, 0, len(r.text)+16)
		c.run()
		r.text, r.shifts = c.out, c.shifts
	}
	return true
}

// cleaner makes one pass over the text. Its state is the syntactic context at the current offset.
type cleaner struct {
	*reader
	at      int // next byte of text
	out     []byte
	shifts  []shift
	quote   string // what closes the current quotation; "" outside of quotes
	flow    int    // number of open brackets
	block   int    // indentation of the YAML key with the current block scalar, or -1
	indent  int    // of the line
	warned  bool   // about tabs
	bidi    bool   // warned about characters that change the direction of text
	atValue bool   // a value may begin here
}

func (c *cleaner) run() {
	for c.at < len(c.text) {
		c.line()
	}
}

// put replaces the next n bytes of the text.
func (c *cleaner) put(replacement string, n int) {
	c.out = append(c.out, replacement...)
	c.at += n
	if len(replacement) != n {
		c.shifts = append(c.shifts, shift{len(c.out), c.at})
	}
}

func (c *cleaner) line() {
	end := len(c.text)
	if i := bytes.IndexByte(c.text[c.at:], '\n'); i >= 0 {
		end = c.at + i
	}
	begin := len(c.out)
	if c.quote == "" {
		c.indentation(end)
	}
	c.indent = len(c.out) - begin
	verbatim := c.at < end && c.block >= 0 && c.indent > c.block
	if c.at < end && !verbatim {
		c.block = -1
	}
	c.atValue = true
	for c.at < end {
		if !c.invisible() {
			if verbatim {
				c.character()
			} else {
				c.structure(end)
			}
		}
	}
	if c.yaml && !verbatim && c.quote == "" && yamlBlock.Match(c.out[begin:]) {
		c.block = c.indent
	}
	if len(c.quote) == 1 && !c.yaml {
		c.quote = "" // only in YAML may a plain quotation continue on the next line
	}
	if c.at < len(c.text) {
		c.character() // the line's end
	}
}

// character copies one character.
func (c *cleaner) character() {
	_, n := utf8.DecodeRune(c.text[c.at:])
	c.out = append(c.out, c.text[c.at:c.at+n]...)
	c.at += n
}

// indentation converts the indentation of a line to spaces.
func (c *cleaner) indentation(end int) {
	for c.at < end {
		r, n := utf8.DecodeRune(c.text[c.at:end])
		switch {
		case r == '\t' && c.yaml:
			if !c.warned {
				c.warned = true
				c.reportFile(warningAt, "tab", c.start+c.at, c.start+c.at+1, "A tab at the beginning of a line was read as two spaces.",
					"Write two spaces instead of a tab.")
			}
			c.put("  ", n)
		case r == ' ' || r == '\t':
			c.character()
		case wideSpace(r):
			c.put(" ", n)
		case !c.invisible():
			return
		}
	}
}

// invisible removes an invisible character, if there is one here, and warns of one that changes the direction of text.
func (c *cleaner) invisible() bool {
	r, n := utf8.DecodeRune(c.text[c.at:])
	switch r {
	case '\u200b', '\u2060', '\ufeff', '\u00ad':
		c.put("", n)
		return true
	case '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069':
		if !c.bidi {
			c.bidi = true
			c.reportFile(warningAt, "direction", c.start+c.at, c.start+c.at+n, "A hidden character changes the direction of the text in this line.",
				"Remove it; retyping the line is the surest way.")
		}
	}
	return false
}

// wideSpace reports whether r is a space that TOML and YAML do not treat as one.
func wideSpace(r rune) bool {
	return r == '\u00a0' || r == '\u202f' || r == '\u3000' || r >= '\u2000' && r <= '\u200a' || r == '\u205f'
}

// structure copies or replaces one character outside of block scalars.
func (c *cleaner) structure(end int) {
	r, n := utf8.DecodeRune(c.text[c.at:end])
	if c.quote != "" {
		c.inQuote(r)
		return
	}
	before := byte('\n')
	if len(c.out) > 0 {
		before = c.out[len(c.out)-1]
	}
	switch {
	case r == '\t' || wideSpace(r):
		c.put(" ", n)
		return
	case r == ' ':
		c.character()
		return
	case r == '#' && (!c.yaml || before == ' ' || before == '\n'):
		for c.at < end { // a comment
			c.character()
		}
		return
	case c.atValue && (r == '"' || r == '\''):
		c.quote = string(r)
		if triple := strings.Repeat(c.quote, 3); !c.yaml && bytes.HasPrefix(c.text[c.at:end], []byte(triple)) {
			c.quote = triple
		}
		for range c.quote {
			c.character()
		}
	case c.atValue && opening(r) != "":
		if !c.replaceCurly(opening(r), n, end) {
			c.character()
		}
	default:
		c.character()
	}
	c.atValue = c.valueAfter(r, before, end)
}

// valueAfter reports whether a value may begin after r, which stood after before.
func (c *cleaner) valueAfter(r rune, before byte, end int) bool {
	last := c.at >= end || c.text[c.at] == ' ' || c.text[c.at] == '\t'
	if !last {
		next, _ := utf8.DecodeRune(c.text[c.at:end])
		last = wideSpace(next)
	}
	switch {
	case r == '[' || r == '{':
		if c.atValue || c.flow > 0 {
			c.flow++
		}
		return c.flow > 0
	case r == ']' || r == '}':
		c.flow = max(c.flow-1, 0)
		return false
	case r == ',':
		return c.flow > 0
	case r == '=':
		return !c.yaml
	case r == ':':
		return c.yaml && last
	case r == '-':
		return c.yaml && last && (before == ' ' || before == '\n') && c.atValue
	}
	return false
}

// inQuote copies one character inside straight quotes.
func (c *cleaner) inQuote(r rune) {
	if r == '\\' && c.quote[0] == '"' && c.at+1 < len(c.text) && c.text[c.at+1] != '\n' {
		c.character()
		c.character()
		return
	}
	if bytes.HasPrefix(c.text[c.at:], []byte(c.quote)) {
		for range c.quote {
			c.character()
		}
		c.quote = ""
		return
	}
	c.character()
}

// opening returns the characters that close a quotation begun with the curly quote r, or "".
func opening(r rune) string {
	switch r {
	case '“', '”', '„', '‟':
		return "”“‟"
	case '‘', '’', '‚', '‛':
		return "’‘"
	}
	return ""
}

// replaceCurly replaces the curly quotes around a value by straight ones. The quotation that begins here, with a character of n
// bytes, must end where the value ends; otherwise the quotes belong to the text and it returns false.
func (c *cleaner) replaceCurly(closers string, n, end int) bool {
	inside := c.text[c.at+n : end]
	if !bytes.ContainsAny(inside, closers) {
		closers = `"` // only the opening quote was converted
	}
	for from := 0; ; {
		i := bytes.IndexAny(inside[from:], closers)
		if i < 0 {
			return false
		}
		stop := from + i
		_, width := utf8.DecodeRune(inside[stop:])
		from = stop + width
		if c.valueEnds(inside[from:]) {
			c.reportFile(warningAt, "quotes", c.start+c.at, c.start+c.at+n+from, "The curly quotes around this value were read as straight ones.",
				"Write straight quotes; to show quotes to readers, put the value in straight quotes as well.")
			c.writeStraight(n, c.at+n+stop)
			c.put(`"`, width)
			return true
		}
		if !strings.Contains(closers, "’") { // only an apostrophe may occur before the closing quote
			return false
		}
	}
}

// writeStraight writes a straight quote for the opening one of n bytes, and the text up to stop, escaped.
func (c *cleaner) writeStraight(n, stop int) {
	c.put(`"`, n)
	for c.at < stop {
		switch b := c.text[c.at]; b {
		case '"', '\\':
			c.put(`\`+string(b), 1)
		default:
			if !c.invisible() {
				c.character()
			}
		}
	}
}

// valueEnds reports whether a value may end before rest, the rest of a line.
func (c *cleaner) valueEnds(rest []byte) bool {
	trimmed := bytes.TrimLeftFunc(rest, func(r rune) bool { return r == ' ' || r == '\t' || wideSpace(r) })
	switch {
	case len(trimmed) == 0:
		return true
	case trimmed[0] == '#':
		return !c.yaml || len(trimmed) < len(rest)
	case trimmed[0] == ',' || trimmed[0] == ']' || trimmed[0] == '}':
		return c.flow > 0
	}
	return false
}
