package sitetest

import (
	"fmt"
	"path"
	"strings"
)

// What random sites are made of.
var (
	folders = []string{"", "ethics", "ethics/privilege", "Zürich & Co", "zurich-co", "zed"}
	names   = []string{"privilege", "kovel", "page one", "Privilege", "_index", "_index", "index", "README", "_part", "_clause", "a-z", "Über uns", "privilege.old"}
	others  = []string{"plan.pdf", "seal.png", "seal.png", "mark.png", "logo.svg", "table.csv", "privilege.html", "kovel.md.txt", "privilege", "seal.PNG"}
	titles  = []string{"Privilege", "privilege", "Kovel", "Zebra crossing", "Éclair", "2 parties", `"A, B: C"`, "Page one", "Conflicts & duties", "''"}
	terms   = []string{"Privilege", "privilege", "Duty of candour", "Ethics", "Zürich", "Kovel"}
	aliases = []string{"old/way.html", "privilege.html", "ethics/kovel.html", "kovel/", "plan.pdf", "plan", "../out.html", "ethics"}
	dates   = []string{"2026-11-20", "2026-11-23", "2026-11-24", "2026-12-01", "2027-01-15", "2027-11-23"}
	words   = []string{"privilege", "Privilege", "kovel", "duty", "text", "draft", "title", "Zebra", "true", "[", "|", "#", "\n\n"}
	themes  = []string{"small", "other", "third"}
)

// keys of front matter, the more interesting ones several times.
var keys = []string{"title", "title", "description", "weight", "weight", "date", "updated", "publish", "publish", "expires", "draft", "draft",
	"owner", "reviewed", "reviewed", "review_every", "tags", "tags", "areas", "jurisdiction", "aliases", "aliases", "type", "slug", "layout",
	"toc", "search", "params", "titel", "drafts"}

// values of those keys whose values are not made otherwise.
var values = map[string][]string{
	"weight":       {"1", "2", "3", "-1", "many"},
	"draft":        {"true", "false", "perhaps"},
	"owner":        {"Head of Ethics", "''"},
	"review_every": {"1 week", "2 months", "1 year", "often"},
	"type":         {"guidance", "checklist", "checklist"},
	"slug":         {"privilege", "kovel", "short"},
	"layout":       {"wide", "term", "none"},
	"toc":          {"true", "false"},
	"search":       {"{exclude: true}", "{keywords: [Kovel, Agent]}", "{boost: 3}"},
	"params":       {"{banner: red}", "{banner: 3}", "{other: [1, 2]}"},
	"titel":        {"Typing error"},
	"drafts":       {"true"},
}

// configLines are lines that may stand at the top of config.toml.
var configLines = []string{
	`base_url = "https://example.org/kb/"`, `description = "All there is"`, `language = "de-CH"`, `footer = "Foot"`, `version = "3"`,
	`titel = "Typing error"`,
}

// settings are what may stand at its end.
var settings = []string{
	"[urls]\nstyle = \"directory\"\n", "[taxonomies]\nareas = \"Areas\"\ntags = \"Topics\"\n", "[taxonomies]\njurisdiction = \"Places\"\n",
	"[markdown]\ntypographer = false\n", "[markdown]\nraw_html = true\nadmonitions = true\nline_numbers = true\n", "[outputs]\nfeed = false\nindex = false\n",
	"[outputs]\nmarkdown = false\nsitemap = false\nrobots = false\nllms = false\n", "[review]\nevery = \"1 month\"\n",
	"[params]\ncolour = \"red\"\nn = 1\n", "[params]\ncolour = [\"red\", \"blue\"]\n", "[[menu]]\npage = \"ethics/_index.md\"\n",
	"[preview]\neditor = \"vi {file}\"\n", "[outputs]\nsearch = false\n", "[search]\nsynonyms = [[\"Kovel\", \"agent\"]]\n",
}

// layoutParts are what may be added to a layout or component. Some are wrong, some of them only for some pages.
var layoutParts = []string{
	"{{.Title}}", "{{with .Prev}}{{.Title}}{{end}}", "{{len .Children}}", "{{index .Meta.Params.other 1}}", "{{index .Headings 0}}",
	"{{range .Recent}}{{.URL}}{{end}}", "{{block \"more\" .}}more{{end}}", "{{if}}", "{{.None}}", "{{define \"main\"}}other{{end}}",
	`{{asset . "none.css"}}`, "{{.Site.Title}} {{.Site.Params.colour}}", "<p>plain</p>",
}

// block returns a block of markdown, which ends with a line feed.
func (g *generator) block() string {
	to := g.target()
	switch g.random.IntN(20) {
	case 0, 1:
		return fmt.Sprintf("See [%s](<%s>) and [](<%s>).\n", g.pick(words[:6]), to, g.target())
	case 2, 3:
		return fmt.Sprintf("See [[%s]] and [[%s|there]].\n", g.pick(append(names, titles...)), strings.TrimSuffix(to, ".md"))
	case 4, 5, 6:
		return fmt.Sprintf("![[%s]]\n", g.pick([]string{to, path.Base(to), "_part", "_clause#Duty", "kovel#Scope"}))
	case 7, 8:
		return fmt.Sprintf("![Alt](<%s>) ![](/%s)\n", g.target(), g.pick(others))
	case 9:
		return fmt.Sprintf("```go file=%q\n```\n", to)
	case 10:
		return fmt.Sprintf("## %s\n\nUnder it.\n", g.pick([]string{"Duty", "Scope", "Scope {#kovel}", "Duty *of* candour", "[[kovel]]"}))
	case 11:
		return fmt.Sprintf("# %s\n", g.pick(titles))
	case 12:
		return fmt.Sprintf("See [part](<%s#%s>), [here](#scope) and [[kovel#Duty]].\n", to, g.pick([]string{"duty", "Scope", "kovel", "dutie"}))
	case 13:
		return "> [!NOTE] Mind\n> \"this\" -- and <b>that</b>\n"
	case 14:
		return "| a | b |\n| - | - |\n| 1 | [pdf](/ethics/plan.pdf) |\n"
	case 15:
		return "A note.[^1] %%hidden%% <!-- hidden too -->\n\n[^1]: The [[privilege]] note.\n"
	case 16:
		return "<<<<<<< HEAD\nmine\n=======\nyours\n>>>>>>> theirs\n"
	case 17:
		return fmt.Sprintf("[pdf](plan.pdf) [any](<%s>) [out](../../x.md) [bad](%%zz) <https://example.com/>\n", g.pick(others))
	}
	return fmt.Sprintf("Some text %d on %s.\n", g.random.IntN(5), g.pick(words[:8]))
}

// target returns how a page might name another file, rightly or not.
func (g *generator) target() string {
	to := strings.TrimPrefix(g.pick(append(g.files(isContent), g.newPage(), g.newBeside())), "content/")
	switch g.random.IntN(8) {
	case 0:
		return "../" + to
	case 1:
		return path.Base(to)
	case 2:
		return strings.ToLower(to)
	case 3:
		return to
	}
	return "/" + to
}
