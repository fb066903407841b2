package config

import (
	"fmt"
	"path"
	"strings"
)

const (
	orderAdvice = "the order of pages is not set in one place here. Give pages a `weight` in their front matter; without one they stand by title."
	lookAdvice  = "the look of the site comes from its theme; see the documentation of themes."
	runAdvice   = "what another program runs while it builds is not run here. Look at the pages that need it."
)

func readMkDocs(f *foreignReader) {
	f.takeText("title", "site_name")
	f.takeText("description", "site_description")
	f.takeText("base_url", "site_url")
	f.takeText("footer", "copyright")
	f.takeText("language", "theme.language", "theme.locale")
	f.folder("docs_dir")
	f.folders("use_directory_urls", true)
	f.nav()
	f.unlike(map[string]string{
		"plugins": runAdvice + " Redirects of the plugin `redirects` become `aliases` in the front matter of the pages that they lead to.",
		"hooks":   runAdvice, "theme": lookAdvice, "extra_css": lookAdvice, "extra_javascript": lookAdvice,
		"markdown_extensions": "boxes that begin with `!!!`, tabs and snippets are written otherwise here; `pandect check` names each place.",
		"exclude_docs":        "what is not to be published has `draft: true` in its front matter, or lies outside `content`.",
		"draft_docs":          "give these pages `draft: true` in their front matter.",
		"not_in_nav":          "every page is in the navigation here.",
	})
}

// folders takes over whether every page has a folder of its own, which keeps the addresses as they were.
func (f *foreignReader) folders(key string, byDefault bool) {
	on := byDefault
	if n := f.find(key); n != nil {
		if yes, ok := truth(n); ok {
			on = yes
		}
	}
	if on {
		f.take(key, "urls", "style", `"directory"`)
	}
}

// nav takes over the uppermost entries of MkDocs' navigation as the menu.
func (f *foreignReader) nav() {
	n := f.find("nav")
	if n == nil {
		return
	}
	missing := 0
	for _, item := range n.items {
		title, target := "", item
		if item.kind == kindTable && len(item.fields) > 0 {
			title, target = item.fields[0].name, item.fields[0].value
		}
		if !f.entry(title, firstPage(target)) {
			missing++
		}
	}
	f.menuTaken("nav", missing)
	f.leave("`nav`: " + orderAdvice)
}

func (f *foreignReader) menuTaken(key string, missing int) {
	if len(f.menu) > 0 {
		f.out.Taken = append(f.out.Taken, fmt.Sprintf("The uppermost entries of `%s` became `[[menu]]`, the links in the header.", key))
	}
	if missing > 0 {
		f.leave(fmt.Sprintf("`%s`: %d of its entries lead to no page of the site, and are not in the menu.", key, missing))
	}
}

// firstPage returns the first page of an entry of a navigation.
func firstPage(n *node) string {
	switch {
	case n.kind == kindText:
		return n.text
	case n.kind == kindList && len(n.items) > 0:
		return firstPage(n.items[0])
	case n.kind == kindTable && len(n.fields) > 0:
		return firstPage(n.fields[0].value)
	}
	return ""
}

func readHugo(f *foreignReader) {
	f.takeText("title", "title")
	f.takeText("description", "params.description", "params.subtitle")
	f.takeText("base_url", "baseURL", "baseurl")
	f.takeText("language", "languageCode", "languagecode", "defaultContentLanguage")
	f.takeText("footer", "copyright")
	f.folder("contentDir")
	if ugly := f.find("uglyURLs"); ugly == nil || !strings.EqualFold(ugly.text, "true") {
		f.take("uglyURLs", "urls", "style", `"directory"`)
	}
	f.hold("buildFuture")
	if n := f.find("markup.goldmark.renderer.unsafe"); n != nil && strings.EqualFold(n.text, "true") {
		f.take("markup.goldmark.renderer.unsafe", "markdown", "raw_html", "true")
	}
	f.hugoMenu("menu.main")
	f.hugoMenu("menus.main")
	f.hugoTaxonomies()
	f.unlike(map[string]string{
		"buildDrafts": "drafts are published with `pandect build --drafts` only.", "permalinks": "addresses follow from folders and files here; give a page a `slug` to change the last part.",
		"theme": lookAdvice, "module": lookAdvice, "params": "settings of Hugo's theme mean nothing to Pandect's.",
		"languages": "a site has one language here. Make one site for each.", "cascade": "write its keys into each page.",
	})
}

// hold takes over whether a date in the future holds a page back.
func (f *foreignReader) hold(key string) {
	value := `"hold"`
	if n := f.find(key); n != nil && strings.EqualFold(n.text, "true") {
		value = `"publish"`
	}
	f.take(key, "front_matter", "future_date", value)
}

func (f *foreignReader) hugoMenu(key string) {
	n := f.find(key)
	if n == nil {
		return
	}
	missing := 0
	for _, item := range n.items {
		get := func(names ...string) string {
			for _, name := range names {
				if g := item.find(name); g != nil {
					return g.value.text
				}
			}
			return ""
		}
		if !f.entry(get("name", "title"), get("pageRef", "pageref", "url", "URL")) {
			missing++
		}
	}
	f.menuTaken(key, missing)
}

func (f *foreignReader) hugoTaxonomies() {
	n := f.find("taxonomies")
	if n == nil {
		return
	}
	var pairs []string
	for i := range n.fields {
		name := strings.ToLower(n.fields[i].value.text) // the plural is what pages write
		pairs = append(pairs, name+" = "+tomlText(strings.ToUpper(name[:min(len(name), 1)])+name[min(len(name), 1):]))
	}
	f.take("taxonomies", "", "taxonomies", "{"+strings.Join(pairs, ", ")+"}")
}

func readJekyll(f *foreignReader) {
	f.takeText("title", "title", "name")
	f.takeText("description", "description", "tagline")
	f.takeText("language", "lang", "locale")
	if url := f.words("url"); url != "" {
		f.take("url", "", "base_url", tomlText(strings.TrimSuffix(url, "/")+"/"+strings.Trim(f.words("baseurl"), "/")))
	}
	f.used["baseurl"] = true
	if style := f.words("permalink"); style == "pretty" || strings.HasSuffix(style, "/") {
		f.take("permalink", "urls", "style", `"directory"`)
	} else if style != "" {
		f.leave("`permalink`: addresses follow from folders and files here; give a page `aliases` for an address that it had.")
	}
	f.hold("future")
	f.unlike(map[string]string{
		"plugins": runAdvice, "gems": runAdvice, "theme": lookAdvice, "remote_theme": lookAdvice,
		"collections": "a collection is a folder here: move its files into one of that name, without the underscore.",
		"defaults":    "write these keys into each page that needs them.",
		"exclude":     "what is not to be published stays outside `content`.", "include": "move what is to be published into `content`.",
		"show_drafts": "drafts are published with `pandect build --drafts` only.",
		"unpublished": "pages with `published: false` are published with `pandect build --drafts` only.",
	})
	f.leave("Tags of Liquid, such as `{% include %}` and `{{ site.baseurl }}`, are not run here; `pandect check` names each place.")
}

func readMdBook(f *foreignReader) {
	f.takeText("title", "book.title", "title")
	f.takeText("description", "book.description", "description")
	f.takeText("language", "book.language")
	f.folder("book.src")
	f.unlike(map[string]string{
		"preprocessor": runAdvice, "output.html.theme": lookAdvice, "output.html.additional-css": lookAdvice, "output.html.additional-js": lookAdvice,
		"output.html.site-url": "if it is a full address, write it as `base_url`.",
		"output.html.redirect": "write each old address under `aliases` in the front matter of the page that it leads to.",
		"book.authors":         "write `owner` in the front matter of the pages.",
	})
	f.leave("`SUMMARY.md`: " + orderAdvice + " Leave the file out of `content`: it would be a page.")
	f.leave("`{{#include file}}` is written as `![[file]]` on a line of its own.")
}

func readObsidian(f *foreignReader) {
	if dir := f.words("attachmentFolderPath"); dir != "" && dir != "/" && !strings.HasPrefix(dir, "./") {
		f.out.Taken = append(f.out.Taken, fmt.Sprintf("Pictures and files are found by their name, so the folder `%s` may stay where it is.", path.Clean(dir)))
	}
	f.unlike(map[string]string{
		"userIgnoreFilters": "what is not to be published stays outside `content`, or has `draft: true` in its properties.",
	})
	f.used = map[string]bool{}
	for i := range f.root.fields { // how the editor works is no matter of the site
		f.used[f.root.fields[i].name] = true
	}
	f.leave("Plugins: queries of Dataview, tasks and canvases are not run here, and stay as text.")
	f.leave("Notes are published unless their properties say `publish: false` or `draft: true`. Look for private notes before you publish.")
}
