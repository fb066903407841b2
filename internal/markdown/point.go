package markdown

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// points are lists as lawyers number them: (a), (i), (1), a., i. and 1). They keep their marks, which are text, so that they
// are copied and found as they were written, and each point has an address. pointlabel.go reads the marks.
//
// A mark alone is no list, because sentences and names begin so as well: the next one has to follow.
func points() construct {
	return construct{
		testcase: "points",
		blocks: []util.PrioritizedValue{
			util.Prioritized(pointListParser{}, 310),
			util.Prioritized(pointParser{}, 410),
		},
		overrides: map[ast.NodeKind]overrideFunc{ast.KindList: renderPointList, ast.KindListItem: renderPoint},
		render:    map[ast.NodeKind]renderFunc{kindPointText: on(renderPointText)},
	}
}

// pointState is the state of points during a compilation.
type pointState struct {
	ids  []string // addresses, in order
	path []string // labels of the points that are being written, from the outermost on
}

// pointList is what a list of points keeps in its node.
type pointList struct {
	first, last pointMark
	at          place // of last
	indent      int   // of the marks
	blank       bool  // the line before was empty
}

// point is what a point keeps in its node.
type point struct {
	mark  pointMark
	value int // what it counts; 0 if it was inserted between others
}

const (
	pointListAttribute = "pointList"
	pointAttribute     = "point"
)

func pointListOf(n ast.Node) *pointList {
	if v, ok := n.AttributeString(pointListAttribute); ok {
		return v.(*pointList)
	}
	return nil
}

func pointOf(n ast.Node) *point {
	if v, ok := n.AttributeString(pointAttribute); ok {
		return v.(*point)
	}
	return nil
}

var pointTriggers = append([]byte("(abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"), 0xCE, 0xCF, 0xD0, 0xD1)

// pointListParser opens and continues lists. Their nodes are those of ordinary lists, so that all that reads lists reads them.
type pointListParser struct{}

func (pointListParser) Trigger() []byte { return pointTriggers }

func (pointListParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if _, ok := parent.(*ast.List); ok {
		return nil, parser.NoChildren
	}
	line, _ := reader.PeekLine()
	m, ok := readPointMark(line[pc.BlockOffset():])
	if !ok {
		return nil, parser.NoChildren
	}
	first, ok := beginsPoints(reader, pc.BlockOffset(), m, ast.IsParagraph(pc.LastOpenedBlock().Node))
	if !ok {
		return nil, parser.NoChildren
	}
	list := ast.NewList(m.close)
	list.Start = first.value
	list.SetAttributeString(pointListAttribute, &pointList{first: m, last: m, at: first, indent: pc.BlockIndent()})
	return list, parser.HasChildren
}

func (pointListParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	list := pointListOf(node)
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		list.blank = true
		return parser.Continue | parser.HasChildren
	}
	indent, at := util.IndentWidth(line, reader.LineOffset())
	last := node.LastChild().(*ast.ListItem)
	goesOn := indent >= last.Offset || list.within(last, reader, indent, at)
	if !goesOn {
		m, ok := readPointMark(line[at:])
		goesOn = ok && indent <= 3 && indent <= list.indent+1 && list.next(m)
	}
	list.blank = false
	if !goesOn {
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// next reports whether a mark is that of the next point of the list.
func (l *pointList) next(m pointMark) bool {
	if m.open != l.last.open || m.close != l.last.close {
		return false
	}
	next, ok := l.at.in(m.label)
	return ok && (next.value == l.at.value+1 || l.blank && next.value > l.at.value) || inserted(l.last.label, m.label)
}

// within reports whether a line belongs to the last point of the list although it is indented less than the text of it: when
// it begins or continues a list there and is indented at all, or has other marks than this list.
func (l *pointList) within(last ast.Node, reader text.Reader, indent, at int) bool {
	line, _ := reader.PeekLine()
	line = line[at:]
	deeper := indent >= l.indent+2
	m, ok := readPointMark(line)
	switch {
	case !ok:
		return deeper && listMarker(line)
	case indent > 3 && !deeper:
		return false
	case !deeper && l.next(m):
		first, ok := beginsPoints(reader, at, m, true)
		return ok && !first.sameNumbering(l.at) // (i) may follow (h), and it may be the first below it
	}
	for list := last.LastChild(); list != nil && pointListOf(list) != nil; list = list.LastChild().LastChild() {
		if pointListOf(list).next(m) {
			return true
		}
	}
	first, ok := beginsPoints(reader, at, m, true)
	other := !first.sameNumbering(l.at) || m.open != l.last.open || m.close != l.last.close
	if !ok || deeper || !other || !l.blank {
		return ok && (deeper || other)
	}
	_, goesOn := sequel(reader, at, l.last, []place{l.at})
	return goesOn > 0
}

// listMarker reports whether a text begins with one of CommonMark's markers of lists.
func listMarker(text []byte) bool {
	n := 0
	for n < len(text) && n < 9 && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	if n == len(text) || n > 0 && text[n] != '.' && text[n] != ')' || n == 0 && text[n] != '-' && text[n] != '*' && text[n] != '+' {
		return false
	}
	return n+1 < len(text) && (text[n+1] == ' ' || text[n+1] == '\t')
}

// Close decides whether the list is loose, as CommonMark does for its lists.
func (pointListParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	parser.NewListParser().Close(node, reader, pc)
}

func (pointListParser) CanInterruptParagraph() bool { return true }

func (pointListParser) CanAcceptIndentedLine() bool { return false }

// pointParser opens and continues the points of a list.
type pointParser struct{}

func (pointParser) Trigger() []byte { return pointTriggers }

func (pointParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	list := pointListOf(parent)
	line, _ := reader.PeekLine()
	at := pc.BlockOffset()
	m, ok := readPointMark(line[at:])
	if list == nil || !ok {
		return nil, parser.NoChildren
	}
	p := &point{mark: m}
	if here, ok := list.at.in(m.label); ok && (here.value == list.at.value+1 || !inserted(list.last.label, m.label)) {
		list.at, p.value, list.last = here, here.value, m
	}
	stop := at + m.length
	spaces, _ := util.IndentWidth(line[stop:], reader.LineOffset()+stop)
	if spaces > 4 {
		spaces = 1
	}
	item := ast.NewListItem(pc.BlockIndent() + len([]rune(m.String())) + spaces)
	item.SetAttributeString(pointAttribute, p)
	pos, padding := util.IndentPosition(line[stop:], reader.LineOffset()+stop, spaces)
	reader.AdvanceAndSetPadding(stop+pos, padding)
	return item, parser.HasChildren
}

func (pointParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		reader.AdvanceToEOL()
		return parser.Continue | parser.HasChildren
	}
	indent, at := util.IndentWidth(line, reader.LineOffset())
	offset := node.(*ast.ListItem).Offset
	if indent < offset {
		if !pointListOf(node.Parent()).within(node, reader, indent, at) {
			return parser.Close
		}
		offset = indent
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), offset)
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

func (pointParser) Close(ast.Node, text.Reader, parser.Context) {}

func (pointParser) CanInterruptParagraph() bool { return true }

func (pointParser) CanAcceptIndentedLine() bool { return false }

// beginsPoints reports whether the mark at an offset of the line begins a list, and what it counts: the next mark has to
// follow. In a paragraph only the first one begins a list. Capitals with a full stop begin names as well, so that they begin
// a list with the first letter, when two spaces follow, as pandoc asks for, or when two more follow.
func beginsPoints(reader text.Reader, at int, m pointMark, paragraph bool) (place, bool) {
	here, follow := sequel(reader, at, m, places(m.label))
	least := 1
	if here.upper && m.close == '.' && here.value != 1 && !m.wide {
		least = 2
	}
	return here, follow >= least && (here.value == 1 || !paragraph)
}

// sequel returns which of the places of a mark the next mark of its list follows, and how many of the next two are there, at
// the column of an offset in the line.
func sequel(reader text.Reader, at int, m pointMark, list []place) (first place, found int) {
	blank := false
	for column, line := range linesAfter(reader, at) {
		if util.IsBlank(line) {
			blank = true
			continue
		}
		next, ok := readPointMark(line)
		switch {
		case column > 1:
		case !ok && blank:
			return first, found
		case ok && column >= -1 && next.open == m.open && next.close == m.close:
			for _, here := range list {
				p, ok := here.in(next.label)
				if !ok || p.value != here.value+1 {
					continue
				}
				if found++; found == 2 {
					return first, found
				}
				first, list = here, []place{p}
				break
			}
		}
		blank = false
	}
	return first, found
}

// pointText is the mark of a point, at the beginning of its text.
type pointText struct {
	ast.BaseInline
	mark string
}

var kindPointText = ast.NewNodeKind("PointText")

func (*pointText) Kind() ast.NodeKind { return kindPointText }

func (n *pointText) Dump(src []byte, at int) { ast.DumpHelper(n, src, at, nil, nil) }

func renderPointText(p *page, n *pointText) {
	p.html = append(p.html, `<span class="point">`...)
	p.put([]byte(n.mark))
	p.html = append(p.html, "</span> "...)
	p.plain = append(p.plain, ' ')
}

// renderPointList writes a list if it is one of points. One of 1) is CommonMark's, and keeps its marks as well.
func renderPointList(p *page, n ast.Node) bool {
	list, points := n.(*ast.List), pointListOf(n)
	if points == nil {
		if !list.IsOrdered() || list.Marker != ')' {
			return false
		}
		value := list.Start
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			item.SetAttributeString(pointAttribute, &point{mark: pointMark{label: strconv.Itoa(value), close: ')'}, value: value})
			value++
		}
	}
	defer p.separateLinks(list, p.current, len(p.plain), p.linkBytes)
	open := `<ol class="points"`
	if points != nil && points.at.numbering != repeated {
		kind := byte(points.at.numbering)
		if points.at.upper {
			kind -= 'a' - 'A'
		}
		open += fmt.Sprintf(` type="%c"`, kind)
	}
	if list.Start != 1 {
		open += fmt.Sprintf(` start="%d"`, list.Start)
	}
	p.wrap(open+">\n", n, "</ol>\n")
	return true
}

// renderPoint writes a point. Its address is made of the heading above and the labels that lead to it, as in #fees.b.ii.
func renderPoint(p *page, n ast.Node) bool {
	pt := pointOf(n)
	if pt == nil {
		return false
	}
	p.points.path = append(p.points.path, pt.mark.label)
	defer func() { p.points.path = p.points.path[:len(p.points.path)-1] }()
	above := "point"
	if k := len(p.head.list); k > 0 {
		above = p.head.list[k-1].ID
	}
	id := uniqueID(p, above+"."+strings.Join(p.points.path, "."))
	p.points.ids = append(p.points.ids, id)
	p.html = append(p.html, "<li"...)
	first := n.FirstChild()
	if first != nil {
		if _, ok := first.FirstChild().(*extast.TaskCheckBox); ok {
			p.html = append(p.html, ` class="task"`...)
		}
	}
	p.attribute("id", id)
	if previous := n.PreviousSibling(); previous != nil && pt.value > 0 && pt.value != pointOf(previous).value+1 {
		p.attribute("value", strconv.Itoa(pt.value))
	}
	p.html = append(p.html, '>')
	mark := &pointText{mark: pt.mark.String()}
	switch first.(type) {
	case *ast.TextBlock:
		first.InsertBefore(first, first.FirstChild(), mark)
	case *ast.Paragraph:
		p.html = append(p.html, '\n')
		first.InsertBefore(first, first.FirstChild(), mark)
	default:
		renderPointText(p, mark)
		p.html = append(p.html, '\n')
	}
	p.wrap("", n, "</li>\n")
	return true
}
