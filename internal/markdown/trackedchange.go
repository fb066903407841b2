package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"pandect/internal/prepare"
)

// changes are leftovers of word processors: tracked changes, and attributes in braces.
func changes() construct {
	return construct{testcase: "changes", inlines: []util.PrioritizedValue{util.Prioritized(attributeParser{}, 600)}}
}

// attributeParser reads every brace. Tracked changes are an error, because text that an editor deleted would be published.
// Attributes that a conversion from Word leaves behind are dropped. Any other brace is text.
type attributeParser struct{}

func (attributeParser) Trigger() []byte { return []byte{'{', '('} }

// criticMarks are the openings of the five marks of CriticMarkup.
var criticMarks = map[string]string{
	"{++": "an insertion", "{--": "a deletion", "{~~": "a replacement", "{==": "a highlighted remark", "{>>": "a comment",
}

// changeClass matches what pandoc writes for tracked changes and comments.
var changeClass = regexp.MustCompile(`^\{\.(insertion|deletion|comment-start|comment-end|paragraph-insertion|paragraph-deletion)\b`)

var (
	changeAuthor = regexp.MustCompile(`author="([^"]*)"`)
	changeDate   = regexp.MustCompile(`date="([^"]*)"`)
)

// leftover matches the attributes that pandoc writes for Word's formatting.
var leftover = regexp.MustCompile(`^\{\s*(?:(?:\.(?:underline|mark|anchor|smallcaps|Hyperlink|unnumbered)|#_[A-Za-z0-9_.-]*|#[A-Za-z0-9_.-]+ ?\.anchor|(?:width|height|style|custom-style)="[^"]*")\s*)+\}`)

// attributeList matches a list of attributes in braces, as other programs write it behind a link or a picture.
var attributeList = regexp.MustCompile(`^\{:?\s*(?:(?:[.#][\pL\pN_:.-]+|[\pL_][\pL\pN_-]*=(?:"[^"]*"|'[^']*'|[^\s"'{}]+)|-)\s*)+\}`)

// endsElement reports whether an inline is a link, a picture or code, to which attributes behind it belong.
func endsElement(n ast.Node) bool {
	switch n.(type) {
	case *ast.Link, *ast.Image, *ast.CodeSpan:
		return true
	}
	return false
}

func (attributeParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	p := pageOf(pc)
	src := block.Source()
	previous := byte(0)
	if segment.Start > 0 {
		previous = src[segment.Start-1]
	}
	if line[0] == '(' {
		if previous == ']' {
			brokenLink(p, src, line, segment.Start)
		}
		return nil
	}
	if len(line) >= 3 {
		if what, ok := criticMarks[string(line[:3])]; ok && p.closesLater(line[:3], segment.Start) {
			p.fail("tracked-change", segment.Start, "This is "+what+" from a review that was not finished, and it would be published as it is.",
				`Accept or reject it and delete the marks; if it is no change, write \{ for the brace.`)
			return nil
		}
	}
	if previous != ']' && previous != ')' && previous != '`' {
		return nil
	}
	if changeClass.Match(line) {
		wordChange(p, src[segment.Start:min(len(src), segment.Start+400)], segment.Start)
		return nil
	}
	if m := leftover.Find(line); m != nil {
		p.once("word-leftover", segment.Start, "Formatting from Word was left behind here and is not shown: "+string(m), "Delete the braces and what is in them.")
		block.Advance(len(m))
		if previous == ']' {
			unbracket(parent, src, segment.Start)
		}
		return &comment{}
	}
	if m := attributeList.Find(line); m != nil && endsElement(parent.LastChild()) {
		p.once("foreign-attribute", segment.Start, "Attributes of pandoc, MkDocs or Jekyll have no meaning here and are not shown: "+string(m), "Delete the braces and what is in them.")
		block.Advance(len(m))
		return &comment{}
	}
	return dropAttributes(p, parent, block, previous)
}

// dropAttributes drops the attributes in braces behind a link, a picture or something in brackets, and reports them.
func dropAttributes(p *page, parent ast.Node, block text.Reader, previous byte) ast.Node {
	line, segment := block.PeekLine()
	end := bytes.IndexByte(line[:min(len(line), 500)], '}')
	if end < 3 || line[1] != '.' && line[1] != '#' && line[1] != ':' {
		return nil
	}
	if _, _, ok := prepare.HeadingAttributes(string(line[1:end])); !ok {
		p.warn("unknown-attribute", segment.Start, "This looks like attributes in braces, but is not written as they are, and is shown as text.", `Delete it; if the braces belong to the text, write \{.`)
		return nil
	}
	p.warn("unknown-attribute", segment.Start, "Attributes in braces have no meaning here and are left out: "+string(line[:end+1])+".",
		`Delete them; if the braces belong to the text, write \{.`)
	block.Advance(end + 1)
	if previous == ']' {
		unbracket(parent, block.Source(), segment.Start)
	}
	return &comment{}
}

// closesLater reports whether a mark of CriticMarkup that begins at an offset has an end: otherwise it is text, such as {--all}.
func (p *page) closesLater(mark []byte, offset int) bool {
	if p.criticEnds == nil {
		p.criticEnds = map[string]int{}
	}
	name := string(mark)
	last, ok := p.criticEnds[name]
	if !ok {
		end := []byte{mark[1], mark[1], '}'}
		if mark[1] == '>' {
			end = []byte("<<}")
		}
		last = bytes.LastIndex(p.source.Bytes, end)
		p.criticEnds[name] = last
	}
	return last > offset+2
}

// wordChange reports a change or comment from Word, with who made it and when.
func wordChange(p *page, text []byte, offset int) {
	if end := bytes.IndexByte(text, '}'); end >= 0 {
		text = text[:end]
	}
	who := ""
	if m := changeAuthor.FindSubmatch(text); m != nil && len(m[1]) > 0 {
		who = " by " + string(m[1])
	}
	if m := changeDate.FindSubmatch(text); m != nil {
		day, _, _ := strings.Cut(string(m[1]), "T")
		who += " of " + day
	}
	what := "A tracked change"
	if bytes.HasPrefix(text, []byte("{.comment")) {
		what = "A reviewer's comment"
	}
	p.fail("tracked-change", offset, fmt.Sprintf("%s%s was left in this text and would be published.", what, who),
		"Accept or reject all changes and delete all comments in Word, then convert the document again.")
}

// unbracket removes the brackets of [text]{.underline}; the text before offset ends with "]".
func unbracket(parent ast.Node, src []byte, offset int) {
	last, ok := parent.LastChild().(*ast.Text)
	if !ok || last.Segment.Stop != offset || last.Segment.Len() == 0 {
		return
	}
	depth, room := 0, 1000 // nodes to examine
	for n := ast.Node(last); n != nil && room > 0; n = n.PreviousSibling() {
		room--
		t, ok := n.(*ast.Text)
		if !ok {
			continue
		}
		for i := t.Segment.Stop - 1; i >= t.Segment.Start; i-- {
			switch src[i] {
			case ']':
				depth++
			case '[':
				depth--
			}
			if depth > 0 {
				continue
			}
			last.Segment.Stop--
			tail := ast.NewTextSegment(text.NewSegment(i+1, t.Segment.Stop))
			tail.SetSoftLineBreak(t.SoftLineBreak())
			tail.SetHardLineBreak(t.HardLineBreak())
			t.Segment.Stop = i
			t.SetSoftLineBreak(false)
			t.SetHardLineBreak(false)
			if tail.Segment.Stop > tail.Segment.Start {
				parent.InsertAfter(parent, t, tail)
			}
			return
		}
	}
}
