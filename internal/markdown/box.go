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
)

// boxes are the notes of other programs, where the site reads them as alerts: !!! note and ??? note with indented lines, as
// MkDocs has them, and ::: note up to a line of :::, as pandoc, Quarto, Docusaurus and VuePress do.
func boxes() construct {
	return construct{
		testcase: "boxes",
		blocks:   []util.PrioritizedValue{util.Prioritized(boxParser{}, 650)},
	}
}

// boxKinds are the kinds of alert that the words of other programs mean.
var boxKinds = map[string]string{
	"note": "note", "abstract": "note", "summary": "note", "tldr": "note", "info": "note", "todo": "note",
	"question": "note", "help": "note", "faq": "note", "example": "note", "quote": "note", "cite": "note", "seealso": "note", "details": "note",
	"tip": "tip", "hint": "tip", "success": "tip", "check": "tip", "done": "tip",
	"important": "important", "warning": "warning", "attention": "warning", "warn": "warning",
	"caution": "caution", "danger": "caution", "error": "caution", "failure": "caution", "fail": "caution", "missing": "caution", "bug": "caution",
}

// boxAttribute is the name of the node attribute that holds how many colons end a box; 0 for one with indented lines.
const boxAttribute = "box"

var (
	indentedBox = regexp.MustCompile(`^(?:!!!|\?\?\?\+?)\s*([A-Za-z]+)([^"\n]*?)(?:"([^"\n]*)")?\s*$`)
	fencedBox   = regexp.MustCompile(`^(:{3,})\s*(?:\{\s*\.?([^}\s]+)([^}]*)\}|([A-Za-z-]+)(?:\[([^\]\n]*)\])?(?:\{[^}]*\})?)\s*([^:\n]*?)\s*:*\s*$`)
	boxTitle    = regexp.MustCompile(`title="([^"\n]*)"`)
)

type boxParser struct{}

func (boxParser) Trigger() []byte { return []byte("!?:") }

func (boxParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if !pageOf(pc).c.options.Admonitions {
		return nil, parser.NoChildren
	}
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	line = bytes.TrimRight(line[at:], "\n")
	word, colons := "", 0
	var title []byte
	if m := indentedBox.FindSubmatch(line); m != nil {
		word, title = string(m[1]), m[3]
	} else if m := fencedBox.FindSubmatch(line); m != nil {
		colons = len(m[1])
		switch word = string(m[2]) + string(m[4]); {
		case len(m[5]) > 0:
			title = m[5]
		case boxTitle.Match(m[3]):
			title = boxTitle.FindSubmatch(m[3])[1]
		default:
			title = m[6]
		}
	}
	word = strings.ToLower(strings.TrimPrefix(word, "callout-"))
	kind, ok := boxKinds[word]
	if !ok || tooManyBoxes(pc, segment.Start) {
		return nil, parser.NoChildren
	}
	box, head := ast.NewBlockquote(), &alertTitle{kind: kind}
	if kind != word {
		head.word = strings.ToUpper(word[:1]) + word[1:]
	}
	if len(title) > 0 {
		start := segment.Start + at - segment.Padding + bytes.LastIndex(line, title)
		head.Lines().Append(text.NewSegment(start, start+len(title)))
	}
	box.SetAttributeString(boxAttribute, colons)
	box.AppendChild(box, head)
	reader.AdvanceToEOL()
	return box, parser.HasChildren
}

// maxBoxes is how deep boxes are nested in each other.
const maxBoxes = 20

// tooManyBoxes reports whether a box would be nested too deep.
func tooManyBoxes(pc parser.Context, offset int) bool {
	depth := 0
	for _, b := range pc.OpenedBlocks() {
		if _, ok := b.Node.AttributeString(boxAttribute); ok {
			depth++
		}
	}
	if depth >= maxBoxes {
		pageOf(pc).once("nesting", offset, fmt.Sprintf("Boxes are nested more than %d deep; what is deeper is shown as text.", maxBoxes),
			"End a box before you begin the next.")
	}
	return depth >= maxBoxes
}

func (boxParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, segment := reader.PeekLine()
	value, _ := node.AttributeString(boxAttribute)
	colons := value.(int)
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	indent, at := util.IndentWidth(line, reader.LineOffset())
	if colons == 0 {
		if indent < 4 {
			return parser.Close
		}
		pos, padding := util.IndentPosition(line, reader.LineOffset(), 4)
		reader.AdvanceAndSetPadding(pos, padding)
		return parser.Continue | parser.HasChildren
	}
	end := bytes.TrimSpace(line[at:])
	if indent > 3 || len(end) < 3 || run(end, ":") != len(end) || innermost(pc) != node {
		return parser.Continue | parser.HasChildren
	}
	reader.Advance(segment.Len() - 1)
	node.RemoveAttributes()
	return parser.Close
}

// innermost returns the fenced box that a line of colons ends, or the code that it is in.
func innermost(pc parser.Context) ast.Node {
	blocks := pc.OpenedBlocks()
	for i := len(blocks) - 1; i >= 0; i-- {
		n := blocks[i].Node
		if value, ok := n.AttributeString(boxAttribute); ok && value.(int) > 0 || n.Kind() == ast.KindFencedCodeBlock || n.Kind() == kindCommentBlock {
			return n
		}
	}
	return nil
}

func (boxParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	if value, ok := node.AttributeString(boxAttribute); ok && value.(int) > 0 {
		pageOf(pc).warn("open-box", node.Pos(), "This box does not end, so everything below it is shown in it.",
			"End it with a line of :::.")
	}
}

func (boxParser) CanInterruptParagraph() bool { return true }

func (boxParser) CanAcceptIndentedLine() bool { return false }
