package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/fanout"
	"pandect/internal/search/client"
	"pandect/internal/site"
	"pandect/internal/source"
)

// reachable is among how many results a page is looked for when its title is asked for: as many as one sees at once.
const reachable = 5

// Unreached asks search for the title of every page that it knows, and reports those that are not among the first
// results: a reader who knows what the page is called would not find it. Pages that share a title are one finding. tree
// is what the edition was made from. The cost is a search for each title, about a millisecond where there are ten
// thousand pages, so it is for a check and not for every build.
func (e *Edition) Unreached(ctx context.Context, tree *source.Tree, jobs int) ([]diag.Diagnostic, error) {
	s, err := e.Searcher(ctx)
	if s == nil || err != nil {
		return nil, err
	}
	titled := map[string][]*site.Doc{}
	for _, d := range e.searched {
		titled[site.Fold(d.Title)] = append(titled[site.Fold(d.Title)], d)
	}
	titles := site.SortedKeys(titled)
	missed, failed := make([][]*site.Doc, len(titles)), make([]error, len(titles))
	err = fanout.Each(ctx, jobs, len(titles), func(i int) {
		docs := titled[titles[i]]
		answer, err := s.Search(plainQuery(docs[0].Title), client.Options{Limit: 2 * reachable})
		first := pagesOf(answer)
		missed[i] = slices.DeleteFunc(docs, func(d *site.Doc) bool { return first[d.URL] })
		failed[i] = err
	})
	if err := errors.Join(append(failed, err)...); err != nil {
		return nil, err
	}
	var found []diag.Diagnostic
	for _, docs := range missed {
		if len(docs) > 0 {
			found = append(found, unreached(docs, tree))
		}
	}
	diag.Sort(found)
	return found, nil
}

// plainQuery returns a title as it would be typed, without what means something else in a query.
func plainQuery(title string) string {
	words := strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune("\"“”„: \t\n", r) })
	for i, w := range words {
		words[i] = strings.TrimLeft(w, "-")
	}
	return strings.Join(words, " ")
}

// pagesOf returns the URLs of the first pages of an answer.
func pagesOf(answer client.Answer) map[string]bool {
	pages := map[string]bool{}
	for _, r := range answer.Results {
		page, _, _ := strings.Cut(r.URL, "#")
		if pages[page] = true; len(pages) == reachable {
			break
		}
	}
	return pages
}

// maxRelated is how many pages with the same title are named.
const maxRelated = 3

// unreached reports pages with one title.
func unreached(docs []*site.Doc, tree *source.Tree) diag.Diagnostic {
	place, quote := titlePlace(docs[0], tree)
	out := diag.Diagnostic{
		Severity: diag.Warning, Code: "search-title", Place: place, Quote: quote,
		Message: fmt.Sprintf("Who searches for %q does not find the page of that title among the first %d.", docs[0].Title, reachable),
		Hint:    "Say in the title what only this page is about, or keep it out of search with exclude: true below search: in its front matter.",
	}
	for i, d := range docs[1:] {
		if i == maxRelated {
			out.Related[i-1].Message += fmt.Sprintf(", and so have %d more", len(docs)-1-i)
			break
		}
		place, _ := titlePlace(d, tree)
		out.Related = append(out.Related, diag.Related{Place: place, Message: "has the same title"})
	}
	return out
}

// titlePlace returns the line in which a page says its title, as far as it does.
func titlePlace(d *site.Doc, tree *source.Tree) (diag.Place, string) {
	place := diag.Place{File: path.Join("content", d.Path)}
	file := tree.File(place.File)
	if file == nil {
		return place, ""
	}
	text, _ := text(place.File, file)
	at := bytes.Index(text, []byte(d.Title))
	if at < 0 {
		return place, ""
	}
	return diag.At(place.File, text, at, at+len(d.Title))
}
