package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"pandect/internal/checklist"
)

// An item that is not read as one is missing from every run without a trace. So what begins with a reference of the checklist
// is an item whatever its box looks like, and without any box it is an error. What is clearly a box makes an item of any text.

// anyBox matches what may be meant as a box: brackets with little in them, a symbol, a few lines, or a reference to a character.
var anyBox = regexp.MustCompile(`^(?:\\?\[[^\[\]\n]{0,12}\]|\\?\([^()\n]{0,3}\)|\\?\{[^{}\n]{0,3}\}|_{2,8}|` +
	`&#?\w{1,10};|[^\p{L}\p{N}\s"'“‘«„*_:;,.]{1,3})[ \t\x{a0}]*`)

// clearBox matches what is a box even without a reference behind it.
var clearBox = regexp.MustCompile(`^(?:\\?\[[\s\x{a0}_xX✓✔✗✘☑☒-]{0,5}\\?\]|[□◻❏❐❑❒⬜🔲☐☑☒✓✔✗✘])[ \t\x{a0}]`)

// ticks are what boxes that are ticked hold.
const ticks = "xX✓✔✗✘☑☒🗹🗷✅"

// boxTransformer finds the items whose boxes were not read.
type boxTransformer struct{}

func (boxTransformer) Transform(root *ast.Document, _ text.Reader, pc parser.Context) {
	p := pageOf(pc)
	if p.checklist == nil {
		return
	}
	ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		item, ok := n.(*ast.ListItem)
		if !ok || !entering || isCheck(item) {
			return ast.WalkContinue, nil
		}
		switch block := item.FirstChild().(type) {
		case *ast.TextBlock, *ast.Paragraph:
			readOddBox(p, block, item.Pos())
		}
		return ast.WalkContinue, nil
	})
}

// readOddBox makes an item of a list item that begins with a reference, behind anything that may be a box.
func readOddBox(p *page, block ast.Node, offset int) {
	joinText(block)
	if html, ok := block.FirstChild().(*ast.RawHTML); ok {
		raw := string(html.Segments.Value(p.source.Bytes))
		if strings.HasPrefix(strings.ToLower(raw), "<input") && referenceFollows(p, html.NextSibling(), 0, true) {
			block.RemoveChild(block, html)
			_, rest := leading(p, block)
			addBox(p, block, raw, len(rest)-len(strings.TrimLeft(rest, " \t")), offset)
		}
		return
	}
	_, text := leading(p, block)
	if box := anyBox.FindString(text); box != "" && (referenceFollows(p, block.FirstChild(), len(box), true) || clearBox.MatchString(text)) {
		addBox(p, block, box, len(box), offset)
	} else if referenceFollows(p, block.FirstChild(), 0, false) {
		p.fail("item-without-box", offset,
			"This line begins with a reference of the checklist but has no box, so it would be no item and nobody would be asked.",
			"Write [ ] and a space before the reference. If the line is no item, begin it with another word.")
	}
}

// referenceFollows reports whether a reference begins n bytes behind the beginning of the text node first, or of its next node. boxed
// says that there is a box before it; without one the reference must be of the checklist's own prefix.
func referenceFollows(p *page, first ast.Node, n int, boxed bool) bool {
	own := p.checklist.prefix
	if first == nil {
		return false
	}
	_, text := leading(p, beginsWith{first.Parent(), first})
	if len(text) >= n {
		rest := strings.TrimLeft(text[n:], " \t")
		if ref, length := checklist.Reference(rest, own, false); ref != "" {
			return boxed || strings.TrimSpace(rest[length:]) != "" || first.NextSibling() != nil
		}
		if rest != "" {
			return false
		}
	}
	for first != nil && first.Kind() == ast.KindText {
		first = first.NextSibling()
	}
	bold, ok := first.(*ast.Emphasis)
	if !ok || bold.Level == 1 && boxed {
		return false
	}
	_, text = p.bareInline(bold)
	ref, _ := checklist.Reference(text, own, boxed)
	return ref != ""
}

// beginsWith is a block as it is from one of its nodes on, for leading.
type beginsWith struct {
	ast.Node
	first ast.Node
}

func (b beginsWith) FirstChild() ast.Node { return b.first }

// addBox puts an open box in place of the first n bytes of a block.
func addBox(p *page, block ast.Node, box string, n, offset int) {
	cutLeading(p, block, n)
	block.InsertBefore(block, block.FirstChild(), extast.NewTaskCheckBox(strings.ContainsAny(box, ticks) && !strings.HasPrefix(box, "<")))
	p.warn("task-box", offset, fmt.Sprintf("%s is no box that other programs know; it is read as an open box.", strings.TrimSpace(box)),
		"Write [ ] with one space between the brackets.")
}
