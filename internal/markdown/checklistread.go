package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"pandect/internal/checklist"
	"pandect/internal/site"
)

// looseTask parses the boxes of a checklist more loosely than GitHub does, and reports those that other programs would not
// read. It returns the length of the box, or 0.
func looseTask(p *page, line []byte, offset int) int {
	switch {
	case bytes.HasPrefix(line, []byte("[]")) && (len(line) == 2 || util.IsSpace(line[2])):
		p.warn("task-box", offset, "This box has no space in it; it is read as an open box.", "Write [ ] with a space between the brackets.")
		return 2
	case len(line) >= 3 && line[2] == ']' && bytes.IndexByte([]byte(" xX-/"), line[1]) >= 0:
		next := byte('\n')
		if len(line) > 3 {
			next = line[3]
		}
		switch {
		case next == '(' || next == '[' || next == ':':
			return 0 // a link
		case line[1] == '-' || line[1] == '/':
			p.warn("task-box", offset, "["+string(line[1])+"] is no box that other programs know; it is read as an open box.", "Write [ ]. What is open, done or not needed is said when the checklist is worked through.")
		case !util.IsSpace(next):
			p.warn("task-box", offset, "There is no space after this box; other programs show it as text.", "Write a space after ["+string(line[1])+"].")
		}
		return 3
	}
	return 0
}

// boxInCell reports a box in a table.
func boxInCell(p *page, cell ast.Node, block text.Reader) {
	if p.checklist == nil || cell.HasChildren() {
		return
	}
	if line, segment := block.PeekLine(); len(line) >= 3 && line[2] == ']' && bytes.IndexByte([]byte(" xX"), line[1]) >= 0 {
		p.warn("task-box", segment.Start, "A box in a table is shown as text: task boxes work only in lists.", "Make the rows of the table items of a list, - [ ] and the text, with what stands in the other columns as lines below them.")
	}
}

// checkBox reports a box that is ticked in the source.
func checkBox(p *page, box *extast.TaskCheckBox, offset int) {
	if box.IsChecked {
		p.warn("ticked-item", offset, "This item is ticked in the source. A checklist in the source has to be blank, and readers see an open item.",
			"Write [ ]. Each run of the checklist keeps its own answers.")
	}
}

// joinText merges text nodes that follow each other in the source.
func joinText(block ast.Node) {
	for n := block.FirstChild(); n != nil; {
		a, ok := n.(*ast.Text)
		next := n.NextSibling()
		b, also := next.(*ast.Text)
		if !ok || !also || a.Segment.Stop != b.Segment.Start || a.IsRaw() || b.IsRaw() || a.SoftLineBreak() || a.HardLineBreak() {
			n = next
			continue
		}
		b.Segment = b.Segment.WithStart(a.Segment.Start)
		block.RemoveChild(block, a)
		n = b
	}
}

// leading returns the text nodes that a block begins with, and their source as one string.
func leading(p *page, block ast.Node) ([]*ast.Text, string) {
	var nodes []*ast.Text
	var text strings.Builder
	for n := block.FirstChild(); n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if !ok || t.IsRaw() {
			break
		}
		nodes = append(nodes, t)
		text.Write(t.Segment.Value(p.source.Bytes))
		if t.SoftLineBreak() || t.HardLineBreak() {
			break
		}
	}
	return nodes, text.String()
}

// cutLeading removes n bytes of text, and the spaces after them, from the beginning of a block.
func cutLeading(p *page, block ast.Node, n int) {
	nodes, text := leading(p, block)
	rest := text[n:]
	n += len(rest) - len(strings.TrimLeft(rest, " \t"))
	for _, t := range nodes {
		size := min(n, t.Segment.Len())
		t.Segment.Start += size
		n -= size
		if t.Segment.Len() == 0 {
			block.RemoveChild(block, t)
		}
		if n == 0 {
			return
		}
	}
}

// strongText returns the plain text of the bold text that a block begins with, or "".
func strongText(p *page, block ast.Node) (*ast.Emphasis, string) {
	bold, ok := block.FirstChild().(*ast.Emphasis)
	if !ok || bold.Level != 2 {
		return nil, ""
	}
	_, text := p.bareInline(bold)
	return bold, text
}

// takeReference takes the reference from the beginning of an item, or from the comment at its end.
func takeReference(p *page, block ast.Node) string {
	ref := ""
	if bold, text := strongText(p, block); bold != nil {
		found, length := checklist.Reference(text, p.checklist.prefix, true)
		if found != "" && length == len(text) {
			ref = found
			block.RemoveChild(block, bold)
			_, rest := leading(p, block)
			n := len(rest) - len(strings.TrimLeft(rest, " \t"))
			if n < len(rest) && strings.IndexByte(".:)", rest[n]) >= 0 {
				n++
			}
			cutLeading(p, block, n)
		}
	} else if _, text := leading(p, block); text != "" {
		var length int
		if ref, length = checklist.Reference(text, p.checklist.prefix, false); ref != "" {
			cutLeading(p, block, length)
		}
	}
	if id := commentID(p, block); ref == "" {
		ref = id
	}
	return ref
}

var idComment = regexp.MustCompile(`^<!--\s*id:\s*([A-Za-z0-9][A-Za-z0-9_.-]{0,39})\s*-->$`)

// commentID takes the id in the comment at the end of an item.
func commentID(p *page, block ast.Node) string {
	last := block.LastChild()
	if text, ok := last.(*ast.Text); ok && len(bytes.TrimSpace(text.Segment.Value(p.source.Bytes))) == 0 {
		last = last.PreviousSibling()
	}
	c, ok := last.(*comment)
	if !ok {
		return ""
	}
	m := idComment.FindSubmatch(p.source.Bytes[c.span.start:c.span.stop])
	if m == nil {
		return ""
	}
	block.RemoveChild(block, c)
	if text, ok := block.LastChild().(*ast.Text); ok {
		text.Segment = text.Segment.TrimRightSpace(p.source.Bytes)
	}
	return strings.ToUpper(string(m[1]))
}

// takeSeverity takes the severity from the beginning or the end of an item: "(critical)", "Critical:", "**Critical**".
func takeSeverity(p *page, block ast.Node) (site.Severity, bool) {
	words := p.checklist.words
	if bold, text := strongText(p, block); bold != nil {
		word, colon := strings.CutSuffix(strings.TrimSpace(text), ":")
		if s, ok := words.Severity(strings.Trim(word, "()")); ok {
			block.RemoveChild(block, bold)
			_, rest := leading(p, block)
			n := len(rest) - len(strings.TrimLeft(rest, " \t"))
			if !colon && n < len(rest) && rest[n] == ':' {
				n++
			}
			cutLeading(p, block, n)
			return s, true
		}
	}
	if _, text := leading(p, block); text != "" {
		if end := strings.IndexByte(text, ')'); text[0] == '(' && end > 0 {
			if s, ok := words.Severity(text[1:end]); ok {
				n := end + 1
				if n < len(text) && text[n] == ':' {
					n++
				}
				cutLeading(p, block, n)
				return s, true
			}
		}
		if colon := strings.IndexByte(text[:min(len(text), 40)], ':'); colon > 0 {
			if s, ok := words.Severity(text[:colon]); ok {
				cutLeading(p, block, colon+1)
				return s, true
			}
		}
	}
	word, cut := endingWord(p, block)
	s, ok := words.Severity(word)
	if ok {
		cut()
	}
	return s, ok
}

// endingWord returns the text in parentheses at the end of a block, and a function that removes it.
func endingWord(p *page, block ast.Node) (string, func()) {
	t, ok := block.LastChild().(*ast.Text)
	if !ok || t.IsRaw() {
		return "", nil
	}
	text := bytes.TrimRight(t.Segment.Value(p.source.Bytes), " \t\n")
	text = bytes.TrimSuffix(text, []byte{'.'})
	open := bytes.LastIndexByte(text, '(')
	if open < 0 || !bytes.HasSuffix(text, []byte{')'}) {
		return "", nil
	}
	return string(text[open+1 : len(text)-1]), func() {
		t.Segment.Stop = t.Segment.Start + open
		t.Segment = t.Segment.TrimRightSpace(p.source.Bytes)
		if t.Segment.Len() == 0 {
			block.RemoveChild(block, t)
		}
	}
}

// takeLabel takes the label from the beginning of a line below an item.
func takeLabel(p *page, line *ast.ListItem) (string, bool) {
	block := line.FirstChild()
	switch block.(type) {
	case *ast.TextBlock, *ast.Paragraph:
	default:
		return "", false
	}
	joinText(block)
	words := p.checklist.words
	if bold, text := strongText(p, block); bold != nil {
		_, rest := leading(p, afterNode{bold})
		if !strings.HasSuffix(text, ":") && strings.HasPrefix(rest, ":") {
			text += ":"
		}
		key, length, ok := words.Label(text)
		if !ok || length != len(text) {
			return "", false
		}
		block.RemoveChild(block, bold)
		_, rest = leading(p, block)
		cutLeading(p, block, len(rest)-len(strings.TrimLeft(rest, ": \t")))
		return key, true
	}
	_, text := leading(p, block)
	key, length, ok := words.Label(text)
	if ok {
		cutLeading(p, block, length)
	}
	return key, ok
}

// afterNode is a block without its first child, for leading.
type afterNode struct{ ast.Node }

func (a afterNode) FirstChild() ast.Node { return a.Node.NextSibling() }

var braces = regexp.MustCompile(`\{[#.][^{}]*\}$`)

// checkBraces reports attributes in braces, which items do not have.
func checkBraces(p *page, text string, offset int) {
	if braces.MatchString(text) {
		p.warn("brace-block", offset, "What stands in braces at the end of this item is shown as text.",
			"Write the reference in front, in bold, then the severity in parentheses: **VDD-03** (critical) Obtain ...")
	}
}

// readRules reads from the labels of an item how it is to be answered.
func readRules(p *page, item *site.CheckItem, offset int) {
	words := p.checklist.words
	for i := range item.Labels {
		l := &item.Labels[i]
		switch l.Name {
		case "evidence":
			text := strings.TrimSuffix(strings.TrimSpace(l.Text), ".")
			if open := strings.LastIndexByte(text, '('); open >= 0 && strings.HasSuffix(text, ")") && words.Is(text[open+1:len(text)-1], "required") {
				item.Evidence = "required"
				l.Text = strings.TrimSpace(text[:open])
			}
		case "answer":
			switch {
			case words.Is(l.Text, "yes/no"):
				item.Answer = "yes/no"
			case words.Is(l.Text, "tick"):
			default:
				p.warn("answer", offset, "“"+l.Text+"” is no way to answer an item; it is answered by a tick.", "Write “Answer: yes/no”, or leave the line out.")
			}
		case "n/a":
			switch text := strings.TrimSuffix(l.Text, "."); {
			case words.Is(text, "not allowed"):
				item.NA = "not allowed"
			case words.Is(text, "allowed"):
				item.NA = "allowed"
			default:
				item.NA = l.Text
			}
		case "due":
			if _, ok := dueOf(p, l.Text); !ok {
				p.warn("due", offset, "“"+l.Text+"” is neither a day nor a rule from which one can be counted, so that this item is never due.",
					"Write a day, as in 2026-10-01, or a field of the run and days: Signature date - 10 days.")
			}
		case "formerly":
			item.Formerly = append(item.Formerly, checklist.References(l.Text)...)
			if len(item.Formerly) == 0 {
				p.warn("formerly", offset, "“"+l.Text+"” names no item that this one takes the place of.", "Write the references of the former items, with commas between them: Formerly: VDD-02, VDD-05.")
			}
		}
	}
}
