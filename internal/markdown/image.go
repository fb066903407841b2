package markdown

import (
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"

	"pandect/internal/escape"
	"pandect/internal/prepare"
	"pandect/internal/site"
)

// images are pictures. Their syntax is that of links, with ! before it.
func images() construct {
	return construct{testcase: "links", render: map[ast.NodeKind]renderFunc{ast.KindImage: on(renderImage)}}
}

// renderImage writes a picture.
func renderImage(p *page, n *ast.Image) {
	alt := altText(p, n)
	if p.bare {
		p.linked = true
		p.put([]byte(alt))
		return
	}
	p.plain = append(append(p.plain, alt...), ' ')
	wiki := n.Reference != nil && n.Reference.Type == wikiReference
	if p.fragment {
		p.html = append(p.html, `<img src="`...)
		if kind := p.c.classify(prepare.CleanReference(unescape(n.Destination))); kind == internalTarget || kind == externalTarget {
			p.html = appendURL(p.html, n.Destination)
		}
		p.html = append(p.html, '"')
		p.attribute("alt", alt)
		if n.Title != nil {
			p.attribute("title", unescape(n.Title))
		}
		p.html = append(p.html, '>')
		return
	}
	t := p.c.targetOf(n.Destination, p.source.FileAt(n.Pos()))
	switch {
	case wiki && t.kind == internalTarget && prepare.IsPage(t.address):
		p.warn("misplaced-include", n.Pos(), "An include works only on a line of its own; here it is shown as a link.", "Put it on a line of its own, with blank lines around it.")
		link := ast.NewLink()
		link.Destination, link.Reference = n.Destination, n.Reference
		link.SetPos(n.Pos())
		renderLink(p, link)
		return
	case t.kind == externalTarget:
		remoteImage(p, n, t.address, alt)
		return
	case site.Scheme(t.address) == "data":
		p.warn("data-image", n.Pos(), "This picture is written into the text itself and is not shown.", "Save it as a file beside this page, and write its name here.")
	case refusedScheme(p, t.kind, t.address, n.Pos()):
	case t.kind == localTarget:
		reportLocalFile(p, n.Pos())
	case t.outside:
		reportOutside(p, n.Pos(), t.address)
	default:
		checkAlt(p, n, alt, t.address)
		link := site.Link{Kind: site.ImageLink, Target: t.path, Fragment: t.fragment, Query: t.query, Written: string(n.Destination),
			Title: unescape(n.Title), Alt: alt, Text: alt != ""}
		if wiki {
			link.Target = wikiImage(t, p.source.FileAt(n.Pos()))
		}
		i := addLink(p, link, n.Pos())
		p.holes = append(p.holes, site.Hole{Offset: int32(len(p.html)), Kind: site.Image, Index: i})
		return
	}
	p.html = escape.HTML(p.html, alt)
}

// wikiImage returns the target of ![[picture.png]], which is beside the file that holds it. The resolver also finds it
// elsewhere by its name.
func wikiImage(t target, from string) string {
	name, _, _ := strings.Cut(t.address, "#")
	return path.Join(path.Dir(from), decodePercent(strings.TrimLeft(name, "/")))
}

// remoteImage writes a link in place of a picture on another host, because pages load nothing from other hosts.
func remoteImage(p *page, n *ast.Image, address, alt string) {
	p.warn("remote-image", n.Pos(), "This picture lies on another host, from which pages load nothing, so a link to it is shown instead.",
		"Save the picture beside this page and write its name here, if you may publish it.")
	if alt == "" {
		alt = address
		p.plain = append(p.plain, alt...)
	}
	if p.links.open {
		p.html = escape.HTML(p.html, alt)
		return
	}
	openLink(p, string(n.Destination), n.Title, false, false)
	p.html = escape.HTML(p.html, alt)
	p.html = append(p.html, "</a>"...)
}

// checkAlt reports a picture without an alternative text, or with its file name as one.
func checkAlt(p *page, n *ast.Image, alt, address string) {
	name := path.Base(address)
	stem := strings.TrimSuffix(name, path.Ext(name))
	switch {
	case alt == "":
		p.warn("image-alt", n.Pos(), "This picture has no text for people who do not see it.", "Say in a few words what it shows: "+described(n, address)+".")
	case strings.EqualFold(alt, name) || strings.EqualFold(alt, stem) && strings.ContainsAny(alt, "-_0123456789"):
		p.warn("image-alt", n.Pos(), "The text for people who do not see this picture is only the name of its file.", "Say in a few words what it shows.")
	}
}

// described returns a picture with a text, as it is to be written.
func described(n *ast.Image, address string) string {
	if n.Reference != nil && n.Reference.Type == wikiReference {
		return "![[" + address + "|what it shows]]"
	}
	return "![what it shows](" + linkable(address) + ")"
}

// altText returns the plain text in the brackets of a picture.
func altText(p *page, n ast.Node) string {
	keptHTML, keptPlain, bare, linked, typo := len(p.html), len(p.plain), p.bare, p.linked, p.typo
	p.bare, p.typo = true, typography{block: n}
	p.inline(n)
	alt := strings.TrimSpace(string(p.plain[keptPlain:]))
	p.html, p.plain, p.bare, p.linked, p.typo = p.html[:keptHTML], p.plain[:keptPlain], bare, linked, typo
	return alt
}
