package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// wikilinks name a page or a picture by its name alone. They become nodes of links and images.
func wikilinks() construct {
	return construct{testcase: "links", inlines: []util.PrioritizedValue{util.Prioritized(wikiParser{}, 90)}}
}

// wikiReference marks an ast.Link that was written as a wikilink. An ast.Link prevents links around it, as CommonMark
// requires.
const wikiReference ast.ReferenceLinkType = 64

// wikiParser reads [[target#heading|text]] and ![[picture.png|alternative text]].
type wikiParser struct{}

func (wikiParser) Trigger() []byte { return []byte{'[', '!'} }

func (wikiParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	image := line[0] == '!'
	open := 2
	if image {
		open = 3
	}
	if len(line) < open+3 || line[open-1] != '[' || line[open-2] != '[' {
		return nil
	}
	end := bytes.IndexAny(line[open:], "[]\n")
	if end < 1 || !bytes.HasPrefix(line[open+end:], []byte("]]")) {
		return nil
	}
	inner := line[open : open+end]
	pageOf(pc).readLabelsAt(block)
	if _, ok := pc.Reference(util.ToLinkReference(inner)); ok {
		return nil // [[label]] with a definition for label is a link in brackets
	}
	if isLinkText(block, open+end+2, pc) {
		return nil
	}
	target, label, labelled := inner, []byte(nil), false
	labelAt := 0
	if bar := bytes.IndexByte(inner, '|'); bar >= 0 {
		target, label, labelled = inner[:bar], inner[bar+1:], true
		labelAt = open + bar + 1
		target = bytes.TrimSuffix(target, []byte{'\\'}) // \| in a table
	}
	if target = bytes.TrimSpace(target); len(target) == 0 {
		return nil
	}
	link := ast.NewLink()
	link.Destination = target
	link.Reference = ast.NewReferenceLink(wikiReference, inner)
	if labelled && len(bytes.Trim(label, " \t")) > 0 && !(image && isSize(string(label))) {
		start := segment.Start + labelAt
		t := ast.NewTextSegment(text.NewSegment(start, start+len(label)))
		t.Segment = t.Segment.TrimLeftSpace(block.Source())
		t.Segment = t.Segment.TrimRightSpace(block.Source())
		link.AppendChild(link, t)
	}
	block.Advance(open + end + 2)
	if image {
		n := ast.NewImage(link)
		n.SetPos(segment.Start)
		return n
	}
	link.SetPos(segment.Start)
	return link
}

// linkTarget matches what makes a link of the brackets before it: an address in parentheses, perhaps with a title.
var linkTarget = regexp.MustCompile(`^\(\s*(?:<[^<>\n]*>|[^\s()<](?:[^\s()\\]|\\.|\([^\s()]*\))*)?(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)`)

// maxTarget is how far behind double brackets the target of a link is looked for.
const maxTarget = 1000

// isLinkText reports whether double brackets that end n bytes behind the position of a reader are the text of a CommonMark link, or
// part of it, as in [[1]](#sources), [[1]][label] and [see [[1]]](#sources). Then they are no wikilink.
func isLinkText(block text.Reader, n int, pc parser.Context) bool {
	_, segment := block.PeekLine()
	src := block.Source()
	at := segment.Start + n
	rest := src[at:min(len(src), at+maxTarget)]
	if i := bytes.Index(rest, []byte("\n\n")); i >= 0 {
		rest = rest[:i]
	}
	if makesLink(rest, pc) {
		return true
	}
	if !pc.IsInLinkLabel() {
		return false
	}
	for depth, i := 0, 0; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth < 0 {
				return makesLink(rest[i+1:], pc)
			}
		}
	}
	return false
}

// makesLink reports whether a text makes a link of the brackets before it.
func makesLink(rest []byte, pc parser.Context) bool {
	if len(rest) == 0 {
		return false
	}
	if rest[0] == '[' {
		end := bytes.IndexByte(rest, ']')
		if end < 2 {
			return false
		}
		_, ok := pc.Reference(util.ToLinkReference(rest[1:end]))
		return ok
	}
	return rest[0] == '(' && linkTarget.Match(rest)
}

// isSize reports whether the label of an embedded picture is its size in pixels, as in Obsidian.
func isSize(label string) bool {
	label = strings.TrimSpace(label)
	return label != "" && strings.Trim(label, "0123456789x") == ""
}
