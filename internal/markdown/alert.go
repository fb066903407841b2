package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"pandect/internal/diag"
)

// alerts are quotations that begin with [!NOTE] or another kind.
func alerts() construct {
	return construct{
		testcase:   "alerts",
		paragraphs: []util.PrioritizedValue{util.Prioritized(alertTransformer{}, 50)},
		overrides:  map[ast.NodeKind]overrideFunc{ast.KindBlockquote: renderAlert},
	}
}

// alertKinds are the kinds of alert. Their default titles are messages.
var alertKinds = []string{"note", "tip", "important", "warning", "caution"}

// alertTitle is the first line of an alert, > [!NOTE] title. It is the first child of the quotation.
type alertTitle struct {
	ast.BaseBlock
	kind string // one of alertKinds
	word string // its title unless it has one of its own, instead of the message
}

var kindAlertTitle = ast.NewNodeKind("AlertTitle")

func (*alertTitle) Kind() ast.NodeKind { return kindAlertTitle }

func (n *alertTitle) Dump(src []byte, at int) { ast.DumpHelper(n, src, at, nil, nil) }

// alertTransformer finds alerts when the first paragraph of a quotation is complete, before its inlines are parsed.
type alertTransformer struct{}

func (alertTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := node.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != ast.Node(node) {
		return
	}
	lines := node.Lines()
	first := lines.At(0)
	first = first.TrimLeftSpace(reader.Source())
	line := first.Value(reader.Source())
	if !bytes.HasPrefix(line, []byte("[!")) {
		return
	}
	end := bytes.IndexByte(line, ']')
	if end < 3 {
		return
	}
	for _, c := range line[2:end] {
		if (c|0x20) < 'a' || (c|0x20) > 'z' {
			return
		}
	}
	kind := strings.ToLower(string(line[2:end]))
	title := &alertTitle{kind: kind}
	if !slices.Contains(alertKinds, kind) {
		if title.kind = boxKinds[kind]; title.kind == "" { // one of other programs, titled by the word that its author wrote
			unknownAlert(pageOf(pc), kind, first.Start)
			return
		}
		title.word = strings.ToUpper(kind[:1]) + kind[1:]
	}
	rest := first.WithStart(first.Start + end + 1)
	if c := line[end+1:]; len(c) > 0 && (c[0] == '-' || c[0] == '+') {
		rest.Start++ // Obsidian's mark for an alert that can be folded
	}
	rest = rest.TrimLeftSpace(reader.Source())
	rest = rest.TrimRightSpace(reader.Source())
	if rest.Len() > 0 {
		title.Lines().Append(rest)
	}
	quote.InsertBefore(quote, node, title)
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 {
		quote.RemoveChild(quote, node)
	}
}

func unknownAlert(p *page, kind string, offset int) {
	hint := "Use NOTE, TIP, IMPORTANT, WARNING or CAUTION."
	var known []string
	for _, name := range alertKinds {
		known = append(known, strings.ToUpper(name))
	}
	if near, ok := diag.Suggest(strings.ToUpper(kind), known); ok {
		hint = fmt.Sprintf("Did you mean [!%s]?", near)
	}
	p.warn("unknown-alert", offset, fmt.Sprintf("There is no alert of the kind %q, so this is shown as a quotation.", strings.ToUpper(kind)), hint)
}

// renderAlert writes a quotation if it is an alert.
func renderAlert(p *page, n ast.Node) bool {
	title, ok := n.FirstChild().(*alertTitle)
	if !ok {
		return false
	}
	p.html = append(p.html, `<div class="admonition `...)
	p.html = append(p.html, title.kind...)
	p.html = append(p.html, `" role="note">`+"\n"+`<p class="admonition-title">`...)
	switch {
	case title.HasChildren():
		p.inlines(title)
	case title.word != "":
		p.put([]byte(title.word))
		p.plain = append(p.plain, '\n')
	default:
		p.appendMessage("text." + title.kind)
	}
	p.wrap("</p>\n", n, "</div>\n")
	return true
}
