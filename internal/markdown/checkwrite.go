package markdown

import (
	"github.com/yuin/goldmark/ast"

	"pandect/internal/escape"
	"pandect/internal/site"
)

// writeItem writes one item. A script reads what it needs from the attributes; a reader without scripts has the whole.
func writeItem(p *page, item *site.CheckItem, first ast.Node, html string, b below) {
	class := "check"
	if len(b.parts) > 0 {
		class = "check check-group"
	}
	p.html = append(p.html, `<li class="`+class+`"`...)
	p.attribute("id", item.Ref)
	p.attribute("data-ref", item.Ref)
	p.attribute("data-severity", string(item.Severity))
	if len(b.parts) == 0 {
		for _, a := range [][2]string{{"hash", item.Hash}, {"answer", item.Answer}, {"evidence", item.Evidence}, {"na", item.NA}, {"help", item.Help}, {"due", item.Label("due")}, {"group", item.Group}} {
			if a[1] != "" {
				p.attribute("data-"+a[0], a[1])
			}
		}
		if len(item.Formerly) > 0 {
			p.html = append(p.html, ` data-formerly="`...)
			for i, ref := range item.Formerly {
				if i > 0 {
					p.html = append(p.html, ' ')
				}
				p.html = escape.HTML(p.html, ref)
			}
			p.html = append(p.html, '"')
		}
	}
	p.html = append(p.html, ">\n<p class=\"check-head\">"...)
	if len(b.parts) == 0 {
		p.html = append(p.html, `<span class="check-box" aria-hidden="true">☐</span> `...)
	}
	if item.Named() {
		p.html = append(p.html, `<a class="check-ref"`...)
		p.attribute("href", "#"+item.Ref)
		p.html = append(p.html, '>')
		p.put([]byte(item.Ref))
		p.html = append(p.html, "</a> "...)
		p.plain = append(p.plain, ' ')
	}
	p.html = append(p.html, `<span class="check-severity">`...)
	p.html = escape.HTML(p.html, p.show("severity", string(item.Severity)))
	p.html = append(p.html, `</span> <span class="check-text">`...)
	p.inlines(first)
	p.html = append(p.html, "</span></p>\n"...)
	writeLabels(p, b.labels, item)
	for _, block := range b.rest {
		p.node(block)
	}
	if len(b.parts) > 0 {
		p.checks.groups = append(p.checks.groups, item.Ref)
		p.html = append(p.html, "<ul class=\"check-list\" role=\"list\">\n"...)
		for _, part := range b.parts {
			renderCheck(p, part)
		}
		p.html = append(p.html, "</ul>\n"...)
		p.checks.groups = p.checks.groups[:len(p.checks.groups)-1]
	}
	p.html = append(p.html, "</li>\n"...)
}

// writeLabels writes what stands below an item as terms with their descriptions.
func writeLabels(p *page, labels []label, item *site.CheckItem) {
	if len(labels) == 0 {
		return
	}
	p.html = append(p.html, "<dl class=\"check-labels\">\n"...)
	for _, l := range labels {
		p.html = append(p.html, "<div"...)
		p.attribute("data-label", l.key)
		p.html = append(p.html, "><dt>"...)
		p.html = escape.HTML(p.html, p.show("label", l.key))
		p.html = append(p.html, "</dt><dd>"...)
		for block := l.item.FirstChild(); block != nil; block = block.NextSibling() {
			switch block.(type) {
			case *ast.TextBlock, *ast.Paragraph:
				p.inlines(block)
			default:
				p.node(block)
			}
		}
		p.html = append(p.html, "</dd></div>\n"...)
	}
	p.html = append(p.html, "</dl>\n"...)
}
