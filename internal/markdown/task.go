package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// tasks are list items that begin with a box.
func tasks() construct {
	return construct{
		testcase: "blocks",
		inlines:  []util.PrioritizedValue{util.Prioritized(taskParser{}, 0)}, // before links
		render:   map[ast.NodeKind]renderFunc{extast.KindTaskCheckBox: on(renderTaskBox)},
	}
}

// taskParser reads "[ ] " and "[x] " at the beginning of a list item.
type taskParser struct{}

func (taskParser) Trigger() []byte { return []byte{'['} }

func (taskParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if _, cell := parent.(*extast.TableCell); cell {
		boxInCell(pageOf(pc), parent, block)
		return nil
	}
	item, ok := parent.Parent().(*ast.ListItem)
	if !ok || parent.HasChildren() || item.FirstChild() != parent {
		return nil
	}
	line, segment := block.PeekLine()
	if p := pageOf(pc); p.checklist != nil {
		n := looseTask(p, line, segment.Start)
		if n == 0 {
			return nil
		}
		block.Advance(n)
		block.SkipSpaces()
		return extast.NewTaskCheckBox(line[1]|0x20 == 'x')
	}
	if bytes.HasPrefix(line, []byte("[] ")) {
		pageOf(pc).warn("task-box", segment.Start, "This box has no space in it; it is read as an open box.", "Write [ ] with a space between the brackets.")
		block.Advance(3)
		block.SkipSpaces()
		return extast.NewTaskCheckBox(false)
	}
	if len(line) < 4 || line[2] != ']' || !util.IsSpace(line[3]) {
		return nil
	}
	switch line[1] {
	case ' ', 'x', 'X':
		block.Advance(4)
		block.SkipSpaces()
		return extast.NewTaskCheckBox(line[1] != ' ')
	}
	return nil
}

// renderTaskBox writes the box of a task as an image, because it is not a control.
func renderTaskBox(p *page, n *extast.TaskCheckBox) {
	if n.IsChecked {
		p.html = append(p.html, `<span class="box done" role="img" aria-label="`...)
		p.appendMessage("text.done")
	} else {
		p.html = append(p.html, `<span class="box" role="img" aria-label="`...)
		p.appendMessage("text.not_done")
	}
	p.html = append(p.html, `"></span> `...)
}
