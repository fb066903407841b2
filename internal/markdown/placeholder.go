package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Placeholders in angle brackets, as in "Dear <client name>", look like tags. Where a site keeps HTML they would be taken out
// with all tags that it does not know. So what is no element of HTML is text, and so is a tag without attributes whose element
// is never closed, as in "pay <address> <date>".

// htmlElements are the elements of HTML, the former ones among them.
var htmlElements = set("a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br " +
	"button " +
	"canvas caption center cite code col colgroup command content data datalist dd del details dfn dialog dir div dl dt element em embed " +
	"fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins " +
	"isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta meter nav nobr noembed noframes noscript " +
	"object ol optgroup option output p param picture plaintext portal pre progress q rb rp rt rtc ruby s samp script search section select " +
	"shadow slot small source spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time " +
	"title tr track tt u ul var video wbr xmp path g circle rect line polygon polyline ellipse defs use text tspan")

// unclosedElements are those that people write without an end tag.
var unclosedElements = set("p li dt dd rt rp td th tr thead tbody tfoot colgroup option optgroup br hr wbr html head body")

// tagName returns the name of the tag that begins text, in lower case, and whether it is a start tag without attributes.
func tagName(text []byte) (name string, bare bool) {
	at := 1
	if at < len(text) && text[at] == '/' {
		at++
	}
	stop := at
	for stop < len(text) && (util.IsAlphaNumeric(text[stop]) || text[stop] == '-' && stop > at) {
		stop++
	}
	if stop == at {
		return "", false
	}
	return strings.ToLower(string(text[at:stop])), at == 1 && stop < len(text) && text[stop] == '>'
}

// structural are the elements that hold blocks. One that begins a block of HTML is meant, closed or not.
var structural = set("div section details summary figure figcaption blockquote table caption ul ol dl pre")

// isPlaceholder reports whether the tag at an offset of the source, in a block of HTML or in a line, is text.
func isPlaceholder(p *page, offset int, block bool) bool {
	name, bare := tagName(p.source.Bytes[offset:])
	switch {
	case name == "":
		return false
	case !htmlElements[name]:
		return true
	}
	return bare && !unclosedElements[name] && !(block && structural[name]) && !p.tags.closed(p, name, offset)
}

// endTags is what is known of the end tags in a part of the source without blank lines.
type endTags struct {
	start, stop int
	next        map[string]int // offset of the first end tag of a name that was not yet passed; stop if there is none
}

// closed reports whether the end tag of an element follows an offset, before the next blank line, or, for elements that may stand
// around paragraphs, anywhere.
func (s *tagState) closed(p *page, name string, offset int) bool {
	if s.lower == nil {
		s.lower = slices.Clone(p.source.Bytes)
		for i, c := range s.lower {
			if 'A' <= c && c <= 'Z' {
				s.lower[i] = c | 0x20
			}
		}
	}
	src, e := s.lower, &s.ends
	if structural[name] {
		if s.last == nil {
			s.last = map[string]int{}
		}
		last, ok := s.last[name]
		if !ok {
			last = bytes.LastIndex(src, []byte("</"+name))
			s.last[name] = last
		}
		return last > offset
	}
	if offset < e.start || offset >= e.stop {
		*e = endTags{start: offset, stop: len(src), next: map[string]int{}}
		if i := bytes.Index(src[offset:], []byte("\n\n")); i >= 0 {
			e.stop = offset + i
		}
	}
	next, ok := e.next[name]
	if !ok || next < offset {
		next = e.stop
		if i := bytes.Index(src[offset:e.stop], []byte("</"+name)); i >= 0 {
			next = offset + i
		}
		e.next[name] = next
	}
	return next < e.stop
}

// htmlBlockParser reads blocks of HTML, but none that begins with a placeholder, where a site keeps HTML.
type htmlBlockParser struct{ parser.BlockParser }

func (h htmlBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	p := pageOf(pc)
	if at := pc.BlockOffset(); at >= 0 && p.c.policy != nil {
		_, segment := reader.PeekLine()
		if isPlaceholder(p, segment.Start-segment.Padding+at, true) {
			return nil, parser.NoChildren
		}
	}
	return h.BlockParser.Open(parent, reader, pc)
}

// escapePlaceholders returns HTML in which the placeholders are text, and reports each. offset returns where a byte of it stands in
// the source.
func escapePlaceholders(p *page, raw []byte, offset func(int) int) []byte {
	var out []byte
	kept := 0
	for i := 0; i < len(raw); i++ {
		if raw[i] != '<' {
			continue
		}
		if bytes.HasPrefix(raw[i:], commentStart) {
			end := bytes.Index(raw[i+2:], commentStop)
			if end < 0 {
				break
			}
			i += 2 + end
			continue
		}
		if !isPlaceholder(p, offset(i), true) {
			continue
		}
		reportPlaceholder(p, raw[i:], offset(i))
		out = append(append(out, raw[kept:i]...), "&lt;"...)
		kept = i + 1
	}
	return append(out, raw[kept:]...)
}

// reportPlaceholder reports a placeholder; an end tag was reported with its start tag.
func reportPlaceholder(p *page, tag []byte, offset int) {
	if p.bare || len(tag) > 1 && tag[1] == '/' {
		return
	}
	if end := bytes.IndexByte(tag, '>'); end >= 0 {
		tag = tag[:min(end+1, 60)]
	}
	shown := bytes.Join(bytes.Fields(tag), []byte{' '})
	p.warn("placeholder", offset, fmt.Sprintf("%s is no HTML that could be kept, so it is shown as it is written.", shown),
		`If that is meant, write \< for its angle bracket, or put it in square brackets; if it is HTML, correct its name or close the element.`)
}
