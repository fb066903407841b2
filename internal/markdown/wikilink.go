package markdown

import (
	"bytes"
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

// isSize reports whether the label of an embedded picture is its size in pixels, as in Obsidian.
func isSize(label string) bool {
	label = strings.TrimSpace(label)
	return label != "" && strings.Trim(label, "0123456789x") == ""
}
