package config

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/site"
)

// Options are the settings that front matter depends on.
type Options struct {
	Taxonomies []string // names of the declared taxonomies, which are keys of front matter
}

// FrontMatterResult is the decoded front matter of a markdown file.
type FrontMatterResult struct {
	Meta    site.Meta
	Body    int  // byte offset where the page's text begins, always at the beginning of a line
	Present bool // the file has front matter, possibly empty
	Spots   site.Spots
}

// FrontMatter reads the front matter of a markdown file: YAML between two lines of three hyphens, or TOML between two
// lines of three plus signs. The text is UTF-8 without a byte order mark and with "\n" as line ending. path names the
// file in diagnostics.
//
// Invalid values are reported and stay zero.
func FrontMatter(path string, text []byte, known Options) (FrontMatterResult, []diag.Diagnostic) {
	r := newReader(path, text, "front-matter")
	f, ok := r.findFences()
	if !ok {
		r.looseHeader()
		return FrontMatterResult{}, r.found()
	}
	result := FrontMatterResult{Body: f.body, Present: true}
	switch {
	case !f.closed:
		result.Body = r.reportUnclosed(f)
	default:
		r.yaml, r.start, r.text = f.yaml, f.start, text[f.start:f.end]
		if r.clean() {
			result.Spots = r.meta(known, &result.Meta)
		}
	}
	return result, r.found()
}

func (r *reader) meta(known Options, m *site.Meta) site.Spots {
	var root *node
	if r.yaml {
		root = r.readYAML()
	} else {
		root = r.readTOML()
	}
	page := pageMeta{Meta: m, taxonomies: known.Taxonomies}
	readTable(r, root, table[pageMeta]{
		keys: frontMatterKeys, others: known.Taxonomies, other: readTerms, foreign: (*pageMeta).foreign,
		unknown: warningAt, guarded: guardedKeys, aliases: keyAliases, forgiving: true,
	}, &page)
	page.obey()

	r.checklistOnly(root, m)
	if !m.Expires.IsZero() && !m.Publish.IsZero() && !m.Expires.After(m.Publish) {
		f := root.find("expires")
		if f == nil {
			f = &root.fields[0]
		}
		r.report(errorAt, "date", f.value.at, f.value.end, "The page expires before it is published, so nobody would ever see it.",
			"Correct one of the two dates.")
	}
	return page.spots
}

// spot is the place of a value in the file.
func spotOf(r *reader, n *node) site.Spot {
	line, column := diag.Position(r.file, r.origin(n.at))
	return site.Spot{Line: line, Column: column}
}

// pageMeta is front matter while it is read.
type pageMeta struct {
	*site.Meta
	taxonomies []string
	held       hold
	spots      site.Spots
}

func (m *pageMeta) terms(name string, terms []string) {
	if slices.Contains(m.taxonomies, name) {
		if m.Taxonomies == nil {
			m.Taxonomies = make(map[string][]string, len(m.taxonomies))
		}
		m.Taxonomies[name] = terms
	}
}

func readTerms(r *reader, f *field, m *pageMeta) {
	var terms []string
	if r.readList(f, &terms); terms != nil {
		m.terms(f.name, terms)
	}
	if n := f.value; n.kind == kindText && strings.Contains(n.text, ",") {
		r.report(warningAt, "list", n.at, n.end, fmt.Sprintf("The value of %q was read as one entry, commas and all.", f.name),
			"Put each entry in quotes between square brackets, with commas between them.")
	}
}

// guardedKeys are the keys that keep a page from being published. A misspelt one is an error and not a warning, because ignoring it
// would publish the page.
var guardedKeys = []string{"draft", "expires", "publish"}

// keyAliases are names that other programs use, with the key that is suggested instead.
var keyAliases = map[string]string{
	"author":                 "owner",
	"authors":                "owner",
	"redirect_from":          "aliases",
	"old_url":                "aliases",
	"old_urls":               "aliases",
	"summary":                "description",
	"excerpt":                "description",
	"abstract":               "description",
	"tagline":                "description",
	"linktitle":              "title",
	"sidebar_label":          "title",
	"nav_title":              "title",
	"subtitle":               "description",
	"lastmod":                "updated",
	"last_updated":           "updated",
	"updated_at":             "updated",
	"last_modified_at":       "updated",
	"last_update":            "updated",
	"modified_date":          "updated",
	"modified":               "updated",
	"created":                "date",
	"permalink":              "slug",
	"url":                    "slug",
	"redirect":               "aliases",
	"redirects":              "aliases",
	"hide":                   "toc",
	"template":               "layout",
	"order":                  "weight",
	"position":               "weight",
	"nav_order":              "weight",
	"menu_order":             "weight",
	"sidebar_position":       "weight",
	"toc_hide":               "toc",
	"showtoc":                "toc",
	"hide_table_of_contents": "toc",
	"search_exclude":         "search",
	"noindex":                "search",
	"reviewed_on":            "reviewed",
	"last_reviewed_on":       "reviewed",
	"review_in":              "review_every",
	"contributors":           "owner",
	"maintainer":             "owner",
	"last_review":            "reviewed",
	"review_date":            "reviewed",
	"jurisdictions":          "jurisdiction",
	"audiences":              "audience",
	"keywords":               "search",
	"category":               "tags",
	"categories":             "tags",
}

// frontMatterKeys are the keys of front matter, besides the declared taxonomies.
var frontMatterKeys = []key[pageMeta]{
	{"title", func(r *reader, f *field, m *pageMeta) { r.readText(f, &m.Title) }},
	{"description", func(r *reader, f *field, m *pageMeta) { r.readText(f, &m.Description) }},
	{"weight", func(r *reader, f *field, m *pageMeta) { r.readNumber(f, &m.Weight) }},
	{"date", func(r *reader, f *field, m *pageMeta) { r.readTime(f, &m.Date); m.spots.Date = spotOf(r, f.value) }},
	{"updated", func(r *reader, f *field, m *pageMeta) { r.readTime(f, &m.Updated) }},
	{"publish", readPublish},
	{"expires", func(r *reader, f *field, m *pageMeta) { r.readTime(f, &m.Expires) }},
	{"draft", func(r *reader, f *field, m *pageMeta) { r.readBool(f, &m.Draft) }},
	{"owner", func(r *reader, f *field, m *pageMeta) { r.readText(f, &m.Owner) }},
	{"reviewed", func(r *reader, f *field, m *pageMeta) { r.readTime(f, &m.Reviewed) }},
	{"review_every", func(r *reader, f *field, m *pageMeta) { r.readPeriod(f, &m.ReviewEvery) }},
	{"jurisdiction", func(r *reader, f *field, m *pageMeta) {
		r.readList(f, &m.Jurisdiction)
		m.terms(f.name, m.Jurisdiction)
	}},
	{"audience", func(r *reader, f *field, m *pageMeta) { r.readList(f, &m.Audience); m.terms(f.name, m.Audience) }},
	{"type", func(r *reader, f *field, m *pageMeta) { r.readText(f, &m.Type) }},
	{"slug", readSlug},
	{"aliases", readAliases},
	{"toc", readTOC},
	{"layout", func(r *reader, f *field, m *pageMeta) { r.readText(f, &m.Layout) }},
	{"search", readSearch},
	{"id", readChecklistID},
	{"prefix", readPrefix},
	{"version", func(r *reader, f *field, m *pageMeta) { r.readText(f, &m.Checklist.Version) }},
	{"mode", func(r *reader, f *field, m *pageMeta) {
		readChoice(r, f, words("do-confirm", "read-do"), &m.Checklist.Mode)
	}},
	{"run", readRun},
	{"gate", func(r *reader, f *field, m *pageMeta) {
		readChoice(r, f, words("critical", "required", "all"), &m.Checklist.Gate)
	}},
	{"gate_mode", func(r *reader, f *field, m *pageMeta) {
		readChoice(r, f, words("warn", "enforce"), &m.Checklist.GateMode)
	}},
	{"sign_off", func(r *reader, f *field, m *pageMeta) { r.readList(f, &m.Checklist.SignOff) }},
	{"retain", func(r *reader, f *field, m *pageMeta) { r.readText(f, &m.Checklist.Retain) }},
	{"params", func(r *reader, f *field, m *pageMeta) {
		if n, ok := r.asTable(f); ok {
			m.Params = r.params(n)
		}
	}},
}

// searchKeys are the keys of the table search.
var searchKeys = []key[site.SearchMeta]{
	{"exclude", func(r *reader, f *field, s *site.SearchMeta) { r.readBool(f, &s.Exclude) }},
	{"keywords", func(r *reader, f *field, s *site.SearchMeta) { r.readList(f, &s.Keywords) }},
	{"boost", readBoost},
}

func readSearch(r *reader, f *field, m *pageMeta) {
	if n, ok := r.asTable(f); ok {
		readTable(r, n, table[site.SearchMeta]{name: f.name, keys: searchKeys, unknown: warningAt, forgiving: true}, &m.Search)
	}
}

// maxBoost keeps one page from burying all others.
const maxBoost = 100

func readBoost(r *reader, f *field, s *site.SearchMeta) {
	n := f.value
	if n.kind == kindInteger || n.kind == kindFloat {
		if boost, ok := n.float(); ok && boost > 0 && boost <= maxBoost {
			s.Boost = boost
			return
		}
	}
	r.report(errorAt, "value", n.at, n.end, fmt.Sprintf("The value of %q has to be a number above 0 and not above %d.", f.name, maxBoost),
		"Write 2 to make the page twice as prominent in search; write exclude to keep it out of search.")
}

func readTOC(r *reader, f *field, m *pageMeta) {
	before := len(r.list)
	show := false
	if r.readBool(f, &show); len(r.list) == before {
		m.TOC = &show
	}
}

func readSlug(r *reader, f *field, m *pageMeta) {
	s, ok := r.asText(f, f.value)
	if !ok {
		return
	}
	if s == "" || strings.ContainsAny(s, `/\`) {
		r.report(errorAt, "address", f.value.at, f.value.end, "The slug has to be the last part of an address, without slashes.",
			fmt.Sprintf("Write one or a few words, for example %s; to move the page, move its file.", r.pair("slug", `"privilege-abroad"`)))
		return
	}
	m.Slug = s
}

func readAliases(r *reader, f *field, m *pageMeta) {
	items := f.value.items
	if f.value.kind != kindList {
		items = []*node{f.value}
	}
	for _, item := range items {
		s, ok := r.asText(f, item)
		if !ok {
			continue
		}
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
		address := strings.TrimPrefix(s, "/")
		clean := strings.TrimSuffix(address, "/")
		if clean == "" || clean != path.Clean(clean) || strings.HasPrefix(clean, "..") || path.Ext(clean) == ".md" ||
			strings.ContainsAny(clean, `:\?#%"<>|*`) {
			r.report(warningAt, "address", item.at, item.end, fmt.Sprintf("%q is not a former address within this site.", clip(s)),
				`Write the part of the address after the site's own, for example "ethics/old-name.html".`)
			continue
		}
		m.Aliases = append(m.Aliases, address)
		m.spots.Aliases = append(m.spots.Aliases, spotOf(r, item))
	}
}
