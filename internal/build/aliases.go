package build

import (
	"fmt"
	"path"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/feed"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// aliases adds a redirect at every former address of a page, after all other outputs. A redirect never takes the place of anything
// else, so what is wrong with one loses no page and is a warning.
func (o *outputs) aliases(docs []*site.Doc) {
	var claims *claims
	for _, d := range docs {
		if len(d.Meta.Aliases) == 0 {
			continue
		}
		if claims == nil {
			claims = claimsOf(o.list)
		}
		for i := range d.Meta.Aliases {
			o.alias(claims, d, i)
		}
	}
}

// claims are the places of a site that are taken, by their folded paths.
type claims struct {
	files   map[string]*claim
	folders map[string]*claim // those that a file needs
}

// claim is what takes a place.
type claim struct {
	path  string
	name  string      // of what is published there, for messages
	alias string      // as written, if it is a redirect
	from  *diag.Place // of the alias
}

func claimsOf(list []site.Output) *claims {
	c := &claims{make(map[string]*claim, len(list)), map[string]*claim{}}
	for i := range list {
		c.take(&claim{path: list[i].Path, name: describe(&list[i])})
	}
	return c
}

func (c *claims) take(n *claim) {
	name := site.Fold(n.path)
	if c.files[name] == nil {
		c.files[name] = n
	}
	for dir := path.Dir(name); dir != "." && c.folders[dir] == nil; dir = path.Dir(dir) {
		c.folders[dir] = n
	}
}

// inTheWay returns what keeps a file from being written: another one, a folder of its name, or a file where it needs a folder.
func (c *claims) inTheWay(name string) *claim {
	name = site.Fold(name)
	if n := c.files[name]; n != nil {
		return n
	}
	if n := c.folders[name]; n != nil {
		return n
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if n := c.files[dir]; n != nil {
			return n
		}
	}
	return nil
}

// alias adds the redirect of alias i of a page, or reports why there is none.
func (o *outputs) alias(claims *claims, d *site.Doc, i int) {
	alias := d.Meta.Aliases[i]
	place := diag.Place{File: "content/" + d.Path}
	if i < len(d.Spots.Aliases) {
		place.Line, place.Column = d.Spots.Aliases[i].Line, d.Spots.Aliases[i].Column
	}
	warn := func(message, hint string, other *claim) {
		w := diag.Diagnostic{Severity: diag.Warning, Code: "bad-alias", Place: place, Message: message, Hint: hint}
		if other != nil && other.from != nil {
			w.Related = []diag.Related{{Place: *other.from, Message: "the other one"}}
		}
		o.report(w)
	}
	from, ok := aliasPath(alias, o.cfg.URLs.Style)
	other := claims.inTheWay(from)
	switch {
	case !ok:
		warn(fmt.Sprintf("The alias %q is not an address below the site.", alias),
			"Write the former address from the site's root, for example \"old/privilege.html\".", nil)
	case from == d.URL:
		warn(fmt.Sprintf("The alias %q is the address that this page has now.", alias), "Remove it: the address leads here without it.", nil)
	case site.Fold(from) == site.Fold(d.URL):
		warn(fmt.Sprintf("The alias %q differs from the page's own address %q in capital letters alone, and many servers know no difference.", alias, d.URL),
			"Remove it: nothing is published there.", nil)
	case other == nil:
		claims.take(&claim{path: from, name: place.File, alias: alias, from: &place})
		o.redirect(from, d)
	case other.from != nil && other.name == place.File && other.path == from:
		warn(fmt.Sprintf("The alias %q stands here twice.", alias), "Remove it once.", other)
	case other.from != nil && other.name == place.File && site.Fold(other.path) == site.Fold(from):
		warn(fmt.Sprintf("The alias %q differs from %q in capital letters alone, and many servers know no difference.", alias, other.alias), "Keep one of the two.", other)
	case other.from != nil && site.Fold(other.path) == site.Fold(from):
		warn(fmt.Sprintf("The alias %q is one of %s as well, and leads there.", alias, other.name), "Keep it in one of the two pages.", other)
	case site.Fold(other.path) == site.Fold(from):
		warn(fmt.Sprintf("The alias %q is the address of %s, which stays there.", alias, other.name), "Remove the alias, or give the other one another name.", other)
	default:
		warn(fmt.Sprintf("The alias %q cannot be published beside %q, because one would have to be a file and the other a folder.", alias, other.path), "Remove the alias.", other)
	}
}

// redirect adds the file that leads from an address to a page.
func (o *outputs) redirect(from string, d *site.Doc) {
	h := memo.NewHash("alias")
	h.Sum(o.info.Sum)
	for _, s := range []string{from, d.URL, d.Title} {
		h.String(s)
	}
	info, to, title := o.info, d.URL, d.Title
	o.text(from, "content/"+d.Path, site.PhaseEntry, h.Done(), func() []byte { return feed.Redirect(info, from, to, title) })
}

// aliasPath returns the output path of a former address.
func aliasPath(alias string, style site.URLStyle) (string, bool) {
	if strings.Contains(alias, ":") || strings.ContainsAny(alias, "\\?#%\"<>|*") || strings.IndexFunc(alias, func(r rune) bool { return r < ' ' }) >= 0 {
		return "", false
	}
	clean := strings.TrimPrefix(path.Clean("/"+alias), "/")
	switch {
	case clean == "" || clean != strings.Trim(alias, "/"):
		return "", false
	case strings.HasSuffix(alias, "/"):
		return clean + "/index.html", true
	case path.Ext(clean) == ".html" || path.Ext(clean) == ".htm":
		return clean, true
	case path.Ext(clean) == ".md":
		return "", false
	}
	return site.PagePath(clean, style), true
}
