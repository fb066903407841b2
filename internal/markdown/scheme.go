package markdown

import (
	"fmt"
	"slices"
	"strings"

	"pandect/internal/site"
)

// targetKind is the kind of the target of a link.
type targetKind uint8

const (
	internalTarget  targetKind = iota // a file of the site, or a heading of this page
	externalTarget                    // another host, or an address whose scheme the site allows
	dangerousTarget                   // a scheme that runs code, holds content itself or shows what is not a page
	unlistedTarget                    // a scheme that the site does not allow
	localTarget                       // a file on the editor's computer
)

// classify returns the kind of a target, which is unescaped.
func (c *Compiler) classify(target string) targetKind {
	if strings.HasPrefix(target, `\\`) {
		return localTarget
	}
	if strings.HasPrefix(target, "//") {
		return externalTarget
	}
	switch scheme := site.Scheme(target); {
	case scheme == "":
		return internalTarget
	case len(scheme) == 1 || scheme == "file":
		return localTarget
	case !site.MayBeLinked(scheme):
		return dangerousTarget
	case !slices.Contains(site.LinkSchemes, scheme) && !slices.Contains(c.options.LinkSchemes, scheme):
		return unlistedTarget
	}
	return externalTarget
}

// refusedScheme reports whether an address has a scheme that links may not have. It warns that it is shown as text.
func refusedScheme(p *page, kind targetKind, address string, offset int) bool {
	scheme := site.Scheme(address)
	switch kind {
	case dangerousTarget:
		p.warn("dangerous-link", offset, fmt.Sprintf("A link that begins with %q can run code in the reader's browser or show what is no page; it is shown as text.", scheme+":"),
			"Link to a page or to an address that begins with https:.")
	case unlistedTarget:
		p.warn("link-scheme", offset, fmt.Sprintf("A link that begins with %q hands its address to a program on the reader's computer; it is shown as text.", scheme+":"),
			fmt.Sprintf("Link to a page or to an address that begins with https:. If your readers need this link, write link_schemes = [%q] below [markdown] in config.toml.", scheme))
	default:
		return false
	}
	return true
}
