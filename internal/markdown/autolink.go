package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"pandect/internal/escape"
)

// autolinks are addresses as links: <https://example.com>, and bare addresses in the text.
func autolinks() construct {
	return construct{
		testcase: "links",
		inlines: []util.PrioritizedValue{
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(bareAddressParser{}, 999),
		},
		render: map[ast.NodeKind]renderFunc{ast.KindAutoLink: on(renderAutolink)},
	}
}

// bareAddressParser makes links of bare addresses, by the rules of GFM's extended autolinks. goldmark's own parser runs at
// every space of a text; this one is triggered only by characters that every address has, and looks back.
type bareAddressParser struct{}

func (bareAddressParser) Trigger() []byte { return []byte{':', '.', '@'} }

func (bareAddressParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if pc.IsInLinkLabel() {
		return nil
	}
	line, segment := block.PeekLine()
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || before.Segment.Stop != segment.Start || before.SoftLineBreak() || before.HardLineBreak() || segment.Padding > 0 {
		return nil
	}
	src := block.Source()
	kind, back, stop := bareAddress(src[before.Segment.Start:segment.Start], line)
	if kind == ast.AutoLinkEmail && stop < len(line) && line[stop] == '_' && !inUnderscores(pc) {
		return nil
	}
	if stop == 0 {
		return nil
	}
	start := segment.Start - back
	if start == before.Segment.Start {
		start -= underscoreBefore(before, block.Source(), segment.Start+stop, pc, line[0] == '@')
	}
	if !isBoundary(src[:start], line[0] == '@') {
		return nil
	}
	for start < before.Segment.Start { // the underscore is part of the address
		d := before.PreviousSibling().(*parser.Delimiter)
		d.Length = 0 // so that it does not become text
		pc.RemoveDelimiter(d)
		before.Segment.Start = start
	}
	before.Segment.Stop = start
	if before.Segment.Len() == 0 {
		parent.RemoveChild(parent, before)
	}
	block.Advance(stop)
	link := ast.NewAutoLink(kind, ast.NewTextSegment(text.NewSegment(start, segment.Start+stop)))
	if line[0] == '.' {
		link.Protocol = []byte("http") // of www.
	}
	link.SetPos(start)
	return link
}

// bareAddress finds the address around the trigger that begins line: its type, the number of bytes of it in head, which is
// the text before the trigger, and the number from the trigger on, which is 0 if there is none.
func bareAddress(head, line []byte) (kind ast.AutoLinkType, back, stop int) {
	switch line[0] {
	case ':':
		for _, scheme := range [...]string{"https", "http", "ftp"} {
			if n := len(head) - len(scheme); n >= 0 && strings.EqualFold(string(head[n:]), scheme) {
				back = len(scheme)
				break
			}
		}
		if back == 0 || !bytes.HasPrefix(line, []byte("://")) {
			return ast.AutoLinkURL, 0, 0
		}
		if domain := domainLength(line[3:]); domain > 0 {
			stop = addressEnd(line, 3+domain)
		}
	case '.':
		if !bytes.HasSuffix(head, []byte("www")) {
			break
		}
		if domain := domainLength(line[1:]); domain > 0 {
			back, stop = 3, addressEnd(line, 1+domain)
		}
	case '@':
		for back < len(head) && isLocalPart(head[len(head)-1-back]) {
			back++
		}
		domain := mailDomain(line[1:])
		if back > 0 && domain > 0 {
			stop = 1 + domain
		}
		const scheme = "mailto:"
		if n := len(head) - back - len(scheme); back > 0 && n >= 0 && strings.EqualFold(string(head[n:n+len(scheme)]), scheme) {
			back += len(scheme)
		}
		return ast.AutoLinkEmail, back, stop
	}
	return ast.AutoLinkURL, back, stop
}

// underscoreBefore returns the length of the underscores directly before the text that a mail address begins in, if they are part
// of it: they are not when others behind the address make emphasis of it.
func underscoreBefore(before *ast.Text, src []byte, stop int, pc parser.Context, mail bool) int {
	d, ok := before.PreviousSibling().(*parser.Delimiter)
	if !mail || !ok || d.Char != '_' || d.Segment.Stop != before.Segment.Start || stop < len(src) && src[stop] == '_' {
		return 0
	}
	return d.Segment.Len()
}

// isBoundary reports whether an address can begin behind a text. One that begins within a word, or within what looks like another
// address, would be cut off.
func isBoundary(text []byte, mail bool) bool {
	r, size := utf8.DecodeLastRune(text)
	switch {
	case size == 0 || unicode.IsSpace(r) || strings.ContainsRune("*_~(", r):
		return true
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune(`</=&%!#$?^{|}@+-.\`+"`", r):
		return false
	case r == '\'':
		r, size = utf8.DecodeLastRune(text[:len(text)-size])
		return size == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r) // O'Brien@example.com
	}
	return r != ':' || mail
}

func isLocalPart(c byte) bool {
	return util.IsAlphaNumeric(c) || c == '.' || c == '-' || c == '_' || c == '+'
}

// inUnderscores reports whether emphasis with underscores may be open.
func inUnderscores(pc parser.Context) bool {
	d := pc.LastDelimiter()
	for room := 20; d != nil && room > 0; room-- {
		if d.Char == '_' && d.CanOpen {
			return true
		}
		d = d.PreviousDelimiter
	}
	return false
}

// mailDomain returns the length of the domain of a mail address that begins text, without underscores and dots at its end; or 0.
func mailDomain(text []byte) int {
	n := 0
	for n < len(text) && (isLocalPart(text[n]) && text[n] != '+' || text[n] >= 0x80) {
		n++
	}
	n = domainLength(bytes.TrimRight(text[:n], "_."))
	if n == 0 || bytes.IndexByte(text[:n], '.') < 0 || text[n-1] == '-' || n < len(text) && text[n] == '-' {
		return 0
	}
	return n
}

// domainLength returns the length of the domain that begins text, or 0: labels of letters, digits, hyphens and underscores,
// of which the last two have no underscore.
func domainLength(text []byte) int {
	n, dots := 0, 0
	underscores := [2]bool{} // in the last label, and in the one before
	for ; n < len(text); n++ {
		switch c := text[n]; {
		case util.IsAlphaNumeric(c) || c == '-':
			continue
		case c >= 0x80:
			if r, size := utf8.DecodeRune(text[n:]); unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
				n += size - 1
				continue
			}
		case c == '_':
			underscores[0] = true
			continue
		case c == '.' && n+1 < len(text) && (util.IsAlphaNumeric(text[n+1]) || text[n+1] >= 0x80) && n > 0:
			dots++
			underscores[0], underscores[1] = false, underscores[0]
			continue
		}
		break
	}
	if dots == 0 && !bytes.HasPrefix(text, []byte("localhost")) || underscores[0] || underscores[1] {
		return 0
	}
	return n
}

// addressEnd returns the end of an address in a line, at least from: before white space, "<", and punctuation that belongs
// to the sentence.
func addressEnd(line []byte, from int) int {
	end := from
	for end < len(line) && !util.IsSpace(line[end]) && line[end] != '<' {
		if r, _ := utf8.DecodeRune(line[end:]); strings.ContainsRune("“”„‘’‚«»‹›—…", r) {
			break // it belongs to the sentence
		}
		end++
	}
	open, closed := bytes.Count(line[:end], []byte{'('}), bytes.Count(line[:end], []byte{')'})
	for end > from {
		switch c := line[end-1]; c {
		case '?', '!', '.', ',', ':', '*', '_', '~', '\'', '"':
			end--
			continue
		case ')':
			if closed > open {
				closed--
				end--
				continue
			}
		case ';': // an entity at the end
			at := end - 2
			for at > from && util.IsAlphaNumeric(line[at]) {
				at--
			}
			if line[at] == '&' && at < end-2 {
				end = at
				continue
			}
		}
		return end
	}
	return end
}

// maxLocalPart is the length of the part of a mail address before the @.
const maxLocalPart = 64

// withinMailAddress reports whether the underscore at the position of a reader lies within a bare mail address, and is no emphasis.
func withinMailAddress(block text.Reader) bool {
	line, segment := block.PeekLine()
	if before := segment.Start - 1; before < 0 || !isLocalPart(block.Source()[before]) {
		return false
	}
	n := 0
	for n < len(line) && n < maxLocalPart && isLocalPart(line[n]) {
		n++
	}
	return n < len(line) && line[n] == '@' && mailDomain(line[n+1:]) > 0
}

// renderAutolink writes <https://...> and bare addresses.
func renderAutolink(p *page, n *ast.AutoLink) {
	src := p.source.Bytes
	label := n.Label(src)
	address := string(n.URL(src))
	mail := n.AutoLinkType == ast.AutoLinkEmail && (len(address) < 7 || !strings.EqualFold(address[:7], "mailto:"))
	kind := p.c.classify(address)
	if mail {
		kind = externalTarget
	}
	if p.bare || p.links.open || kind != externalTarget {
		p.linked = p.linked || p.bare
		if !p.bare && !p.links.open && !refusedScheme(p, kind, address, n.Pos()) {
			reportLocalFile(p, n.Pos())
		}
		start := n.Pos()
		if kind != externalTarget && start >= 0 && start < len(src) && src[start] == '<' { // no address at all, as in <party:A>
			label = slices.Concat([]byte{'<'}, label, []byte{'>'})
		}
		p.put(label)
		return
	}
	p.html = append(p.html, `<a href="`...)
	if mail {
		p.html = append(p.html, "mailto:"...)
	}
	p.html = escape.HTML(p.html, string(util.URLEscape([]byte(address), false)))
	p.html = append(p.html, '"')
	if !p.fragment {
		openExternal(p, !mail)
	}
	p.html = append(p.html, '>')
	p.put(label)
	p.html = append(p.html, "</a>"...)
}
