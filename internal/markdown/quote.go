package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// Straight quotation marks are replaced block by block: only what comes after a mark tells whether it has a partner, and
// markup around a mark says nothing about it.

// straight is a straight quotation mark or apostrophe in a block.
type straight struct {
	offset        int  // in the source
	double        bool // " rather than '
	before, after rune // the characters around it, whatever markup lies between; a space at the ends of the block
	first         bool // it begins the block
	rest          []byte
}

const (
	apostrophe        = "’"
	prime, doubleMark = "′", "″"
)

// marks are the marks of straight quotations by their offset in the source.
type marks map[int]string

// quoteMarks chooses the marks in a block.
func (p *page) quoteMarks(block ast.Node) marks {
	r := quoteReader{p: p, last: ' '}
	r.read(block)
	r.put(' ')
	return choose(r.list, p.quotes)
}

// quoteReader collects the straight marks of a block.
type quoteReader struct {
	p       *page
	list    []straight
	last    rune
	begun   bool
	pending bool // the last of list has no character after it yet
}

// put notes a character.
func (r *quoteReader) put(c rune) {
	if unicode.Is(unicode.Cf, c) {
		return // invisible
	}
	if r.pending {
		r.list[len(r.list)-1].after = c
	}
	r.pending, r.last, r.begun = false, c, true
}

// read reads the inlines within a node.
func (r *quoteReader) read(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			s := n.Segment.Value(r.p.source.Bytes)
			r.text(s, n.Segment.Start, n.IsRaw())
			if n.SoftLineBreak() || n.HardLineBreak() {
				r.put(' ')
			}
		case *ast.CodeSpan, *ast.AutoLink, *ast.Image:
			r.put('x')
		case *ast.RawHTML:
			if r.p.c.policy == nil {
				r.put('<')
				r.put('>')
			}
		case *ast.Link:
			if !n.HasChildren() {
				r.put('x')
			}
			r.read(n)
		default:
			r.read(n)
		}
	}
}

// text reads the text at an offset of the source.
func (r *quoteReader) text(s []byte, offset int, raw bool) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case raw:
		case c == '\\' && i+1 < len(s):
			i++
		case c == '&':
			if decoded, n := reference(s[i:]); n > 0 {
				for _, c := range string(decoded) {
					r.put(c)
				}
				i += n
				continue
			}
		case c == '"' || c == '\'':
			mark := straight{offset: offset + i, double: c == '"', before: r.last, after: ' ', first: !r.begun, rest: s[i+1:]}
			r.put(rune(c))
			r.list = append(r.list, mark)
			r.pending = true
			i++
			continue
		}
		c, size := utf8.DecodeRune(s[i:])
		r.put(c)
		i += size
	}
}

// kind is 1 for " and 0 for '.
func (s *straight) kind() int {
	if s.double {
		return 1
	}
	return 0
}

func isPunctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// opens and closes report whether a mark can begin, or end, a quotation, by the rules of CommonMark for emphasis.
func (s *straight) opens() bool {
	return !unicode.IsSpace(s.after) && (!isPunctuation(s.after) || unicode.IsSpace(s.before) || isPunctuation(s.before))
}

func (s *straight) closes() bool {
	return !unicode.IsSpace(s.before) && (!isPunctuation(s.before) || unicode.IsSpace(s.after) || isPunctuation(s.after))
}

// chooser pairs the marks of a block.
type chooser struct {
	list  []straight
	next  [][2]int // by index in list, the next ' and the next " that is not within a word; len(list) if there is none
	open  []int    // indexes of the quotations that are open
	outer []int    // indexes in open of those with double marks
	q     quotes
	marks marks
}

func choose(list []straight, q quotes) marks {
	c := chooser{list: list, q: q, marks: marks{}, next: make([][2]int, len(list))}
	next := [2]int{len(list), len(list)}
	for i := len(list) - 1; i >= 0; i-- {
		s := &list[i]
		c.next[i] = next
		if !isWord(s.before) || !isWord(s.after) {
			next[s.kind()] = i
		}
	}
	for i := range list {
		if _, done := c.marks[list[i].offset]; done {
			continue
		}
		if list[i].double {
			c.double(i)
		} else {
			c.single(i)
		}
	}
	for _, i := range c.open {
		c.unpaired(i)
	}
	return c.marks
}

// unpaired chooses the mark of a quotation that does not end. One that goes on in the next paragraph begins a block.
func (c *chooser) unpaired(i int) {
	s := &c.list[i]
	switch {
	case s.double:
		c.set(i, c.q[0])
	case s.first && !unicode.IsDigit(s.after):
		c.set(i, c.q[2])
	default:
		c.set(i, apostrophe)
	}
}

func (c *chooser) set(i int, mark string) { c.marks[c.list[i].offset] = mark }

// endsNext reports whether the next mark of the same kind can only end a quotation. For ' no " may lie between.
func (c *chooser) endsNext(i int) bool {
	kind := c.list[i].kind()
	next := c.next[i][kind]
	return next < len(c.list) && (kind == 1 || c.next[i][1] > next) && c.list[next].closes() && !c.list[next].opens()
}

func (c *chooser) double(i int) {
	s := &c.list[i]
	at := -1
	if n := len(c.outer); n > 0 {
		at = c.outer[n-1]
	}
	opens, closes := s.opens(), s.closes()
	switch {
	case unicode.IsDigit(s.before) && (at < 0 || c.endsNext(i)):
		c.set(i, doubleMark)
	case opens && !closes, opens == closes && at < 0:
		c.outer = append(c.outer, len(c.open))
		c.open = append(c.open, i)
	case at < 0:
		c.set(i, c.q[1])
	default:
		for _, inner := range c.open[at+1:] {
			c.unpaired(inner)
		}
		c.set(c.open[at], c.q[0])
		c.set(i, c.q[1])
		c.open, c.outer = c.open[:at], c.outer[:len(c.outer)-1]
	}
}

func (c *chooser) single(i int) {
	s := &c.list[i]
	opens, closes := s.opens(), s.closes()
	top := len(c.open) - 1
	paired := top >= 0 && !c.list[c.open[top]].double
	switch {
	case unicode.IsDigit(s.before) && unicode.IsDigit(s.after):
		c.set(i, prime)
	case isWord(s.before) && isWord(s.after):
		c.set(i, apostrophe)
	case opens && !closes && (elided(s.rest) || isDecade(s.rest)):
		c.set(i, apostrophe)
		if next := i + 1; next < len(c.list) && bytes.HasPrefix(s.rest, []byte("n'")) && c.list[next].offset == s.offset+2 {
			c.set(next, apostrophe) // rock 'n' roll
		}
	case opens && !closes, opens && !paired:
		c.open = append(c.open, i)
	case paired && !(isPossessive(s) && c.endsNext(i)):
		c.set(c.open[top], c.q[2])
		c.set(i, c.q[3])
		c.open = c.open[:top]
	case unicode.IsDigit(s.before):
		c.set(i, prime)
	default:
		c.set(i, apostrophe)
	}
}

// isPossessive reports whether a mark at the end of a word may be that of a genitive, as in "the clients' rights".
func isPossessive(s *straight) bool {
	return strings.ContainsRune("sSxXzZß", s.before) && unicode.IsSpace(s.after)
}

// elided reports whether text begins with a word whose beginning is elided, as in 'tis, German 's and 'ne, or Dutch 't.
func elided(text []byte) bool {
	n := 0
	for n < len(text) && n < 8 && isLetter(text[n]) {
		n++
	}
	switch strings.ToLower(string(text[:n])) {
	case "tis", "twas", "twere", "twill", "til", "em", "cause", "bout", "round":
		return true
	case "s", "t", "ne", "nen", "nem", "ner", "rein", "raus", "rum", "ran", "runter":
		return n < len(text) && text[n] != '\''
	case "n":
		return n < len(text) && (text[n] == '\'' || text[n] == ' ')
	}
	return false
}

// isDecade reports whether text begins as '90s and '68er do.
func isDecade(text []byte) bool {
	if len(text) < 3 || !isDigit(text[0]) || !isDigit(text[1]) {
		return false
	}
	n := 2
	for n < len(text) && isLetter(text[n]) {
		n++
	}
	ending := strings.ToLower(string(text[2:n]))
	return ending == "s" || ending == "er" || ending == "ers" || ending == "ern"
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
