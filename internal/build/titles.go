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

// topResults is how many results a search for a title is checked for the page: as many as a reader sees at once.
const topResults = 5

// UnfoundTitles searches for the title of every page in the index, and reports pages that are not among the top results: a reader
// who knows the title would not find them. Pages that share a title are reported once. tree is the one that the edition was made
// from. It costs a search for each title, about a millisecond on ten thousand pages, so it is for a check and not for every build.
func (e *Edition) UnfoundTitles(ctx context.Context, tree *source.Tree, jobs int) ([]diag.Diagnostic, error) {
	s, err := e.Searcher(ctx)
	if s == nil || err != nil {
		return nil, err
	}
	titled := map[string][]*site.Doc{}
	for _, d := range e.searchable {
		titled[site.Fold(d.Title)] = append(titled[site.Fold(d.Title)], d)
	}
	titles := site.SortedKeys(titled)
	missed, failed := make([][]*site.Doc, len(titles)), make([]error, len(titles))
	err = fanout.Each(ctx, jobs, len(titles), func(i int) {
		docs := titled[titles[i]]
		answer, err := s.Search(plainQuery(docs[0].Title), client.Options{Limit: 2 * topResults})
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
			found = append(found, unfoundTitle(docs, tree))
		}
	}
	diag.Sort(found)
	return found, nil
}

// plainQuery returns a title as a query, without the operators of queries.
func plainQuery(title string) string {
	words := strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune("\"“”„: \t\n", r) })
	for i, w := range words {
		words[i] = strings.TrimLeft(w, "-")
	}
	return strings.Join(words, " ")
}

// pagesOf returns the URLs of the top pages of an answer.
func pagesOf(answer client.Answer) map[string]bool {
	pages := map[string]bool{}
	for _, r := range answer.Results {
		page, _, _ := strings.Cut(r.URL, "#")
		if pages[page] = true; len(pages) == topResults {
			break
		}
	}
	return pages
}

// maxRelated is how many further pages with the same title are named.
const maxRelated = 3

// unfoundTitle reports pages with one title.
func unfoundTitle(docs []*site.Doc, tree *source.Tree) diag.Diagnostic {
	place, quote := titlePlace(docs[0], tree)
	out := diag.Diagnostic{
		Severity: diag.Warning, Code: "search-title", Place: place, Quote: quote,
		Message: fmt.Sprintf("Who searches for %q does not find the page of that title among the first %d.", docs[0].Title, topResults),
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

// titlePlace returns the place of a title in its file, if it occurs there.
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
