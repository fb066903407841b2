package sitetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Random returns a script that depends on the seed alone: a small site, and up to nine loads with a few edits before
// each. The names, titles and dates are so few that pages soon link to, include, hide and collide with one another.
func Random(seed uint64) Script {
	g := &generator{random: rand.New(rand.NewPCG(seed, 0)), state: NewState()}
	g.begin()
	loads := 1 + g.random.IntN(8)
	if g.chance(100) { // above 200 pages the navigation is another one
		g.do("many", "content/bulk", "190")
		g.do("many", "content/ethics", "8")
		loads = min(loads, 2) // they take their time
	}
	for range loads {
		g.do("load")
		for range g.random.IntN(4) {
			g.edit()
		}
		if g.chance(12) {
			g.do("cancel", strconv.Itoa(g.random.IntN(40)))
		}
	}
	g.do("load")
	return g.script
}

// generator writes a script. It keeps the state after it, so that most edits are of something that is there.
type generator struct {
	random *rand.Rand
	state  *State
	script Script
}

func (g *generator) do(verb string, args ...string) {
	e := Edit{verb, args}
	if g.state.Apply(e) {
		g.script = append(g.script, e)
	}
}

// chance is true once in n times.
func (g *generator) chance(n int) bool { return g.random.IntN(n) == 0 }

func (g *generator) pick(list []string) string { return list[g.random.IntN(len(list))] }

// files returns the files that match, sorted, or one that is not there when none does.
func (g *generator) files(match func(name string) bool) []string {
	list := slices.Sorted(maps.Keys(g.state.Files))
	if list = slices.DeleteFunc(list, func(name string) bool { return !match(name) }); len(list) == 0 {
		return []string{"content/none.md"}
	}
	return list
}

func isMarkdown(name string) bool { return path.Ext(name) == ".md" }
func isContent(name string) bool  { return strings.HasPrefix(name, "content/") }
func isTheme(name string) bool    { return strings.HasPrefix(name, "themes/") }

func (g *generator) markdown() string { return g.pick(g.files(isMarkdown)) }

func (g *generator) begin() {
	for _, option := range []string{"drafts", "future"} {
		if g.chance(4) {
			g.do("with", option)
		}
	}
	g.do("theme", "small")
	g.do("write", "config.toml", g.config())
	for range 3 + g.random.IntN(8) {
		g.do("write", g.newPage(), g.page())
	}
	for range g.random.IntN(5) {
		g.beside(g.newBeside())
	}
}

// edits are what people do between two looks at their site, each with how often they do it.
var edits = []struct {
	often int
	do    func(g *generator)
}{
	{6, func(g *generator) { g.do("append", g.markdown(), "\n"+g.block()) }},
	{4, func(g *generator) { g.do("insert", g.markdown(), g.line(), strings.TrimSuffix(g.block(), "\n")) }},
	{4, func(g *generator) { g.do("cut", g.markdown(), g.line()) }},
	{3, func(g *generator) { g.do("replace", g.markdown(), g.pick(words), g.pick(words)) }},
	{12, func(g *generator) { key, value := g.key(); g.do("set", g.markdown(), key, value) }},
	{3, func(g *generator) { g.do("set", g.markdown(), g.pick(keys), "") }},
	{1, func(g *generator) { g.do("replace", g.markdown(), "(</", "(<") }},
	{1, func(g *generator) { g.do("replace", g.markdown(), "(<", "(</") }},
	{4, func(g *generator) { g.do("write", g.newPage(), g.page()) }},
	{2, func(g *generator) { g.do("write", g.markdown(), g.page()) }},
	{3, func(g *generator) { g.do("rename", g.markdown(), g.newPage()) }},
	{1, func(g *generator) { g.do("copy", g.markdown(), g.newPage()) }},
	{2, func(g *generator) { g.do("rename", g.folder(), "content/"+g.pick(folders[1:])) }},
	{4, func(g *generator) { g.do("remove", g.pick(g.files(isContent))) }},
	{1, func(g *generator) { g.do("remove", g.folder()) }},
	{2, func(g *generator) { g.beside(g.newBeside()) }},
	{3, func(g *generator) { g.beside(g.pick(g.files(isBeside))) }},
	{2, func(g *generator) { g.do("rename", g.pick(g.files(isBeside)), g.newBeside()) }},
	{1, func(g *generator) {
		g.do("encode", g.markdown(), g.pick([]string{"bom", "crlf", "utf-16", "windows-1252"}))
	}},
	{4, func(g *generator) { g.do("write", "config.toml", g.config()) }},
	{3, func(g *generator) { g.do("append", "config.toml", g.pick(settings)) }},
	{1, func(g *generator) { g.do("cut", "config.toml", strconv.Itoa(1+g.random.IntN(12))) }},
	{5, (*generator).themeFile},
	{1, (*generator).otherTheme},
	{6, func(g *generator) { g.do("clock", g.clock()) }},
	{3, func(g *generator) { g.do("back", strconv.Itoa(1+g.random.IntN(4))) }},
}

func (g *generator) edit() {
	total := 0
	for _, e := range edits {
		total += e.often
	}
	n := g.random.IntN(total)
	for _, e := range edits {
		if n -= e.often; n < 0 {
			e.do(g)
			return
		}
	}
}

func (g *generator) line() string { return strconv.Itoa(1 + g.random.IntN(14)) }

// folder returns a folder below content/ that holds something.
func (g *generator) folder() string { return path.Dir(g.pick(g.files(isContent))) }

func (g *generator) newPage() string {
	return path.Join("content", g.pick(folders), g.pick(names)+".md")
}

func isBeside(name string) bool { return isContent(name) && !isMarkdown(name) }

func (g *generator) newBeside() string { return path.Join("content", g.pick(folders), g.pick(others)) }

// beside writes a file that is no page.
func (g *generator) beside(name string) {
	if path.Ext(name) == ".png" {
		g.do("png", name, strconv.Itoa(1+g.random.IntN(3)), strconv.Itoa(1+g.random.IntN(2)))
		return
	}
	g.do("write", name, fmt.Sprintf("%s\n%s\n%d\n", g.pick(words), g.pick(words), g.random.IntN(4)))
}

// clock returns a time at, or a moment before or after, one of the dates.
func (g *generator) clock() string {
	return g.pick(dates) + g.pick([]string{"T00:00:00Z", "T00:00:01Z", "T12:00:00Z", "T23:59:59.999999999Z"})
}

// themeFile changes, removes or renames a file of a theme.
func (g *generator) themeFile() {
	name := g.pick(g.files(isTheme))
	switch g.random.IntN(8) {
	case 0:
		g.do("remove", name)
		return
	case 1:
		g.do("rename", name, path.Join(path.Dir(name), g.pick([]string{"other", "wide", "term"})+path.Ext(name)))
		return
	}
	switch path.Ext(name) {
	case ".html":
		if g.chance(4) {
			g.do("replace", name, "</ul>", g.pick(layoutParts)+"</ul>")
			return
		}
		g.do("append", name, g.pick(layoutParts)+"\n")
	case ".css":
		g.do("append", name, fmt.Sprintf("h%d { top: %dpx }\n", 1+g.random.IntN(3), g.random.IntN(3)))
	case ".ts":
		g.do("append", name, fmt.Sprintf("console.log(%d);\n", g.random.IntN(3)))
	case ".toml":
		use := g.pick([]string{"children", "backlinks", "related", "recent", "letters"})
		g.do("replace", name, g.pick([]string{`"children"`, `"backlinks"`, `"letters"`, `"navy"`, `""`}), strconv.Quote(use))
	default:
		g.do("append", name, "<!-- more -->\n")
	}
}

// otherTheme changes which theme is there or used.
func (g *generator) otherTheme() {
	switch g.random.IntN(3) {
	case 0:
		g.do("theme", g.pick(themes))
	case 1:
		g.do("rename", "themes/"+g.pick(themes), "themes/"+g.pick(themes))
	default:
		g.do("replace", "config.toml", `"small"`, strconv.Quote(g.pick(themes)))
	}
}

// config returns a whole config.toml.
func (g *generator) config() string {
	var b strings.Builder
	fmt.Fprintf(&b, "title = %q\ntheme = \"small\"\n", g.pick(titles))
	for _, line := range configLines {
		if g.chance(3) {
			b.WriteString(line + "\n")
		}
	}
	for range g.random.IntN(2) {
		fmt.Fprintf(&b, "[[menu]]\npage = %q\n", strings.TrimPrefix(g.newPage(), "content/"))
		if g.chance(2) {
			fmt.Fprintf(&b, "title = %q\n", g.pick(titles))
		}
	}
	for _, table := range settings {
		if g.chance(5) {
			b.WriteString(table)
		}
	}
	return b.String()
}

// page returns the text of a page.
func (g *generator) page() string {
	var b strings.Builder
	if !g.chance(5) {
		b.WriteString("---\n")
		if g.chance(2) {
			fmt.Fprintf(&b, "title: %s\n", g.pick(titles))
		}
		for range g.random.IntN(4) {
			key, value := g.key()
			fmt.Fprintf(&b, "%s: %s\n", key, value)
		}
		b.WriteString("---\n")
	}
	for range 1 + g.random.IntN(5) {
		b.WriteString(g.block() + "\n")
	}
	return b.String()
}

// key returns a line of front matter, in two parts.
func (g *generator) key() (key, value string) {
	key = g.pick(keys)
	switch key {
	case "title", "description":
		return key, g.pick(titles)
	case "date", "updated", "publish", "expires", "reviewed":
		return key, g.pick(dates)
	case "aliases":
		return key, fmt.Sprintf("[%s]", g.pick(aliases))
	case "tags", "areas", "jurisdiction":
		return key, fmt.Sprintf("[%s, %s]", g.pick(terms), g.pick(terms))
	}
	return key, g.pick(values[key])
}
