package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"pandect/internal/partial"
	"pandect/internal/site"
)

// Partials are the shapes of the partials in the text of a page. Scripts read items from their attributes; the text is
// complete for readers without scripts.
var Partials = []partial.Shape{
	{Name: "checklist-section", Wraps: true, Fields: []partial.Field{{Name: "ID"}, {Name: "Title"}, {Name: "Content", Kind: partial.Content}}},
	{Name: "checklist-gate", Fields: []partial.Field{{Name: "Title"}, {Name: "Before"}, {Name: "Next", Kind: partial.HTML}, {Name: "After"}}},
	{Name: "checklist-list", Fields: []partial.Field{{Name: "Items", Kind: partial.Content}}},
	{Name: "checklist-item", Fields: []partial.Field{
		{Name: "Ref"}, {Name: "Named", Kind: partial.Flag}, {Name: "Severity"}, {Name: "SeverityWord"},
		{Name: "Hash"}, {Name: "Answer"}, {Name: "Evidence"}, {Name: "NA"}, {Name: "Help"}, {Name: "Due"}, {Name: "Group"}, {Name: "Formerly"},
		{Name: "Text", Kind: partial.Content}, {Name: "Labels", Kind: partial.Content}, {Name: "Below", Kind: partial.Content}, {Name: "Parts", Kind: partial.Content}}},
	{Name: "checklist-label", Fields: []partial.Field{{Name: "Key"}, {Name: "Label"}, {Name: "Content", Kind: partial.Content}}},
}

// writePartial writes a partial.
func (p *page) writePartial(name string, values ...partial.Value) {
	p.html = append(p.c.options.Partials.Get(name).Append(p.html, values...), '\n')
}

// markup is the value of a field whose markup write appends to the page.
func (p *page) markup(write func()) partial.Value {
	return partial.Value{HTML: func(dst []byte) []byte {
		p.html = dst
		write()
		return p.html
	}}
}

// writeItem writes one item. An item with parts is not answered itself.
func writeItem(p *page, item *site.CheckItem, first ast.Node, b below) {
	if item.Named() {
		p.plain = append(append(p.plain, item.Ref...), ' ')
	}
	answered := *item
	var parts, labels partial.Value
	if len(b.parts) > 0 {
		answered = site.CheckItem{}
		parts = p.markup(func() {
			p.checklist.groups = append(p.checklist.groups, item.Ref)
			writeItems(p, func() {
				for _, part := range b.parts {
					renderCheck(p, part)
				}
			})
			p.checklist.groups = p.checklist.groups[:len(p.checklist.groups)-1]
		})
	}
	if len(b.labels) > 0 {
		labels = p.markup(func() {
			for _, l := range b.labels {
				writeLabel(p, l)
			}
		})
	}
	text := func(s string) partial.Value { return partial.Value{Text: s} }
	due, _ := dueOf(p, answered.Label("due"))
	p.writePartial("checklist-item",
		text(item.Ref), partial.On(item.Named()), text(string(item.Severity)), text(p.word("severity", string(item.Severity))),
		text(answered.Hash), text(answered.Answer), text(answered.Evidence), text(answered.NA), text(answered.Help), text(due),
		text(answered.Group), text(strings.Join(answered.Formerly, " ")),
		p.markup(func() { p.inlines(first) }), labels,
		p.markup(func() {
			for _, block := range b.rest {
				p.node(block)
			}
		}), parts)
}

// writeItems writes a list of items.
func writeItems(p *page, items func()) { p.writePartial("checklist-list", p.markup(items)) }

// writeLabel writes one label below an item.
func writeLabel(p *page, l label) {
	p.writePartial("checklist-label", partial.Value{Text: l.key}, partial.Value{Text: p.word("label", l.key)}, p.markup(func() {
		for block := l.item.FirstChild(); block != nil; block = block.NextSibling() {
			switch block.(type) {
			case *ast.TextBlock, *ast.Paragraph:
				p.inlines(block)
			default:
				p.node(block)
			}
		}
	}))
}
