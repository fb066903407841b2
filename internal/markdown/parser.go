package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// newParser returns goldmark's parser with the dialect's own blocks and inlines. Only parsing is goldmark's: rendering
// is ours, because one walk has to write HTML with holes, search text and headings at the same time.
func newParser() parser.Parser {
	blocks := parser.DefaultBlockParsers()
	for i, v := range blocks {
		switch v.Priority {
		case 100, 600: // headings, underlined and with #
			blocks[i].Value = headingParser{v.Value.(parser.BlockParser)}
		}
	}
	blocks = append(blocks,
		util.Prioritized(extension.NewDefinitionListParser(), 101),
		util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		util.Prioritized(commentBlockParser{}, 850), // before HTML blocks
		util.Prioritized(footnoteBlockParser{extension.NewFootnoteBlockParser()}, 999),
	)
	link := parser.NewLinkParser()
	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(
			util.Prioritized(taskParser{}, 0), // before links
			util.Prioritized(commentParser{}, 50),
			util.Prioritized(wikiParser{}, 90),
			util.Prioritized(codeSpanParser{parser.NewCodeSpanParser()}, 100),
			util.Prioritized(footnoteParser{extension.NewFootnoteParser()}, 150), // [^1] before links, but after ![[...]]
			util.Prioritized(linkParser{link, link.(parser.CloseBlocker)}, 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(delimiterParser{parser.NewEmphasisParser()}, 500),
			util.Prioritized(delimiterParser{extension.NewStrikethroughParser()}, 500),
			util.Prioritized(attributeParser{}, 600),
			util.Prioritized(linkifyParser{}, 999),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(alertTransformer{}, 50),
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(tableTransformer{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
}

const (
	maxDelimiters = 4000 // asterisks, underscores, tildes in one block: pairing them takes time in proportion to the square
	maxBrackets   = 2000
	maxSearched   = 200_000_000 // bytes of one line that all brackets together may make goldmark look at
	maxTicks      = 100         // backticks that begin a code span
	maxFootnotes  = 5000
	maxReferences = 10_000  // to footnotes, each of which is looked for among all
	maxCells      = 200_000 // cells of one table: a row with too few cells is filled up
)

// delimiterParser bounds how many delimiters of one block are looked at.
type delimiterParser struct{ parser.InlineParser }

func (d delimiterParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pageOf(pc)
	if p.delimiters++; p.delimiters > maxDelimiters {
		p.tooComplex(block)
		return nil
	}
	return d.InlineParser.Parse(parent, block, pc)
}

func (d delimiterParser) CloseBlock(ast.Node, text.Reader, parser.Context) {}

// linkParser bounds how many brackets of one block are looked at. It also starts every block's count anew.
type linkParser struct {
	parser.InlineParser
	closer parser.CloseBlocker
}

func (l linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pageOf(pc)
	if c := block.Peek(); c == '[' || c == '!' {
		line, _ := block.PeekLine()
		if p.brackets++; p.brackets > maxBrackets || p.brackets*len(line) > maxSearched {
			p.tooComplex(block)
			return nil
		}
	}
	return l.InlineParser.Parse(parent, block, pc)
}

func (l linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p := pageOf(pc)
	p.delimiters, p.brackets, p.unclosedBefore = 0, 0, [2]int{}
	l.closer.CloseBlock(parent, block, pc)
}

func (p *page) tooComplex(block text.Reader) {
	_, segment := block.PeekLine()
	p.once("too-complex", segment.Start, "This paragraph has thousands of asterisks, underscores or brackets; from here on they are shown as text.",
		"Put a blank line between its parts.")
}

// codeSpanParser bounds how many lengths of code spans are looked for to the end of a block.
type codeSpanParser struct{ parser.InlineParser }

func (c codeSpanParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if n := run(line, "`"); n > maxTicks {
		block.Advance(n)
		return ast.NewTextSegment(segment.WithStop(segment.Start + n))
	}
	return c.InlineParser.Parse(parent, block, pc)
}

// tableTransformer bounds the size of a table before goldmark builds it.
type tableTransformer struct{ parser.ParagraphTransformer }

func (t tableTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	if lines.Len() < 2 {
		return
	}
	columns := 0
	for i := range lines.Len() {
		line := lines.At(i)
		columns = max(columns, bytes.Count(line.Value(reader.Source()), []byte{'|'})+1)
	}
	if columns*lines.Len() > maxCells {
		p := pageOf(pc)
		p.once("too-complex", lines.At(0).Start, "This table is too large and is shown as text.", "Split it, or publish it as a file of its own.")
		return
	}
	t.ParagraphTransformer.Transform(node, reader, pc)
}

// taskParser reads "[ ] " and "[x] " at the beginning of a list item.
type taskParser struct{}

func (taskParser) Trigger() []byte { return []byte{'['} }

func (taskParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if _, cell := parent.(*extast.TableCell); cell {
		pageOf(pc).boxInCell(parent, block)
		return nil
	}
	item, ok := parent.Parent().(*ast.ListItem)
	if !ok || parent.HasChildren() || item.FirstChild() != parent {
		return nil
	}
	line, segment := block.PeekLine()
	if p := pageOf(pc); p.checks != nil {
		n := p.looseTask(line, segment.Start)
		if n == 0 {
			return nil
		}
		block.Advance(n)
		block.SkipSpaces()
		return extast.NewTaskCheckBox(line[1]|0x20 == 'x')
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

// headingParser notes headings in their order and reads the {#id} at their end.
type headingParser struct{ parser.BlockParser }

func (h headingParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	h.BlockParser.Close(node, reader, pc)
	heading := node.(*ast.Heading)
	if heading.Parent() == nil {
		return // the line below it was not an underline after all
	}
	p := pageOf(pc)
	p.headingNodes = append(p.headingNodes, heading)
	p.readHeadingID(heading)
}

// footnoteBlockParser notes the footnotes.
type footnoteBlockParser struct{ parser.BlockParser }

func (f footnoteBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if p := pageOf(pc); len(p.footnotes) >= maxFootnotes {
		p.tooManyNotes(reader)
		return nil, parser.NoChildren
	}
	return f.BlockParser.Open(parent, reader, pc)
}

func (p *page) tooManyNotes(reader text.Reader) {
	_, segment := reader.PeekLine()
	p.once("too-complex", segment.Start, "This page has thousands of footnotes; from here on they are shown as text.", "Split the page.")
}

func (f footnoteBlockParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	f.BlockParser.Close(node, reader, pc)
	p := pageOf(pc)
	p.footnotes = append(p.footnotes, node.(*extast.Footnote))
}

// footnoteParser notices references to footnotes that do not exist.
type footnoteParser struct{ parser.InlineParser }

func (f footnoteParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if len(line) < 4 || line[1] != '^' && (line[0] != '!' || line[2] != '^') {
		return nil
	}
	p := pageOf(pc)
	if p.references++; p.references > maxReferences {
		p.tooManyNotes(block)
		return nil
	}
	node := f.InlineParser.Parse(parent, block, pc)
	if node == nil && line[0] == '[' {
		if end := bytes.IndexByte(line[:min(len(line), 1000)], ']'); end > 2 && !bytes.ContainsAny(line[2:end], " \t[") {
			if _, ok := pc.Reference(util.ToLinkReference(line[1:end])); !ok {
				p.warn("missing-footnote", segment.Start, "There is no footnote "+string(line[:end+1])+".",
					"Write its text on a line of its own: "+string(line[:end+1])+": text.")
			}
		}
	}
	return node
}

// checkFootnotes reports footnotes that no text refers to, and those that another hides.
func (p *page) checkFootnotes() {
	seen := map[string]bool{}
	for _, f := range p.footnotes {
		label := string(f.Ref)
		switch {
		case seen[label]:
			p.warn("duplicate-footnote", f.Pos(), "There are two footnotes [^"+label+"]; only the first is shown.", "Give this one another name.")
		case f.Index < 0:
			p.warn("unused-footnote", f.Pos(), "Nothing refers to the footnote [^"+label+"], so it is not shown.",
				"Write [^"+label+"] where it belongs, or delete it.")
		}
		seen[label] = true
	}
}
