package markdown

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Labels of links and footnotes belong to the file that defines them: a page and the texts that it includes may use the same
// ones for different things. goldmark asks for a label without saying where it stands, so each parser of labels says so
// before.

// labelState is the definitions of links by file.
type labelState struct {
	part        int // of the source, in which labels are read; see prepare.Text.Part
	definitions map[scopedLabel]parser.Reference
	anywhere    map[string]bool // labels that any file defines
	missed      string          // the last label that was asked for and that only other files define
	reported    map[scopedLabel]bool
}

// scopedLabel is a label in a part of the source.
type scopedLabel struct {
	part int
	name string
}

// labelContext is goldmark's context, in which each part of the source has its own definitions of links.
type labelContext struct {
	parser.Context
	page *page
}

func newLabelContext(p *page) parser.Context { return labelContext{parser.NewContext(), p} }

// AddReference implements parser.Context. The first definition of a label counts.
func (c labelContext) AddReference(r parser.Reference) {
	s := &c.page.labels
	name := util.ToLinkReference(r.Label())
	if s.definitions == nil {
		s.definitions, s.anywhere = map[scopedLabel]parser.Reference{}, map[string]bool{}
	}
	if key := (scopedLabel{s.part, name}); s.definitions[key] == nil {
		s.definitions[key] = r
		s.anywhere[name] = true
	}
}

// Reference implements parser.Context.
func (c labelContext) Reference(name string) (parser.Reference, bool) {
	s := &c.page.labels
	r, ok := s.definitions[scopedLabel{s.part, name}]
	if !ok && s.anywhere[name] {
		s.missed = name
	}
	return r, ok
}

// readLabelsAt says that labels are read at the position of a reader.
func (p *page) readLabelsAt(block text.Reader) {
	_, segment := block.PeekLine()
	p.labels.part = p.source.Part(segment.Start)
}

// parseWithLabels parses the end of a link, "]" and what follows. A label that only another file defines is reported, because
// the link is missing from the page then.
func (p *page) parseWithLabels(links parser.InlineParser, parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p.readLabelsAt(block)
	line, segment := block.PeekLine()
	p.labels.missed = ""
	n := links.Parse(parent, block, pc)
	if name := p.labels.missed; n == nil && name != "" && (len(line) > 1 && line[1] == '[' || strings.ContainsFunc(name, unicode.IsLetter)) {
		labelElsewhere(p, name, segment.Start)
	}
	return n
}

// labelElsewhere reports, once in a file, a label that only another file defines.
func labelElsewhere(p *page, name string, offset int) {
	key := scopedLabel{p.labels.part, name}
	if p.labels.reported[key] {
		return
	}
	if p.labels.reported == nil {
		p.labels.reported = map[scopedLabel]bool{}
	}
	p.labels.reported[key] = true
	p.warn("label-elsewhere", offset,
		fmt.Sprintf("This is no link, because only another file says where [%s] leads; labels belong to their file.", name),
		fmt.Sprintf("Write [%s]: and the address on a line of its own in this file as well.", name))
}
