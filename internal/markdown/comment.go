package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"pandect/internal/prepare"
)

// comments are private: <!-- ... --> and %%...%%. They become nodes that are not written, and their source ranges are
// recorded so that the published markdown lacks them too. An unclosed comment is an error, because either private text
// would be published or public text lost. The marks for search are comments as well.
func comments() construct {
	return construct{
		testcase: "comments",
		blocks:   []util.PrioritizedValue{util.Prioritized(commentBlockParser{}, 850)}, // before HTML blocks
		inlines:  []util.PrioritizedValue{util.Prioritized(commentParser{}, 50)},
		render:   map[ast.NodeKind]renderFunc{kindCommentBlock: on(renderCommentBlock)},
		check:    checkComments,
	}
}

// commentState is the state of comments during a compilation.
type commentState struct {
	spans    []span       // ranges of the source that are never published
	reported map[int]bool // offsets where an unclosed comment was reported
	// By kind of comment: one that begins before this offset in the current block is not closed. It saves searching again,
	// which would take quadratic time.
	unclosedBefore [2]int
}

// without returns a source without its comments.
func (c *commentState) without(src []byte) []byte {
	if len(c.spans) == 0 {
		return src
	}
	slices.SortFunc(c.spans, func(a, b span) int { return a.start - b.start })
	out := make([]byte, 0, len(src))
	at := 0
	for _, s := range c.spans {
		if s.start > at {
			out = append(out, src[at:s.start]...)
		}
		at = max(at, s.stop)
	}
	return append(out, src[at:]...)
}

var (
	commentStart = []byte(prepare.CommentStart)
	commentStop  = []byte(prepare.CommentStop)
	percents     = []byte(prepare.Percents)
)

// comment is a comment of either kind, as a block or within a line.
type comment struct {
	ast.BaseInline
	span span
}

var kindComment = ast.NewNodeKind("Comment")

func (*comment) Kind() ast.NodeKind { return kindComment }

func (n *comment) Dump(src []byte, at int) { ast.DumpHelper(n, src, at, nil, nil) }

// commentBlock is a comment that begins a line.
type commentBlock struct {
	ast.BaseBlock
	closer []byte
	start  int
	rest   text.Segment // what follows the end of the comment on its last line
	done   bool
	edge   prepare.Edge // it is a boundary of an included text
}

var kindCommentBlock = ast.NewNodeKind("CommentBlock")

func (*commentBlock) Kind() ast.NodeKind { return kindCommentBlock }

func (*commentBlock) IsRaw() bool { return true }

func (n *commentBlock) Dump(src []byte, at int) { ast.DumpHelper(n, src, at, nil, nil) }

// commentCloser returns what closes the comment that begins at an offset of the source, and the number of bytes behind which to
// search for it; nil if no comment begins.
func commentCloser(src []byte, at int) ([]byte, int) {
	if text := src[at:]; bytes.HasPrefix(text, commentStart) {
		return commentStop, 2 // <!--> is a comment, too
	} else if bytes.HasPrefix(text, percents) && prepare.BeginsComment(src, at) {
		return percents, 2
	}
	return nil, 0
}

type commentBlockParser struct{}

func (commentBlockParser) Trigger() []byte { return []byte{'<', '%'} }

func (commentBlockParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	closer, opened := commentCloser(reader.Source(), segment.Start-segment.Padding+at)
	if closer == nil {
		return nil, parser.NoChildren
	}
	n := &commentBlock{closer: closer, start: segment.Start - segment.Padding + at}
	end := bytes.Index(line[at+opened:], closer)
	if end >= 0 && closer[0] == '%' {
		return nil, parser.NoChildren // %%...%% on one line is part of a paragraph
	}
	if end >= 0 {
		n.end(segment, at+opened+end+len(closer), pageOf(pc))
	}
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (commentBlockParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*commentBlock)
	if n.done {
		return parser.Close
	}
	if pageOf(pc).atEdge(reader) {
		return parser.Close
	}
	line, segment := reader.PeekLine()
	if end := bytes.Index(line, n.closer); end >= 0 {
		n.end(segment, end+len(n.closer), pageOf(pc))
		reader.AdvanceToEOL()
		return parser.Close
	}
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// renderCommentBlock writes nothing, but a comment may be a mark.
func renderCommentBlock(p *page, n *commentBlock) {
	if n.edge.Kind != prepare.NoEdge {
		includeEdge(p, n.edge)
	} else {
		searchMark(p, n)
	}
}

// end records that the comment ends at an offset of a line.
func (n *commentBlock) end(line text.Segment, at int, p *page) {
	n.done = true
	n.rest = text.NewSegment(line.Start-line.Padding+at, line.Stop)
	start, stop := n.start, n.rest.Start
	n.edge = p.source.EdgeAt(start)
	switch before := p.source.Bytes[:start]; n.edge.Kind { // the line of an edge is not the editor's
	case prepare.NoEdge:
	case prepare.Begin:
		start, stop = bytes.LastIndexByte(before, '\n')+1, line.Stop
	default: // it stays an empty line
		start = len(bytes.TrimRight(before, " "))
	}
	p.private.spans = append(p.private.spans, span{start, stop})
}

func (commentBlockParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	n := node.(*commentBlock)
	if !n.done {
		p := pageOf(pc)
		unclosedComment(p, n.start)
		_, segment := reader.Position()
		p.private.spans = append(p.private.spans, span{n.start, max(n.start, segment.Start)})
		return
	}
	rest := n.rest.TrimLeftSpace(reader.Source())
	if rest = rest.TrimRightSpace(reader.Source()); rest.Len() > 0 {
		paragraph := ast.NewParagraph()
		paragraph.Lines().Append(rest)
		node.Parent().InsertAfter(node.Parent(), node, paragraph)
	}
}

func (commentBlockParser) CanInterruptParagraph() bool { return true }

func (commentBlockParser) CanAcceptIndentedLine() bool { return false }

// checkComments reports openings of comments that were not parsed as comments, for example in the address of a link, in an
// HTML attribute or in a definition. Only those in code or after a backslash are deliberate.
func checkComments(p *page, root *ast.Document) {
	src := p.source.Bytes
	if !bytes.Contains(src, commentStart) && !bytes.Contains(src, percents) {
		return
	}
	known := slices.Clone(p.private.spans)
	code := func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			known = append(known, spansOf(n)...)
		case *ast.CodeBlock:
			for _, line := range spansOf(n) {
				if !p.source.Edited(line.start) { // otherwise package prepare may have indented it
					known = append(known, line)
				}
			}
		case *ast.CodeSpan:
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				if t, ok := c.(*ast.Text); ok {
					known = append(known, span{t.Segment.Start, t.Segment.Stop})
				}
			}
		}
		return ast.WalkContinue, nil
	}
	ast.Walk(root, code)
	for _, f := range p.notes.list {
		if f.Index < 0 { // nothing refers to it, so it is not in the tree
			ast.Walk(f, code)
		}
	}
	slices.SortFunc(known, func(a, b span) int { return a.start - b.start })
	next := 0
	for i := 0; i < len(src); i++ {
		for next < len(known) && known[next].stop <= i {
			next++
		}
		if next < len(known) && known[next].start <= i {
			i = known[next].stop - 1
			continue
		}
		switch closer, opened := commentCloser(src, i); {
		case src[i] == '\\':
			i++
		case closer != nil:
			unclosedComment(p, i)
			i += opened - 1
		}
	}
}

// spansOf returns the lines of a block.
func spansOf(n ast.Node) []span {
	spans := make([]span, n.Lines().Len())
	for i := range spans {
		line := n.Lines().At(i)
		spans[i] = span{line.Start, line.Stop}
	}
	return spans
}

func unclosedComment(p *page, offset int) {
	if p.private.reported[offset] {
		return
	}
	if p.private.reported == nil {
		p.private.reported = map[int]bool{}
	}
	p.private.reported[offset] = true
	p.fail("comment-open", offset, "This looks like the beginning of a comment but is not one here, so private text could be published.",
		`End it with --> or %% in the same paragraph, keep it out of links and HTML, or write \%% or \<!-- if it is no comment.`)
}

// commentParser reads comments within a paragraph.
type commentParser struct{}

func (commentParser) Trigger() []byte { return []byte{'<', '%'} }

func (commentParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	closer, opened := commentCloser(block.Source(), segment.Start)
	if closer == nil {
		return nil
	}
	p := pageOf(pc)
	start := segment.Start
	unclosed := &p.private.unclosedBefore[0]
	if closer[0] == '%' {
		unclosed = &p.private.unclosedBefore[1]
	}
	if start < *unclosed {
		unclosedComment(p, start)
		return nil
	}
	saved, position := block.Position()
	for at := opened; line != nil; at = 0 {
		if end := bytes.Index(line[at:], closer); end >= 0 {
			stop := at + end + len(closer)
			block.Advance(stop)
			*unclosed = 0
			p.private.spans = append(p.private.spans, span{start, segment.Start + stop})
			return &comment{span: span{start, segment.Start + stop}}
		}
		*unclosed = segment.Stop
		block.AdvanceLine()
		line, segment = block.PeekLine()
	}
	block.SetPosition(saved, position)
	unclosedComment(p, start)
	return nil
}

// withoutComments returns HTML without its comments, and whether one of them is not closed.
func withoutComments(raw []byte) (clean []byte, open bool) {
	if !bytes.Contains(raw, commentStart) {
		return raw, false
	}
	for {
		start := bytes.Index(raw, commentStart)
		if start < 0 {
			return append(clean, raw...), false
		}
		clean = append(clean, raw[:start]...)
		end := bytes.Index(raw[start+2:], commentStop)
		if end < 0 {
			return clean, true
		}
		raw = raw[start+2+end+len(commentStop):]
	}
}
