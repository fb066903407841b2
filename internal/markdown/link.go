package markdown

import (
	"bytes"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"pandect/internal/escape"
	"pandect/internal/prepare"
	"pandect/internal/site"
)

// targetKind says where the target of a link leads.
type targetKind uint8

const (
	internalTarget  targetKind = iota // a file of the site, or a heading of this page
	externalTarget                    // another host, or an address with a scheme
	dangerousTarget                   // a scheme that runs code or brings its own content
	localTarget                       // a file on the editor's computer
)

// classify looks at a target as it was written, with markdown's escapes already undone.
func classify(target string) targetKind {
	if strings.HasPrefix(target, `\\`) {
		return localTarget
	}
	if strings.HasPrefix(target, "//") {
		return externalTarget
	}
	colon := strings.IndexByte(target, ':')
	if colon < 1 || strings.IndexFunc(target[:colon], func(r rune) bool {
		return !(r < 0x80 && util.IsAlphaNumeric(byte(r)) || r == '+' || r == '-' || r == '.')
	}) >= 0 || !isLetter(target[0]) {
		return internalTarget
	}
	switch scheme := strings.ToLower(target[:colon]); {
	case len(scheme) == 1 || scheme == "file":
		return localTarget
	case scheme == "javascript" || scheme == "vbscript" || scheme == "data":
		return dangerousTarget
	}
	return externalTarget
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// unescape undoes markdown's backslash escapes and character references.
func unescape(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 && bytes.IndexByte(text, '&') < 0 && bytes.IndexByte(text, 0) < 0 {
		return string(text)
	}
	return string(appendDecoded(nil, text))
}

// target is what a link leads to, taken apart.
type target struct {
	kind     targetKind
	path     string // below content/, as site.Link has it
	fragment string
	query    string
	address  string // the whole, unescaped
	outside  bool   // it climbs out of content/
}

// targetOf takes the destination of a link apart. from is the file that holds it.
func targetOf(destination []byte, from string) target {
	address := prepare.CleanReference(unescape(destination))
	t := target{kind: classify(address), address: address}
	if bytes.HasPrefix(destination, []byte(`\\`)) { // markdown makes one backslash of two
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
	t.outside = t.path == ".." || strings.HasPrefix(t.path, "../")
	return t
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

// link writes a link with the inlines in it.
func (p *page) link(n *ast.Link) {
	wiki := n.Reference != nil && n.Reference.Type == wikiReference
	if p.bare || p.inLink {
		p.linked = true
		p.linkText(n, wiki)
		return
	}
	if p.fragment {
		p.openTag(string(n.Destination), n.Title, wiki)
		p.inside(func() { p.linkText(n, wiki) })
		p.html = append(p.html, "</a>"...)
		return
	}
	from := p.source.FileAt(n.Pos())
	if wiki {
		name, fragment, _ := strings.Cut(prepare.CleanReference(string(n.Destination)), "#")
		p.hole(n, site.Link{Kind: site.WikiLink, Target: strings.TrimSpace(name), Fragment: strings.TrimSpace(fragment)}, wiki)
		return
	}
	t := targetOf(n.Destination, from)
	switch {
	case t.kind == externalTarget:
		p.openTag(string(n.Destination), n.Title, false)
		p.inside(func() {
			if n.HasChildren() {
				p.inline(n)
			} else {
				p.put([]byte(t.address))
			}
		})
		p.html = append(p.html, "</a>"...)
	case t.kind == dangerousTarget:
		p.warn("dangerous-link", n.Pos(), "A link of this kind can run code in the reader's browser and is shown as text.", "Link to a page or to an address that begins with https:.")
		p.inline(n)
	case t.kind == localTarget:
		p.localFile(n.Pos())
		p.inline(n)
	case t.outside:
		p.outside(n.Pos(), t.address)
		p.inline(n)
	default:
		p.hole(n, site.Link{Kind: site.PageLink, Target: t.path, Fragment: t.fragment, Query: t.query, Title: unescape(n.Title)}, wiki)
	}
}

// linkText writes what a link shows.
func (p *page) linkText(n *ast.Link, wiki bool) {
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

// inside renders the inside of a link.
func (p *page) inside(render func()) {
	p.inLink = true
	render()
	p.inLink = false
}

// hole writes a link whose target is resolved when the page is placed.
func (p *page) hole(n *ast.Link, l site.Link, wiki bool) {
	l.Written = string(n.Destination)
	l.Text = n.HasChildren() || wiki && l.Target == "" // [[#heading]] shows the heading, not the page's own title
	i := p.addLink(l, n.Pos())
	text := len(p.plain)
	defer func() { p.linking += len(p.plain) - text }()
	p.holes = append(p.holes, site.Hole{Offset: int32(len(p.html)), Kind: site.LinkOpen, Index: i})
	if l.Text {
		p.inside(func() { p.linkText(n, wiki) })
	} else {
		p.holes = append(p.holes, site.Hole{Offset: int32(len(p.html)), Kind: site.LinkTitle, Index: i})
		written := len(p.html)
		p.bare = true
		p.linkText(n, wiki) // for the text that search reads
		p.bare = false
		p.html = p.html[:written]
	}
	p.holes = append(p.holes, site.Hole{Offset: int32(len(p.html)), Kind: site.LinkClose, Index: i})
}

// addLink notes a link and returns its index.
func (p *page) addLink(l site.Link, offset int) int32 {
	place, _ := p.source.Place(offset)
	l.File, l.Line, l.Column = place.File, place.Line, place.Column
	p.links = append(p.links, l)
	return int32(len(p.links) - 1)
}

// openTag writes the start tag of a link whose address is known.
func (p *page) openTag(destination string, title []byte, wiki bool) {
	p.html = append(p.html, `<a href="`...)
	if wiki {
		destination = prepare.CleanReference(destination)
	}
	if classify(prepare.CleanReference(unescape([]byte(destination)))) != dangerousTarget {
		p.html = appendURL(p.html, []byte(destination))
	}
	p.html = append(p.html, '"')
	if title != nil {
		p.html = append(p.html, ` title="`...)
		p.html = escape.HTML(p.html, unescape(title))
		p.html = append(p.html, '"')
	}
	if !p.fragment {
		p.html = append(p.html, ` rel="external"`...)
	}
	p.html = append(p.html, '>')
}

// appendURL appends the destination of a link, escaped for an attribute.
func appendURL(dst, destination []byte) []byte {
	return escape.HTML(dst, string(util.URLEscape(destination, true)))
}

// autoLink writes <https://...> and addresses that were found in the text.
func (p *page) autoLink(n *ast.AutoLink) {
	src := p.source.Bytes
	label := n.Label(src)
	address := string(n.URL(src))
	mail := n.AutoLinkType == ast.AutoLinkEmail && (len(address) < 7 || !strings.EqualFold(address[:7], "mailto:"))
	kind := classify(address)
	if p.bare || p.inLink || !mail && kind != externalTarget {
		p.linked = p.linked || p.bare
		if !p.bare && !p.inLink {
			p.warn("dangerous-link", n.Pos(), "A link of this kind is shown as text.", "Link to a page or to an address that begins with https:.")
		}
		p.put(label)
		return
	}
	p.html = append(p.html, `<a href="`...)
	if mail {
		p.html = append(p.html, "mailto:"...)
	}
	p.html = escape.HTML(p.html, string(util.URLEscape([]byte(address), false)))
	p.html = append(p.html, '"')
	if !p.fragment {
		p.html = append(p.html, ` rel="external"`...)
	}
	p.html = append(p.html, '>')
	p.put(label)
	p.html = append(p.html, "</a>"...)
}

// image writes a picture.
func (p *page) image(n *ast.Image) {
	alt := p.altText(n)
	if p.bare {
		p.linked = true
		p.put([]byte(alt))
		return
	}
	p.plain = append(append(p.plain, alt...), ' ')
	wiki := n.Reference != nil && n.Reference.Type == wikiReference
	if p.fragment {
		p.html = append(p.html, `<img src="`...)
		if classify(prepare.CleanReference(unescape(n.Destination))) != dangerousTarget {
			p.html = appendURL(p.html, n.Destination)
		}
		p.html = append(p.html, `" alt="`...)
		p.html = escape.HTML(p.html, alt)
		p.html = append(p.html, '"')
		if n.Title != nil {
			p.html = append(p.html, ` title="`...)
			p.html = escape.HTML(p.html, unescape(n.Title))
			p.html = append(p.html, '"')
		}
		p.html = append(p.html, '>')
		return
	}
	t := targetOf(n.Destination, p.source.FileAt(n.Pos()))
	switch {
	case wiki && t.kind == internalTarget && prepare.IsPage(t.address):
		p.warn("misplaced-include", n.Pos(), "An include works only on a line of its own; here it is shown as a link.", "Put it on a line of its own, with blank lines around it.")
		link := ast.NewLink()
		link.Destination, link.Reference = n.Destination, n.Reference
		link.SetPos(n.Pos())
		p.link(link)
		return
	case t.kind == externalTarget:
		p.remoteImage(n, t.address, alt)
		return
	case t.kind == dangerousTarget:
		p.warn("data-image", n.Pos(), "This picture is written into the text itself and is not shown.", "Save it as a file beside this page, and write its name here.")
	case t.kind == localTarget:
		p.localFile(n.Pos())
	case t.outside:
		p.outside(n.Pos(), t.address)
	default:
		p.checkAlt(n, alt, t.address)
		link := site.Link{Kind: site.ImageLink, Target: t.path, Fragment: t.fragment, Query: t.query, Written: string(n.Destination),
			Title: unescape(n.Title), Alt: alt, Text: alt != ""}
		if wiki {
			link.Target = wikiImage(t, p.source.FileAt(n.Pos()))
		}
		i := p.addLink(link, n.Pos())
		p.holes = append(p.holes, site.Hole{Offset: int32(len(p.html)), Kind: site.Image, Index: i})
		return
	}
	p.html = escape.HTML(p.html, alt)
}

// wikiImage is the target of ![[picture.png]]: beside the file that holds it, where the resolver finds it also by its
// name alone.
func wikiImage(t target, from string) string {
	name, _, _ := strings.Cut(t.address, "#")
	return path.Join(path.Dir(from), decodePercent(strings.TrimLeft(name, "/")))
}

// remoteImage writes a link in place of a picture that lies on another host: pages load nothing from elsewhere.
func (p *page) remoteImage(n *ast.Image, address, alt string) {
	p.warn("remote-image", n.Pos(), "This picture lies on another host, from which pages load nothing, so a link to it is shown instead.",
		"Save the picture beside this page and write its name here, if you may publish it.")
	if alt == "" {
		alt = address
		p.plain = append(p.plain, alt...)
	}
	if p.inLink {
		p.html = escape.HTML(p.html, alt)
		return
	}
	p.openTag(string(n.Destination), n.Title, false)
	p.html = escape.HTML(p.html, alt)
	p.html = append(p.html, "</a>"...)
}

// checkAlt notices a picture that says nothing to people who do not see it.
func (p *page) checkAlt(n *ast.Image, alt, address string) {
	name := path.Base(address)
	stem := strings.TrimSuffix(name, path.Ext(name))
	switch {
	case alt == "":
		p.warn("image-alt", n.Pos(), "This picture has no text for people who do not see it.", "Say in a few words what it shows: ![what it shows]("+name+").")
	case strings.EqualFold(alt, name) || strings.EqualFold(alt, stem) && strings.ContainsAny(alt, "-_0123456789"):
		p.warn("image-alt", n.Pos(), "The text for people who do not see this picture is only the name of its file.", "Say in a few words what it shows.")
	}
}

// altText is the plain text of what is within a picture's brackets.
func (p *page) altText(n ast.Node) string {
	keptHTML, keptPlain, bare, linked, typo := len(p.html), len(p.plain), p.bare, p.linked, p.typo
	p.bare = true
	p.inline(n)
	alt := strings.TrimSpace(string(p.plain[keptPlain:]))
	p.html, p.plain, p.bare, p.linked, p.typo = p.html[:keptHTML], p.plain[:keptPlain], bare, linked, typo
	return alt
}

func (p *page) localFile(offset int) {
	p.warn("local-file", offset, "This leads to a file on somebody's own computer or network drive, which readers cannot open; it is shown as text.",
		"Copy the file into the content folder beside this page, and write its name here.")
}

func (p *page) outside(offset int, address string) {
	p.warn("link-outside", offset, "The address "+address+" leads out of the content folder; it is shown as text.",
		"Copy the file into the content folder, or take out a \"../\".")
}
