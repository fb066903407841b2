package config

import (
	"fmt"
	"html"
	"path"
	"regexp"
	"slices"
	"strings"

	"pandect/internal/site"
)

// Foreign is what the configuration of another program means for a site of Pandect. The sentences are for the person who brings the site.
type Foreign struct {
	Config  string   // the text of config.toml, which can be read without a diagnostic
	Content string   // the folder of the pages, below that of the site; "." for the site's own
	Taken   []string // what was taken over
	Left    []string // what was not, with what to do
}

// ForeignTool is a program whose configuration is read as data.
type ForeignTool struct {
	Name    string   // as people write it
	Files   []string // where its configuration lies, the first that exists; none of it is ever run
	content string   // the folder of its pages, unless the configuration says otherwise
	read    func(f *foreignReader)
}

// ForeignTools are the programs by the names that a command takes.
var ForeignTools = map[string]ForeignTool{
	"mkdocs": {"MkDocs", []string{"mkdocs.yml", "mkdocs.yaml"}, "docs", readMkDocs},
	"hugo": {"Hugo", []string{"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.yaml", "config.yml", "config.json", "config/_default/hugo.toml",
		"config/_default/config.toml"}, "content", readHugo},
	"jekyll":   {"Jekyll", []string{"_config.yml", "_config.yaml", "_config.toml"}, ".", readJekyll},
	"mdbook":   {"mdBook", []string{"book.toml"}, "src", readMdBook},
	"obsidian": {"Obsidian", []string{".obsidian/app.json"}, ".", readObsidian},
}

// ReadForeign reads the configuration of a program, whose file is name. exists says whether there is a page at a path below the folder of
// the pages. A text that cannot be read gives an empty configuration, and is among what was left.
func ReadForeign(tool ForeignTool, name string, text []byte, folder string, exists func(page string) bool) Foreign {
	yaml := path.Ext(name) != ".toml"
	if yaml {
		text = withoutTypes(text)
	}
	r := newReader(name, text, "foreign")
	r.yaml = yaml
	f := &foreignReader{r: r, exists: exists, root: &node{kind: kindTable}, used: map[string]bool{}, out: Foreign{Content: tool.content}}
	if r.clean() {
		if r.yaml {
			f.root = r.readAnyYAML()
		} else {
			f.root = r.readTOML()
		}
	}
	if len(f.root.fields) == 0 && len(r.list) > 0 {
		f.leave(fmt.Sprintf("`%s` could not be read: %s Write `config.toml` by hand.", name, r.list[0].Message))
	}
	tool.read(f)
	f.rest()
	if !slices.ContainsFunc(f.top, func(line string) bool { return strings.HasPrefix(line, "title = ") }) {
		f.top = append([]string{"title = " + tomlText(site.HumanName(folder))}, f.top...)
	}
	f.out.Config = f.text()
	return f.out
}

// Types and anchors of YAML say how a program makes values; as data they are left out.
var (
	loneTag  = regexp.MustCompile(`(?m)([:-][ \t]+)([!*][^\s'"]*)[ \t]*$`)
	valueTag = regexp.MustCompile(`(?m)([:-][ \t]+)[!&][^\s'"]*[ \t]+`)
	anchor   = regexp.MustCompile(`(?m)([:-])[ \t]+&[^\s'"]*[ \t]*$`)
)

func withoutTypes(text []byte) []byte {
	return valueTag.ReplaceAll(loneTag.ReplaceAll(anchor.ReplaceAll(text, []byte("$1")), []byte(`$1"$2"`)), []byte("$1"))
}

// foreignReader collects what is taken over.
type foreignReader struct {
	r      *reader
	root   *node
	exists func(page string) bool
	used   map[string]bool // keys of the top that were read

	top, tables []string // lines of config.toml, before the first table and after
	menu        []string
	out         Foreign
}

func (f *foreignReader) leave(sentence string) { f.out.Left = append(f.out.Left, sentence) }

// find returns the value of a key, given with dots between its parts, and notes that it was read.
func (f *foreignReader) find(key string) *node {
	n := f.root
	for i, part := range strings.Split(key, ".") {
		if i == 0 {
			f.used[part] = true
		}
		g := n.find(part)
		if g == nil {
			return nil
		}
		n = g.value
	}
	return n
}

var tags = regexp.MustCompile(`<[^>]*>`)

// words returns a value as plain text on one line, or "".
func (f *foreignReader) words(key string) string {
	n := f.find(key)
	if n == nil || n.kind == kindList || n.kind == kindTable || n.kind == kindNothing {
		return ""
	}
	return oneLine(html.UnescapeString(tags.ReplaceAllString(n.text, "")))
}

// take writes a line of config.toml if Pandect can read it, and says so. table is "" for the top.
func (f *foreignReader) take(theirs, table, key, value string) {
	line := key + " = " + value
	text := line + "\n"
	if table != "" {
		text = "[" + table + "]\n" + text
	}
	if _, found := Parse("config.toml", []byte(text)); len(found) > 0 {
		f.leave(fmt.Sprintf("`%s` was not taken over: %s %s", theirs, found[0].Message, found[0].Hint))
		return
	}
	if table == "" {
		f.top = append(f.top, line)
	} else {
		f.tables = append(f.tables, "["+table+"]", line)
	}
	f.out.Taken = append(f.out.Taken, fmt.Sprintf("`%s` became `%s`.", theirs, strings.TrimPrefix(table+"."+key, ".")))
}

// takeText takes over a text, unless it is empty. theirs are the keys that may hold it; the first wins.
func (f *foreignReader) takeText(key string, theirs ...string) {
	done := false
	for _, k := range theirs {
		if value := f.words(k); value != "" && !done {
			f.take(k, "", key, tomlText(value))
			done = true
		}
	}
}

// tomlText returns a text in quotes, as TOML needs it.
func tomlText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// folder takes over the folder of the pages.
func (f *foreignReader) folder(key string) {
	if dir := path.Clean(f.words(key)); dir != "." && localPath(dir) {
		f.out.Content = dir
	}
}

// entry adds an entry to the menu if its page exists. The address may be written as the other program does.
func (f *foreignReader) entry(title, page string) bool {
	page = strings.Trim(page, "/")
	stem := strings.TrimSuffix(strings.TrimSuffix(page, ".html"), ".md")
	for _, candidate := range []string{page, stem + ".md", path.Join(stem, "_index.md"), path.Join(stem, "index.md"), path.Join(stem, "README.md")} {
		if path.Ext(candidate) != ".md" || !localPath(candidate) || !f.exists(candidate) {
			continue
		}
		f.menu = append(f.menu, "[[menu]]")
		if title != "" {
			f.menu = append(f.menu, "title = "+tomlText(title))
		}
		f.menu = append(f.menu, "page = "+tomlText(candidate), "")
		return true
	}
	return false
}

// text returns the text of config.toml.
func (f *foreignReader) text() string {
	lines := append([]string{}, f.top...)
	for i := 0; i < len(f.tables); i += 2 {
		lines = append(lines, "", f.tables[i], f.tables[i+1])
	}
	if len(f.menu) > 0 {
		lines = append(append(lines, ""), f.menu[:len(f.menu)-1]...)
	}
	return strings.Join(lines, "\n") + "\n"
}

// rest names the keys that nobody read.
func (f *foreignReader) rest() {
	var names []string
	for i := range f.root.fields {
		if name := f.root.fields[i].name; !f.used[name] {
			names = append(names, "`"+name+"`")
		}
	}
	if len(names) > 0 {
		f.leave("Not taken over, because Pandect has nothing that corresponds: " + strings.Join(names, ", ") + ".")
	}
}

// unlike says of keys that are there what to do about them.
func (f *foreignReader) unlike(advice map[string]string) {
	for _, key := range site.SortedKeys(advice) {
		if f.find(key) != nil {
			f.leave(fmt.Sprintf("`%s`: %s", key, advice[key]))
		}
	}
}
