package markdown

import (
	"bytes"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"pandect/internal/escape"
	"pandect/internal/prepare"
	"pandect/internal/site"
)

// links lead to other pages, to files and to other hosts. Those within the site are resolved when the page is placed.
func links() construct {
	link := parser.NewLinkParser()
	return construct{
		testcase: "links",
		inlines:  []util.PrioritizedValue{util.Prioritized(linkParser{link, link.(parser.CloseBlocker)}, 200)},
		render:   map[ast.NodeKind]renderFunc{ast.KindLink: on(renderLink)},
	}
}

// linkState is the state of links and pictures during a compilation.
type linkState struct {
	list []site.Link
	open bool // inside a link, where no other link may begin
}

const (
	maxBrackets = 2000
	maxSearched = 200_000_000 // bytes: the brackets of a line, times its length
)

// linkParser applies maxBrackets and maxSearched. It also resets the counts after each block.
type linkParser struct {
	parser.InlineParser
	closer parser.CloseBlocker
}

func (l linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pageOf(pc)
	if c := block.Peek(); c == '[' || c == '!' {
		line, _ := block.PeekLine()
		if p.bounds.brackets++; p.bounds.brackets > maxBrackets || p.bounds.brackets*len(line) > maxSearched {
			tooComplex(p, block)
			return nil
		}
		return l.InlineParser.Parse(parent, block, pc)
	}
	return p.parseWithLabels(l.InlineParser, parent, block, pc)
}

func (l linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p := pageOf(pc)
	p.bounds, p.private.unclosedBefore = bounds{}, [2]int{}
	l.closer.CloseBlock(parent, block, pc)
}

// unescape undoes markdown's backslash escapes and character references.
func unescape(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 && bytes.IndexByte(text, '&') < 0 && bytes.IndexByte(text, 0) < 0 {
		return string(text)
	}
	return string(appendDecoded(nil, text))
}

// target is the parsed destination of a link.
type target struct {
	kind     targetKind
	path     string // below content/, as site.Link has it
	fragment string
	query    string
	address  string // the whole destination, unescaped
	outside  bool   // the path is outside content/
	served   bool   // outside as a file, but not as an address where every page has a folder of its own, as other programs have it
	absolute bool   // the full address of a page of this site
}

// targetOf parses the destination of a link. from is the file that holds it.
func (c *Compiler) targetOf(destination []byte, from string) target {
	address := prepare.CleanReference(unescape(destination))
	t := target{kind: c.classify(address), address: address}
	if own, ok := c.ownAddress(address); ok {
		t.kind, t.absolute, address = internalTarget, true, own
	}
	if bytes.HasPrefix(destination, []byte(`\\`)) { // unescape makes one backslash of two
		t.kind = localTarget
	}
	if t.kind != internalTarget {
		return t
	}
	rest, fragment, _ := strings.Cut(address, "#")
	t.fragment = decodePercent(fragment)
	rest, t.query, _ = strings.Cut(rest, "?")
	rest = decodePercent(rest)
	if rest == "" {
		return t
	}
	if strings.HasPrefix(rest, "/") {
		t.path = path.Clean(strings.TrimLeft(rest, "/"))
	} else {
		t.path = path.Join(path.Dir(from), rest)
	}
	if t.path == "" {
		t.path = "."
	}
	t.outside = isOutside(t.path)
	t.served = t.outside && path.Ext(rest) != ".md" && !isOutside(path.Join(strings.TrimSuffix(from, ".md"), rest))
	return t
}

func isOutside(p string) bool { return p == ".." || strings.HasPrefix(p, "../") }

// ownAddress returns the part of a full address of this site after that of its front page, with a slash before it.
func (c *Compiler) ownAddress(address string) (string, bool) {
	base := c.options.BaseURL
	if base == "" {
		return "", false
	}
	_, base, _ = strings.Cut(base, "://")
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return "", false
	}
	host, _, _ := strings.Cut(base, "/")
	if len(rest) < len(host) || !strings.EqualFold(rest[:len(host)], host) {
		return "", false
	}
	rest = host + rest[len(host):]
	if rest == strings.TrimSuffix(base, "/") {
		return "/", true
	}
	below, ok := strings.CutPrefix(rest, base)
	return "/" + below, ok
}

func decodePercent(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	if decoded, err := url.PathUnescape(s); err == nil && !strings.ContainsRune(decoded, 0) {
		return decoded
	}
	return s
}

// renderLink writes a link with the inlines in it.
func renderLink(p *page, n *ast.Link) {
	wiki := n.Reference != nil && n.Reference.Type == wikiReference
	if p.bare || p.links.open {
		p.linked = true
		linkText(p, n, wiki)
		return
	}
	from := p.source.FileAt(n.Pos())
	if wiki && !p.fragment {
		name, fragment, _ := strings.Cut(prepare.CleanReference(string(n.Destination)), "#")
		linkHole(p, n, site.Link{Kind: site.WikiLink, Target: strings.TrimSpace(name), Fragment: strings.TrimSpace(fragment)}, wiki)
		return
	}
	t := p.c.targetOf(n.Destination, from)
	switch {
	case refusedScheme(p, t.kind, t.address, n.Pos()):
		linkText(p, n, wiki)
	case t.kind == localTarget:
		reportLocalFile(p, n.Pos())
		linkText(p, n, wiki)
	case p.fragment:
		openLink(p, string(n.Destination), n.Title, wiki, false)
		insideLink(p, func() { linkText(p, n, wiki) })
		p.html = append(p.html, "</a>"...)
	case t.kind == externalTarget:
		openLink(p, string(n.Destination), n.Title, false, showsAddress(p, n, t.address))
		insideLink(p, func() {
			if n.HasChildren() {
				p.inline(n)
			} else {
				p.put([]byte(t.address))
			}
		})
		p.html = append(p.html, "</a>"...)
	case t.outside && !t.served:
		reportOutside(p, n.Pos(), t.address)
		p.inline(n)
	default:
		linkHole(p, n, site.Link{Kind: site.PageLink, Absolute: t.absolute, Target: t.path, Fragment: t.fragment, Query: t.query, Title: unescape(n.Title)}, wiki)
	}
}

// linkText writes the text of a link.
func linkText(p *page, n *ast.Link, wiki bool) {
	if n.HasChildren() || !wiki && !p.bare {
		p.inline(n)
		return
	}
	name := prepare.CleanReference(unescape(n.Destination))
	if wiki {
		name = strings.TrimSpace(strings.ReplaceAll(name, "#", " "))
	} else {
		name, _, _ = strings.Cut(path.Base(name), "#")
		name = site.HumanName(strings.TrimSuffix(name, path.Ext(name)))
	}
	p.put([]byte(name))
}

// insideLink calls render with links.open set.
func insideLink(p *page, render func()) {
	p.links.open = true
	render()
	p.links.open = false
}

// linkHole writes a link whose target is resolved when the page is placed.
func linkHole(p *page, n *ast.Link, l site.Link, wiki bool) {
	l.Written = string(n.Destination)
	l.Text = n.HasChildren() || wiki && l.Target == "" // [[#heading]] shows the heading, not the page's own title
	i := addLink(p, l, n.Pos())
	text := len(p.plain)
	defer func() { p.linkBytes += len(p.plain) - text }()
	p.holes = append(p.holes, site.Hole{Offset: int32(len(p.html)), Kind: site.LinkOpen, Index: i})
	if l.Text {
		insideLink(p, func() { linkText(p, n, wiki) })
	} else {
		p.holes = append(p.holes, site.Hole{Offset: int32(len(p.html)), Kind: site.LinkTitle, Index: i})
		written := len(p.html)
		p.bare = true
		linkText(p, n, wiki) // only for the text that search reads
		p.bare = false
		p.html = p.html[:written]
	}
	p.holes = append(p.holes, site.Hole{Offset: int32(len(p.html)), Kind: site.LinkClose, Index: i})
}

// addLink records a link and returns its index.
func addLink(p *page, l site.Link, offset int) int32 {
	place, _ := p.source.Place(offset)
	l.File, l.Line, l.Column = place.File, place.Line, place.Column
	p.links.list = append(p.links.list, l)
	return int32(len(p.links.list) - 1)
}

// showsAddress reports whether the text of a link is its address, which print then need not write behind it.
func showsAddress(p *page, n *ast.Link, address string) bool {
	shown, ok := n.FirstChild().(*ast.Text)
	bare := func(s string) string {
		s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
		return strings.TrimSuffix(s, "/")
	}
	return !n.HasChildren() || ok && n.ChildCount() == 1 && bare(string(shown.Value(p.source.Bytes))) == bare(address)
}

// openLink writes the start tag of a link whose address is known.
func openLink(p *page, destination string, title []byte, wiki, shown bool) {
	p.html = append(p.html, `<a href="`...)
	if wiki {
		destination = prepare.CleanReference(destination)
	}
	if !p.fragment && strings.HasPrefix(destination, "//") { // on a page that is opened as a file it would lead to a network drive
		destination = "https:" + destination
	}
	p.html = append(appendURL(p.html, []byte(destination)), '"')
	if title != nil {
		p.attribute("title", unescape(title))
	}
	if !p.fragment {
		openExternal(p, shown)
	}
	p.html = append(p.html, '>')
}

// openExternal writes the attributes of a link to another site. shown says that the text of the link is its address.
func openExternal(p *page, shown bool) {
	if shown {
		p.html = append(p.html, ` class="address"`...)
	}
	p.html = append(p.html, ` rel="external"`...)
}

// appendURL appends the destination of a link, escaped for an attribute.
func appendURL(dst, destination []byte) []byte {
	return escape.HTML(dst, string(util.URLEscape(destination, true)))
}

func reportLocalFile(p *page, offset int) {
	p.warn("local-file", offset, "This leads to a file on somebody's own computer or network drive, which readers cannot open; it is shown as text.",
		"Copy the file into the content folder beside this page, and write its name here.")
}

func reportOutside(p *page, offset int, address string) {
	p.warn("link-outside", offset, "The address "+address+" leads out of the content folder; it is shown as text.",
		"Copy the file into the content folder, or take out a \"../\".")
}
