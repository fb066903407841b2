package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// slips are marks that mean nothing as they are typed, and probably were meant to: a heading or an item without the space behind
// its mark, emphasis that does not close, a paragraph that is code because of its indent. They are shown as CommonMark says, and
// reported.
func slips() construct {
	return construct{testcase: "slips", check: checkSlips}
}

func checkSlips(p *page, root *ast.Document) {
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Paragraph:
			checkLineStarts(p, n)
			checkEmphasis(p, n)
			return ast.WalkSkipChildren, nil
		case *ast.TextBlock, *ast.Heading, *extast.TableCell, *extast.DefinitionTerm:
			checkEmphasis(p, n)
			return ast.WalkSkipChildren, nil
		case *ast.CodeBlock:
			checkIndent(p, n)
		}
		return ast.WalkContinue, nil
	})
}

var (
	closeHeading = regexp.MustCompile(`^(?:#{2,6}\p{L}|#\p{Lu}\p{Ll}.*$)`)
	closeItem    = regexp.MustCompile(`^[-+]\p{L}`)
	closeNumber  = regexp.MustCompile(`^[0-9]{1,3}[.)]\p{L}{3}`)
	closeStar    = regexp.MustCompile(`^\*\p{L}`)
	looseBox     = regexp.MustCompile(`^\[[ xX]?\][ \t]+\S`)
)

// checkLineStarts reports a paragraph whose lines begin nearly as a heading, an item or a task does.
func checkLineStarts(p *page, n *ast.Paragraph) {
	src := p.source.Bytes
	stars := 0
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		segment = segment.TrimLeftSpace(src)
		line := bytes.TrimRight(segment.Value(src), " \t\n")
		if len(line) == 0 {
			continue
		}
		if line[0] == '*' && closeStar.Match(line) && !bytes.Contains(line[1:], []byte{'*'}) {
			stars++
		}
		heading := closeHeading.Match(line) && (line[1] == '#' || n.Lines().Len() == 1)
		switch {
		case heading:
			level := run(line, "#")
			p.warn("mark-space", segment.Start, "This is no heading, because there is no space behind the "+string(line[:level])+".",
				fmt.Sprintf("Write %s and a space; if it is no heading, write \\#.", line[:level]))
		case i == 0 && closeItem.Match(line), stars == 2:
			p.warn("mark-space", segment.Start, "This is no item of a list, because there is no space behind the "+string(line[:1])+".",
				fmt.Sprintf("Write %c and a space; if it is no item, write \\%[1]c.", line[0]))
			stars = 3
		case i == 0 && closeNumber.Match(line):
			p.warn("mark-space", segment.Start, "This is no item of a list, because there is no space behind the number.",
				"Write a space behind the full stop or the parenthesis.")
		case i == 0 && looseBox.Match(line) && n.Parent().Kind() != ast.KindListItem && beginsWithText(n): // not with a link
			p.warn("task-box", segment.Start, "This box is shown as text: a task is an item of a list, with a space in its box.",
				"Write - [ ] before the text.")
		}
	}
}

func beginsWithText(n ast.Node) bool {
	first := n.FirstChild()
	return first != nil && first.Kind() == ast.KindText
}

// checkEmphasis reports the first marks of emphasis in a block that emphasise nothing.
func checkEmphasis(p *page, block ast.Node) {
	src := p.source.Bytes
	opened := -1 // offset of a single asterisk that could begin emphasis
	reported := false
	ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		t, ok := n.(*ast.Text)
		if !ok || !entering || reported || t.IsRaw() {
			if n.Kind() == ast.KindCodeSpan {
				return ast.WalkSkipChildren, nil
			}
			return ast.WalkContinue, nil
		}
		for at := t.Segment.Start; at < t.Segment.Stop && !reported; at++ {
			c := src[at]
			if c == '\\' {
				at++
				continue
			}
			if c != '*' && c != '_' && c != '~' {
				continue
			}
			length := run(src[at:], string(c))
			left, right := around(src, at, at+length)
			switch {
			case length == 2 && (at > 0 && src[at-1] == '{' || bytes.HasPrefix(src[at+length:], []byte{'}'})): // the mark of a review
			case length == 2 && left != right:
				reported = true
				unclosedEmphasis(p, at, length)
			case length == 1 && c == '*' && right && !left && opened < 0:
				opened = at
			case length == 1 && c == '*' && !right && opened >= 0 && at > 0 && src[at-1] == ' ':
				reported = true
				unclosedEmphasis(p, opened, length)
			}
			at += length - 1
		}
		return ast.WalkContinue, nil
	})
}

// around reports whether words touch a run of marks on the left and on the right.
func around(src []byte, start, stop int) (left, right bool) {
	before, _ := utf8.DecodeLastRune(src[:start])
	after, _ := utf8.DecodeRune(src[stop:])
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return word(before), word(after)
}

func unclosedEmphasis(p *page, offset, length int) {
	mark := string(p.source.Bytes[offset : offset+length])
	p.warn("unclosed-emphasis", offset, "This "+mark+" is shown as it is, because nothing is emphasised by it.",
		fmt.Sprintf("Write %s directly before the first and behind the last word, in one paragraph; if the sign is meant, write \\%s.", mark, mark[:1]))
}

// prose matches a line that is probably no code: it begins with a capital letter and has five words or more.
var prose = regexp.MustCompile(`^\s*["'“„«(]?\p{Lu}(?:\p{Ll}[\p{L}'’-]*)?,?` +
	`(?:\s+["'“„«(*_]*[\p{L}\p{N}'’§&%-]+["'”“»)*_]*[.,;:?!]?){4,}`)

// checkIndent reports a paragraph that is shown as code because of its indent.
func checkIndent(p *page, n *ast.CodeBlock) {
	if n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	code := n.Lines().Value(p.source.Bytes)
	if prose.Match((&first).Value(p.source.Bytes)) && !bytes.ContainsAny(code, "{}=<>|$\\") && !bytes.Contains(code, []byte("()")) {
		p.warn("indented-text", first.Start, "These lines begin with four spaces and are therefore shown as code.",
			"Delete the spaces, or give them as many as the list item has that they belong to. Write code between two lines of ```.")
	}
}
