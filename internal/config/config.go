// Package config reads what people write to configure a site: config.toml, a theme's theme.toml and the front matter of
// markdown files. It is strict about the content and tolerant of typography: every invalid value and every unknown key is
// reported with its place and with what to write instead, all in one run; what word processors do to quotes, spaces and dashes is
// undone.
//
// Every function returns a usable value for any input. Nothing panics, and time and memory are linear in the input. The functions
// are pure and safe for concurrent use.
//
// The TOML and YAML libraries are wrapped here and nowhere else. The package does not know which pages, themes or layouts exist, so
// it does not check references to them.
package config

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"pandect/internal/checklist"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// Config is a decoded config.toml.
type Config struct {
	Title       string // of the site, plain text
	Description string // one sentence, plain text
	Language    string // BCP 47, for example "en-GB"
	BaseURL     string // absolute http or https address ending in "/"; empty when unknown
	Version     string // the edition as its editors call it
	Footer      string // plain text
	Theme       string // name of a folder below themes/
	URLs        URLs
	Taxonomies  []site.Taxonomy // in the order of the file; the default one has no title, because that depends on the language
	Menu        []MenuItem      // in the order of the file
	Markdown    Markdown
	Outputs     Outputs
	Review      Review
	FrontMatter FrontMatterRules
	Search      Search
	Checklists  Checklists
	Preview     Preview
	Params      map[string]any // for the theme: strings, int64, float64, bool, time.Time, []any, map[string]any
}

// URLs says how addresses look.
type URLs struct{ Style site.URLStyle }

// MenuItem is one link in the site's header.
type MenuItem struct {
	Title        string // empty for the page's own title
	Page         string // source path below content/, for example "ethics/_index.md"
	Line, Column int    // of the value of page in config.toml, from 1; column in characters
}

// Markdown says how markdown is read.
type Markdown struct {
	Typographer bool // typographic quotes and dashes
	RawHTML     bool // HTML in markdown is kept, after sanitising
	Admonitions bool // the boxes of MkDocs, pandoc and others are alerts
	LineNumbers bool // code blocks have line numbers

	LinkSchemes []string // of addresses that may be links, besides those that every site allows
}

// Outputs says what is published besides pages.
type Outputs struct {
	Feed     bool // feed.xml, Atom
	Sitemap  bool // sitemap.xml
	Robots   bool // robots.txt
	LLMs     bool // llms.txt
	Markdown bool // every page's markdown beside the page
	Index    bool // the A-Z index
	Search   bool // the search index

	ActiveFiles bool // files of content that run in the reader's browser
}

// Review is the default for pages without a rule of their own.
type Review struct {
	Every site.Period // how often a page has to be reviewed; zero for no rule
}

// Search is the settings of search.
type Search struct {
	Synonyms [][]string // lists of two or more names for the same thing
}

// Checklists is the settings of checklists.
type Checklists struct {
	Words  checklist.Words // in addition to the English ones
	Notice string          // that records and exports carry, for example "Confidential"; plain text
}

// Preview is the settings of the preview. They do not affect the finished site.
type Preview struct {
	Editor []string // the words of the command of a known editor; "{file}" and "{line}" in them are places; nil for none
}

// Default returns the configuration of a site that has an empty config.toml.
func Default() Config {
	return Config{
		Language:   "en",
		Theme:      "counsel",
		Taxonomies: []site.Taxonomy{{Name: "tags"}},
		Markdown:   Markdown{Typographer: true},
		Outputs:    Outputs{Feed: true, Sitemap: true, Robots: true, LLMs: true, Markdown: true, Index: true, Search: true},
	}
}

// Sum returns the digest of every field.
func (c Config) Sum() memo.Sum { return memo.SumOf("config.Config", c) }

// Parse reads config.toml: UTF-8 without a byte order mark, with "\n" as line ending. path names the file in diagnostics.
// Invalid values keep their defaults. An unknown key is an error, because its value would be ignored.
func Parse(path string, text []byte) (Config, []diag.Diagnostic) {
	c := Default()
	r := newReader(path, text, "config")
	if r.clean() {
		readTable(r, r.readTOML(), table[Config]{keys: configKeys, unknown: errorAt}, &c)
	}
	return c, diag.Concerning(diag.ConcernConfiguration, r.found())
}

// configKeys are the keys of config.toml.
var configKeys = []key[Config]{
	{"title", func(r *reader, f *field, c *Config) { r.readText(f, &c.Title) }},
	{"description", func(r *reader, f *field, c *Config) { r.readText(f, &c.Description) }},
	{"language", readLanguage},
	{"base_url", readBaseURL},
	{"version", func(r *reader, f *field, c *Config) { r.readText(f, &c.Version) }},
	{"footer", func(r *reader, f *field, c *Config) { r.readText(f, &c.Footer) }},
	{"theme", readThemeName},
	{"urls", func(r *reader, f *field, c *Config) { readSubtable(r, f, urlsKeys, &c.URLs) }},
	{"taxonomies", readTaxonomies},
	{"menu", readMenu},
	{"markdown", func(r *reader, f *field, c *Config) { readSubtable(r, f, markdownKeys, &c.Markdown) }},
	{"outputs", func(r *reader, f *field, c *Config) { readSubtable(r, f, outputsKeys, &c.Outputs) }},
	{"review", func(r *reader, f *field, c *Config) { readSubtable(r, f, reviewKeys, &c.Review) }},
	{"front_matter", func(r *reader, f *field, c *Config) { readSubtable(r, f, frontMatterRuleKeys, &c.FrontMatter) }},
	{"search", func(r *reader, f *field, c *Config) { readSubtable(r, f, siteSearchKeys, &c.Search) }},
	{"checklists", func(r *reader, f *field, c *Config) { readSubtable(r, f, checklistsKeys, &c.Checklists) }},
	{"preview", func(r *reader, f *field, c *Config) { readSubtable(r, f, previewKeys, &c.Preview) }},
	{"params", func(r *reader, f *field, c *Config) {
		if n, ok := r.asTable(f); ok {
			c.Params = r.params(n)
		}
	}},
}

var urlsKeys = []key[URLs]{
	{"style", func(r *reader, f *field, u *URLs) {
		readChoice(r, f, map[string]site.URLStyle{"file": site.StyleFile, "directory": site.StyleDirectory}, &u.Style)
	}},
}

var menuKeys = []key[MenuItem]{
	{"title", func(r *reader, f *field, m *MenuItem) { r.readText(f, &m.Title) }},
	{"page", readMenuPage},
}

var markdownKeys = []key[Markdown]{
	{"typographer", func(r *reader, f *field, m *Markdown) { r.readBool(f, &m.Typographer) }},
	{"raw_html", func(r *reader, f *field, m *Markdown) { r.readBool(f, &m.RawHTML) }},
	{"admonitions", func(r *reader, f *field, m *Markdown) { r.readBool(f, &m.Admonitions) }},
	{"line_numbers", func(r *reader, f *field, m *Markdown) { r.readBool(f, &m.LineNumbers) }},
	{"link_schemes", readLinkSchemes},
}

var outputsKeys = []key[Outputs]{
	{"feed", func(r *reader, f *field, o *Outputs) { r.readBool(f, &o.Feed) }},
	{"sitemap", func(r *reader, f *field, o *Outputs) { r.readBool(f, &o.Sitemap) }},
	{"robots", func(r *reader, f *field, o *Outputs) { r.readBool(f, &o.Robots) }},
	{"llms", func(r *reader, f *field, o *Outputs) { r.readBool(f, &o.LLMs) }},
	{"markdown", func(r *reader, f *field, o *Outputs) { r.readBool(f, &o.Markdown) }},
	{"index", func(r *reader, f *field, o *Outputs) { r.readBool(f, &o.Index) }},
	{"search", func(r *reader, f *field, o *Outputs) { r.readBool(f, &o.Search) }},
	{"active_files", func(r *reader, f *field, o *Outputs) { r.readBool(f, &o.ActiveFiles) }},
}

var reviewKeys = []key[Review]{
	{"every", func(r *reader, f *field, v *Review) { r.readPeriod(f, &v.Every) }},
}

var siteSearchKeys = []key[Search]{{"synonyms", readSynonyms}}

var checklistsKeys = []key[Checklists]{
	{"words", readWords},
	{"notice", func(r *reader, f *field, c *Checklists) { r.readText(f, &c.Notice) }},
}

var previewKeys = []key[Preview]{
	{"editor", func(r *reader, f *field, p *Preview) { r.readEditor(f, &p.Editor) }},
}

// readSubtable reads a table in which an unknown key is an error.
func readSubtable[T any](r *reader, f *field, keys []key[T], into *T) {
	if n, ok := r.asTable(f); ok {
		readTable(r, n, table[T]{name: f.name, keys: keys, unknown: errorAt}, into)
	}
}

// readChoice reads one of a fixed set of words.
func readChoice[T any](r *reader, f *field, choices map[string]T, into *T) {
	s, ok := r.asText(f, f.value)
	if !ok {
		return
	}
	if v, ok := choices[s]; ok {
		*into = v
		return
	}
	names := site.SortedKeys(choices)
	hint := fmt.Sprintf("Write one of these: %s.", strings.Join(names, ", "))
	if near, ok := diag.Suggest(s, names); ok {
		hint = fmt.Sprintf("Did you mean %q?", near)
	}
	r.report(errorAt, "value", f.value.at, f.value.end, fmt.Sprintf("%q is not a value of %q.", clip(s), f.name), hint)
}

func readLanguage(r *reader, f *field, c *Config) {
	s, ok := r.asText(f, f.value)
	if !ok {
		return
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		r.report(errorAt, "value", f.value.at, f.value.end, fmt.Sprintf("%q is not the code of a language.", clip(s)),
			`Write a language and, where it matters, a country: "en", "en-GB", "de" or "pt-BR".`)
		return
	}
	c.Language = tag.String()
}

func readBaseURL(r *reader, f *field, c *Config) {
	s, ok := r.asText(f, f.value)
	if !ok {
		return
	}
	if s == "" {
		c.BaseURL = ""
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil ||
		u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(s, "#") {
		r.report(errorAt, "value", f.value.at, f.value.end, fmt.Sprintf("%q is not the full address of a site.", clip(s)),
			`Write it as in a browser, without a question mark or number sign: "https://guidance.example.com/". Leave it out if it is not known.`)
		return
	}
	u.Host = strings.ToLower(u.Host)
	c.BaseURL = u.JoinPath("/").String()
	if !strings.HasSuffix(c.BaseURL, "/") {
		c.BaseURL += "/"
	}
}

// folderName matches valid names of themes, layouts and taxonomies, which become part of file names and addresses.
var folderName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,59}$`)

func readThemeName(r *reader, f *field, c *Config) {
	r.readName(f, folderName.MatchString, "the name of a theme",
		`Write the name of a folder below themes, in small letters, digits, hyphens and underscores: theme = "counsel".`, &c.Theme)
}

// termKeys are the keys of front matter with a list of terms. A taxonomy with the name of one of them collects its terms; the names
// of other keys are not allowed.
var termKeys = []string{"audience", "jurisdiction"}

func readTaxonomies(r *reader, f *field, c *Config) {
	n, ok := r.asTable(f)
	if !ok {
		return
	}
	c.Taxonomies = nil
	for i := range n.fields {
		f := &n.fields[i]
		switch {
		case !folderName.MatchString(f.name):
			r.report(errorAt, "value", f.at, f.end, fmt.Sprintf("%q cannot be the name of a taxonomy.", clip(f.name)),
				`Write it in small letters, digits, hyphens and underscores, and its title after the equals sign: practice_areas = "Practice areas".`)
			continue
		case slices.ContainsFunc(frontMatterKeys, func(k key[pageMeta]) bool { return k.name == f.name }) && !slices.Contains(termKeys, f.name):
			r.report(errorAt, "value", f.at, f.end, fmt.Sprintf("%q cannot be the name of a taxonomy, because pages use this key for something else.", f.name),
				"Choose another name.")
			continue
		}
		title := ""
		if r.readText(f, &title); title == "" {
			title = f.name
		}
		c.Taxonomies = append(c.Taxonomies, site.Taxonomy{Name: f.name, Title: title})
	}
}

func readMenu(r *reader, f *field, c *Config) {
	if f.value.kind != kindList {
		r.wrongKind(f, f.value, "a list of tables", "Write [[menu]], with two pairs of brackets, on a line of its own before each entry.")
		return
	}
	for _, item := range f.value.items {
		if item.kind != kindTable {
			r.wrongKind(f, item, "a list of tables", "Write [[menu]] on a line of its own before each entry, and its title and page below it.")
			continue
		}
		var m MenuItem
		before := len(r.list)
		readTable(r, item, table[MenuItem]{name: f.name, keys: menuKeys, unknown: errorAt}, &m)
		if m.Page != "" {
			c.Menu = append(c.Menu, m)
		} else if len(r.list) == before {
			r.report(errorAt, "value", item.at, item.end, "This entry of the menu has no page.", `Add the page's file below content, for example page = "ethics/_index.md".`)
		}
	}
}

func readMenuPage(r *reader, f *field, m *MenuItem) {
	s, ok := r.asText(f, f.value)
	if !ok {
		return
	}
	hint := `Write the path of its file below content, for example page = "ethics/_index.md".`
	if rest, found := strings.CutPrefix(s, "content/"); found {
		hint = fmt.Sprintf("Leave out the folder content: page = %q.", rest)
	}
	if strings.HasPrefix(s, "content/") || !localPath(s) {
		r.report(errorAt, "value", f.value.at, f.value.end, fmt.Sprintf("%q is not the path of a page.", clip(s)), hint)
		return
	}
	m.Page = s
	m.Line, m.Column = diag.Position(r.file, r.origin(f.value.at))
}

// maxSynonyms limits the names of one thing, because each is tried for each other.
const maxSynonyms = 20

func readSynonyms(r *reader, f *field, s *Search) {
	const hint = `Write lists within a list, each with the names of one thing: synonyms = [["vendor", "provider"], ["NDA", "non-disclosure agreement"]].`
	if f.value.kind != kindList {
		r.wrongKind(f, f.value, "a list of lists", hint)
		return
	}
	for _, item := range f.value.items {
		if item.kind != kindList {
			r.wrongKind(f, item, "a list of lists", hint)
			continue
		}
		var names []string
		before := len(r.list)
		r.readList(&field{name: f.name, value: item}, &names)
		switch {
		case len(r.list) > before:
		case len(names) < 2:
			r.report(errorAt, "value", item.at, item.end, "A list of synonyms has to have two names or more.", hint)
		case len(names) > maxSynonyms:
			r.report(errorAt, "value", item.at, item.end, fmt.Sprintf("A list of synonyms may have %d names at most.", maxSynonyms),
				"Leave out names that differ only in their endings: search knows that they belong together.")
		default:
			s.Synonyms = append(s.Synonyms, names)
		}
	}
}

func readLinkSchemes(r *reader, f *field, m *Markdown) {
	var list []string
	r.readList(f, &list)
	for _, scheme := range list {
		if !site.MayBeLinked(scheme) {
			hint := `Write it in small letters and without the colon, for example link_schemes = ["sms"].`
			if lower := strings.TrimRight(strings.ToLower(scheme), ":/"); site.Scheme(lower+":") == lower && !site.MayBeLinked(lower) {
				hint = "Take it out: such a link can run code in the reader's browser, or leads to files of the reader."
			}
			r.report(errorAt, "value", f.value.at, f.value.end, fmt.Sprintf("%q cannot be the scheme of links.", clip(scheme)), hint)
			continue
		}
		m.LinkSchemes = append(m.LinkSchemes, scheme)
	}
}

// localPath reports whether s is a plain relative path with slashes that does not leave its folder.
func localPath(s string) bool {
	return s != "" && s != "." && s == path.Clean(s) && !strings.HasPrefix(s, "/") && s != ".." && !strings.HasPrefix(s, "../") &&
		!strings.ContainsAny(s, `\:`) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
