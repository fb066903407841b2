package site

import (
	"time"

	"pandect/internal/memo"
)

// Meta is the decoded front matter of a page. Only what the editor wrote is set; defaults are applied when the page is placed.
type Meta struct {
	Title       string  // plain text; empty when the first heading or the file's name is to be used
	Description string  // one sentence in plain text
	Weight      float64 // order among siblings, smallest first; 0 sorts after every other weight

	Date    time.Time // when the page was first published
	Updated time.Time // when it was last changed in substance
	Publish time.Time // not shown before this instant
	Expires time.Time // not shown from this instant on
	Draft   bool      // not shown unless drafts are asked for

	Owner       string    // who answers for the page
	Reviewed    time.Time // when it was last reviewed
	ReviewEvery Period    // how often it has to be reviewed

	Taxonomies   map[string][]string // declared taxonomy to terms as written, for example "tags": {"Privilege"}
	Aliases      []string            // former addresses below the site's root, slash-separated
	Slug         string              // last part of the address, when it should differ from the file's name
	Jurisdiction []string            // for example {"United States", "England and Wales"}
	Audience     []string            // for example {"In-house counsel"}
	Type         string              // kind of page, for example "guidance"; free text for themes
	Layout       string              // name of a layout of the theme; empty for the layout of the page's kind
	TOC          *bool               // contents of the page: nil for the theme's choice
	Search       SearchMeta
	Checklist    ChecklistMeta
	Params       map[string]any // for a theme's own use: strings, int64, float64, bool, time.Time, []any, map[string]any
}

// Spots are where values that are checked against other files stand in the front matter.
type Spots struct {
	Date    Spot
	Aliases []Spot // of Meta.Aliases
}

// Spot is a place in the file of a page, from 1; column in characters. It is zero for what the file does not have.
type Spot struct{ Line, Column int }

// SearchMeta is the settings of a page for search.
type SearchMeta struct {
	Exclude  bool     // not found at all
	Keywords []string // further words under which the page is found
	Boost    float64  // factor on its score; 0 means 1
}

// Period is a length of time in calendar units, as people write it: "6 months", "1 year", "2 weeks", "90 days".
type Period struct{ Years, Months, Days int }

// IsZero reports whether the period was not set.
func (p Period) IsZero() bool { return p == Period{} }

// After returns the day one period after t.
func (p Period) After(t time.Time) time.Time { return t.AddDate(p.Years, p.Months, p.Days) }

// hash adds every field to h.
func (m *Meta) hash(h *memo.Hash) { h.Fields(*m) }
