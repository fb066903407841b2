package theme

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"pandect/internal/diag"
	"pandect/internal/escape"
	"pandect/internal/site"
)

// mainBlock is the block that holds what a page is for.
const mainBlock = "main"

// outline is what files define, and what they ask for: templates by name. html/template forgets which file defined what, and skips
// in silence what nothing asks for.
type outline struct {
	defined map[string]*parse.Tree
	asked   map[string]bool
}

// outlineOf returns the outline of files that can be read.
func outlineOf(files ...File) outline {
	o := outline{map[string]*parse.Tree{}, map[string]bool{}}
	for _, f := range files {
		tree := parse.New(f.Path)
		tree.Mode = parse.SkipFuncCheck
		trees := map[string]*parse.Tree{}
		if _, err := tree.Parse(string(f.Data), "", "", trees); err != nil {
			continue // reported where templates are made of it
		}
		maps.Copy(o.defined, trees)
		for _, one := range trees {
			eachNode(one.Root, func(n parse.Node) {
				if call, ok := n.(*parse.TemplateNode); ok {
					o.asked[call.Name] = true
				}
			})
		}
	}
	return o
}

// eachNode visits the nodes of a list and of the lists within it.
func eachNode(l *parse.ListNode, visit func(parse.Node)) {
	if l == nil {
		return
	}
	for _, node := range l.Nodes {
		visit(node)
		for _, list := range listsIn(node) {
			eachNode(list, visit)
		}
	}
}

// listsIn returns the branches of a node.
func listsIn(node parse.Node) []*parse.ListNode {
	switch n := node.(type) {
	case *parse.IfNode:
		return []*parse.ListNode{n.List, n.ElseList}
	case *parse.WithNode:
		return []*parse.ListNode{n.List, n.ElseList}
	case *parse.RangeNode:
		return []*parse.ListNode{n.List, n.ElseList}
	}
	return nil
}

// empty reports whether nothing would be written by a template of this name, which may not exist.
func (o outline) empty(name string) bool {
	tree := o.defined[name]
	return tree == nil || tree.Root == nil || parse.IsEmptyTree(tree.Root)
}

// checkShared reports a frame without text, components without their template, and text in a component that nothing shows.
func (t *Theme) checkShared(files []File) (found []diag.Diagnostic) {
	for _, f := range files {
		o := outlineOf(f)
		if len(o.defined) == 0 && len(bytes.TrimSpace(f.Data)) > 0 {
			continue // it cannot be read
		}
		found = append(found, t.checkAddresses(f, o)...)
		if f.Path == frame {
			if o.empty(frame) {
				found = append(found, t.incomplete(f, -1, "empty-layout", "This file is the frame of every page, and nothing in it would be shown.",
					"Write the frame, or remove the file to use the one of the default theme."))
			}
			continue
		}
		name := path.Base(path.Dir(f.Path))
		if path.Base(f.Path) == name+".html" && o.defined[name] == nil {
			found = append(found, t.incomplete(f, -1, "undefined-component", fmt.Sprintf("This component does not define the template “%s”%s.", name, instead(o, f)),
				fmt.Sprintf(`Write {{define "%s"}}…{{end}}, with nothing in between to show nothing, or remove the file to use the one of the default theme.`, name)))
			continue
		}
		found = append(found, t.checkText(f, o)...)
	}
	return found
}

// instead names the templates that a file defines.
func instead(o outline, f File) string {
	names := slices.DeleteFunc(site.SortedKeys(o.defined), func(name string) bool { return name == f.Path })
	if len(names) == 0 {
		return ""
	}
	return ", but “" + strings.Join(names, "”, “") + "”"
}

var htmlComment = regexp.MustCompile(`(?s)<!--.*?-->`)

// checkAddresses reports addresses in a file that run code.
func (t *Theme) checkAddresses(f File, o outline) []diag.Diagnostic {
	for _, name := range site.SortedKeys(o.defined) {
		if at, _ := codeIn(o.defined[name].Root, ""); at >= 0 {
			return []diag.Diagnostic{t.incomplete(f, at, "code-address", "An address here begins with “javascript:”, “vbscript:” or “data:”, which would run code.",
				"Link to a page, or put the code into a script of the theme.")}
		}
	}
	return nil
}

// codeIn returns the offset of the first address that runs code, or -1, and the markup at the end of a list that begins after tail.
func codeIn(l *parse.ListNode, tail string) (at int, after string) {
	if l == nil {
		return -1, tail
	}
	for _, node := range l.Nodes {
		if text, ok := node.(*parse.TextNode); ok {
			before := len(tail)
			tail += string(text.Text)
			if at := escape.CodeIn(tail); at >= 0 {
				return int(text.Pos) + max(at-before, 0), tail
			}
			continue
		}
		before := tail
		for _, list := range listsIn(node) {
			at, after := codeIn(list, before)
			if at >= 0 {
				return at, after
			}
			if len(after) > len(tail) && escape.InAddress(after) { // what follows may complete it
				tail = after
			}
		}
	}
	return -1, tail
}

// checkText reports text outside of all definitions of a file, which nothing shows.
func (t *Theme) checkText(f File, o outline) []diag.Diagnostic {
	if o.empty(f.Path) {
		return nil
	}
	tree := o.defined[f.Path]
	at := slices.IndexFunc(tree.Root.Nodes, func(n parse.Node) bool {
		if text, ok := n.(*parse.TextNode); ok {
			return len(bytes.TrimSpace(htmlComment.ReplaceAll(text.Text, nil))) > 0
		}
		return !parse.IsEmptyTree(n)
	})
	if at < 0 {
		return nil
	}
	return []diag.Diagnostic{t.incomplete(f, int(tree.Root.Nodes[at].Position()), "unused-text", "This stands outside of {{define}}, so it would never be shown.",
		`Put it into a definition, such as {{define "main"}}…{{end}}, or remove it.`)}
}

// checkLayout reports what a layout defines and nothing shows, and a layout whose pages would have nothing in them. shared is the
// frame and the components.
func (t *Theme) checkLayout(f File, shared outline) []diag.Diagnostic {
	o := outlineOf(f)
	found := append(t.checkText(f, o), t.checkAddresses(f, o)...)
	filled := false
	for _, name := range site.SortedKeys(o.defined) {
		switch {
		case name == f.Path:
		case !shared.asked[name] && !o.asked[name]:
			found = append(found, t.incomplete(f, definedAt(f, o.defined[name]), "unused-block",
				fmt.Sprintf("Nothing asks for “%s”, so it would never be shown.", name), unusedHint(name, shared)))
		default:
			filled = filled || !o.empty(name)
		}
	}
	if len(found) > 0 {
		return found
	}
	lacks := shared.asked[mainBlock] && shared.empty(mainBlock) && o.empty(mainBlock)
	open := slices.ContainsFunc(site.SortedKeys(shared.asked), shared.empty)
	if lacks || !filled && open {
		return []diag.Diagnostic{t.incomplete(f, -1, "empty-layout", "This layout leaves “main” empty, so its pages would be shown without what they are for.",
			`Write {{define "main"}}…{{end}} with what the page is for, or remove the file to use the one of the default theme.`)}
	}
	return nil
}

func unusedHint(name string, shared outline) string {
	names := site.SortedKeys(shared.asked)
	if near, ok := diag.Suggest(name, names); ok {
		return "Did you mean “" + near + "”?"
	}
	return fmt.Sprintf(`Fill a block of %s, or write {{block "%s" .}}{{end}} there where it is to stand.`, frame, name)
}

// definedAt returns the offset at which a definition begins; its tree only knows where its text does.
func definedAt(f File, tree *parse.Tree) int {
	return bytes.LastIndex(f.Data[:tree.Root.Position()], []byte("define"))
}

// incomplete returns an error about a file, at an offset if that is not negative.
func (t *Theme) incomplete(f File, at int, code, message, hint string) diag.Diagnostic {
	d := diag.Diagnostic{Place: diag.Place{File: f.Origin}, Severity: diag.Error, Concerns: diag.ConcernTheme}
	if at >= 0 {
		start := at
		start += len(f.Data[start:]) - len(bytes.TrimLeft(f.Data[start:], " \t\r\n"))
		d.Place.Line = 1 + bytes.Count(f.Data[:start], []byte("\n"))
		d.Quote = diag.Line(f.Data, d.Place.Line)
	}
	d.Code, d.Message, d.Hint = code, message, hint
	return d
}

// checkPage reports a page that came out empty, or whose main element did although the page has a text.
func (t *Theme) checkPage(out []byte, p *site.Page) []diag.Diagnostic {
	f := t.files["layouts/"+p.Layout+".html"]
	page := p.URL
	if p.Doc != nil {
		page = "content/" + p.Doc.Path
	}
	message := ""
	switch {
	case len(bytes.TrimSpace(out)) == 0:
		message = "The page “" + p.Title + "” would be empty: this layout and its frame write nothing for it."
	case p.Doc != nil && len(p.Doc.Body.HTML) > 0 && emptyMain(out):
		message = "The page “" + p.Title + "” would be shown without its text: this layout writes nothing into the element “main”."
	default:
		return nil
	}
	d := t.incomplete(f, -1, "empty-page", message, "Show the text with {{markup .Content}}; docs/themes.md lists what a layout may read.")
	d.Related = []diag.Related{{Place: diag.Place{File: page}, Message: "the page that was to be shown"}}
	return []diag.Diagnostic{d}
}

// emptyMain reports whether a page has an element “main” with nothing in it.
func emptyMain(out []byte) bool {
	end := bytes.Index(out, []byte("</main>"))
	if end < 0 {
		return false
	}
	before := bytes.TrimRight(out[:end], " \t\r\n")
	start := bytes.LastIndexByte(before, '<')
	return start >= 0 && bytes.HasPrefix(before[start:], []byte("<main")) && bytes.HasSuffix(before, []byte(">"))
}
