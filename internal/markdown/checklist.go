package markdown

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"pandect/internal/checklist"
	"pandect/internal/partial"
	"pandect/internal/site"
)

// checklists are pages whose task items are questions. On such a page this construct overrides the lists that hold
// questions and their items; headings open sections, and tasks parse the boxes. Items are read in checklistread.go and
// written in checklistwrite.go.
func checklists() construct {
	return construct{
		testcase: "checklist",
		trees:    []util.PrioritizedValue{util.Prioritized(boxTransformer{}, 500)},
		overrides: map[ast.NodeKind]overrideFunc{
			ast.KindList: func(p *page, n ast.Node) bool {
				list := n.(*ast.List)
				if p.checklist == nil || !hasCheck(list) {
					return false
				}
				renderChecks(p, list)
				return true
			},
			ast.KindListItem: func(p *page, n ast.Node) bool {
				if p.checklist == nil || !isCheck(n) {
					return false
				}
				renderCheck(p, n.(*ast.ListItem))
				return true
			},
		},
	}
}

// checklistState is the checklist of a page during a compilation.
type checklistState struct {
	list     site.Checklist
	words    checklist.Words
	prefix   string
	gate     string        // which items keep a gate closed
	severity site.Severity // default of the items in this section
	open     bool          // a <section> is open
	id       string        // of the heading that names it
	pausing  bool          // the open section ends with a gate, which is written when the next heading is known
	names    checklist.Namer
	groups   []string // references of the items that the current one is a part of
	seen     map[string]*site.CheckItem
}

// newChecklist returns the checklist of a page with this front matter.
func newChecklist(words checklist.Words, m *site.ChecklistMeta) *checklistState {
	return &checklistState{words: words, prefix: m.Prefix, gate: m.Gate, severity: site.Required, seen: map[string]*site.CheckItem{}}
}

// section returns the section that items are added to.
func (c *checklistState) section() *site.CheckSection {
	if len(c.list.Sections) == 0 {
		c.list.Sections = append(c.list.Sections, site.CheckSection{})
	}
	return &c.list.Sections[len(c.list.Sections)-1]
}

// beginCheckSection begins a section at a heading, from whose end it takes "(gate)" and a severity. openCheckSection writes
// its start tag when the id of the heading is known.
func beginCheckSection(p *page, h *ast.Heading) {
	if h.Parent().Kind() != ast.KindDocument { // in a quotation or a list: text, and no section
		return
	}
	c := p.checklist
	c.severity = site.Required
	joinText(h)
	gate := false
	for {
		word, cut := endingWord(p, h)
		severity, ok := c.words.Severity(word)
		switch {
		case ok:
			c.severity = severity
		case c.words.Is(word, "gate"):
			gate = true
		default:
			closeCheckSection(p, h)
			c.list.Sections = append(c.list.Sections, site.CheckSection{Gate: gate})
			return
		}
		cut()
	}
}

// openCheckSection opens the <section> that a heading names.
func openCheckSection(p *page, h *ast.Heading, id, text string) {
	if h.Parent().Kind() != ast.KindDocument {
		return
	}
	c := p.checklist
	c.section().Title = text
	c.pausing = c.section().Gate
	c.open, c.id = true, id
	p.html = p.c.options.Partials.Get("checklist-section").Before(p.html, partial.Value{Text: id}, partial.Value{Text: text}, partial.Value{})
}

// closeCheckSection closes the open <section> and writes its gate. next is the heading that follows; nil at the end.
func closeCheckSection(p *page, next *ast.Heading) {
	c := p.checklist
	if c.open || c.pausing {
		closeRaw(p, p.tags.base)
	}
	if c.open {
		section := p.c.options.Partials.Get("checklist-section")
		p.html = append(section.After(p.html, partial.Value{Text: c.id}, partial.Value{Text: c.section().Title}, partial.Value{}), '\n')
	}
	if c.pausing {
		renderGate(p, next)
	}
	c.open, c.pausing = false, false
}

// renderGate writes the gate between two sections, at which one has to stop.
func renderGate(p *page, next *ast.Heading) {
	which := p.checklist.gate
	if which != "required" && which != "all" {
		which = "critical"
	}
	before, after := p.message("gate.sign_"+which), ""
	var section partial.Value
	if next != nil {
		before, after = p.c.options.Messages.Split("gate.go_on_"+which, "section")
		html, _ := p.bareInline(next)
		section.HTML = func(dst []byte) []byte { return append(dst, html...) }
	}
	p.writePartial("checklist-gate", partial.Value{Text: p.checklist.section().Title}, partial.Value{Text: before}, section, partial.Value{Text: after})
}

// isCheck reports whether a list item is a question of a checklist.
func isCheck(n ast.Node) bool {
	first := n.FirstChild()
	if first == nil {
		return false
	}
	_, ok := first.FirstChild().(*extast.TaskCheckBox)
	return ok
}

// hasCheck reports whether a list holds questions.
func hasCheck(list *ast.List) bool {
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		if isCheck(n) {
			return true
		}
	}
	return false
}

// renderChecks writes a list that holds questions.
func renderChecks(p *page, n *ast.List) {
	if n.IsOrdered() {
		p.once("numbered-item", n.Pos(), "The items of a checklist stand in a list with bullets; the numbers of this one are not shown.",
			"Begin the items with - [ ], and give each a reference: an item keeps its reference when others are inserted, and would not keep its number.")
	}
	writeItems(p, func() { p.blocks(n) })
}

// renderCheck writes one question with everything below it.
func renderCheck(p *page, n *ast.ListItem) {
	c := p.checklist
	first := n.FirstChild()
	offset := n.Pos()
	checkBox(p, first.FirstChild().(*extast.TaskCheckBox), offset)
	first.RemoveChild(first, first.FirstChild())
	joinText(first)
	item := &site.CheckItem{Severity: c.severity, Answer: "tick"}
	place, _ := p.source.Place(offset)
	item.File, item.Line = place.File, place.Line
	item.Ref = takeReference(p, first)
	if severity, ok := takeSeverity(p, first); ok {
		item.Severity = severity
		if item.Ref == "" {
			item.Ref = takeReference(p, first)
		}
	}
	_, text := p.bareInline(first)
	item.Text = text
	if text == "" {
		p.fail("empty-item", offset, "This item of the checklist has no text, so nobody could answer it.", "Write what is to be checked, or delete the line.")
	}
	checkBraces(p, text, offset)
	nameItem(p, item, offset)
	below := belowItem(p, n, first)
	for _, l := range below.labels {
		item.Labels = append(item.Labels, site.CheckLabel{Name: l.key, Text: l.text})
	}
	readRules(p, item, offset)
	if len(c.groups) > 0 {
		item.Group = c.groups[len(c.groups)-1]
	}
	checklist.SealItem(item)
	if len(below.parts) == 0 {
		c.section().Items = append(c.section().Items, *item)
	}
	writeItem(p, item, first, below)
}

// nameItem gives an item a reference if it has none, and reports one that another item has.
func nameItem(p *page, item *site.CheckItem, offset int) {
	defer func() { fixID(p, item.Ref) }()
	c := p.checklist
	if item.Ref == "" {
		item.Ref = c.names.Name(item.Text)
		return
	}
	if first, taken := c.seen[item.Ref]; taken {
		p.fail("duplicate-reference", offset, fmt.Sprintf("Two items are called %s: this one and the one in line %d of %s. Answers to one would count for the other.", item.Ref, first.Line, first.File),
			"Give the newer of the two a reference that was never used. Numbers are names, not positions; leave gaps.")
		item.Ref = c.names.Name(item.Ref + " " + item.Text)
		return
	}
	c.seen[item.Ref] = item
}

// below is everything below the first paragraph of an item.
type below struct {
	labels []label
	parts  []*ast.ListItem // questions that this one consists of
	rest   []ast.Node      // everything else, in order
}

// label is a line below an item that begins with one of the known words.
type label struct {
	key  string
	text string
	item *ast.ListItem
}

// belowItem divides everything below an item into labels, parts and the rest.
func belowItem(p *page, n *ast.ListItem, first ast.Node) below {
	var b below
	for block := first.NextSibling(); block != nil; block = block.NextSibling() {
		list, ok := block.(*ast.List)
		if !ok {
			b.rest = append(b.rest, block)
			continue
		}
		for child := list.FirstChild(); child != nil; {
			line := child.(*ast.ListItem)
			child = child.NextSibling()
			if isCheck(line) {
				b.parts = append(b.parts, line)
			} else if key, ok := takeLabel(p, line); ok {
				b.labels = append(b.labels, label{key: key, item: line, text: labelText(p, line)})
			} else {
				continue // it stays in its list
			}
			list.RemoveChild(list, line)
		}
		if list.HasChildren() {
			b.rest = append(b.rest, list)
		}
	}
	return b
}

// labelText returns the plain text of a label's line.
func labelText(p *page, line *ast.ListItem) string {
	var parts []string
	for block := line.FirstChild(); block != nil; block = block.NextSibling() {
		switch block.(type) {
		case *ast.TextBlock, *ast.Paragraph:
			_, text := p.bareInline(block)
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " ")
}
