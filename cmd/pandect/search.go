package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pandect/internal/search/client"
)

// searchFlags are the flags of search.
type searchFlags struct {
	siteFlags
	limit count
	why   bool
	json  bool
}

func newSearch(p *program) *cobra.Command {
	flags := searchFlags{limit: count{10}}
	flags.format = newChoice("text")
	cmd := &cobra.Command{
		Use:     "search QUERY",
		GroupID: groupWrite,
		Short:   "Ask the site's own search",
		Long: `Ask the site's own search as a reader would: with the index and the ranking of
the finished site, over the files as they are now. Nothing is written.

Words may be typed in part or with a mistake. "Words in quotes" stand next to each
other, a word after a hyphen is left out, and tag:, section: and jurisdiction: keep
to pages that are labelled so.

The exit code is 0 when something was found, and 1 when nothing was.`,
		Example: `  pandect search kovel
  pandect search --why "can we use an indian vendor"
  pandect search --limit 3 --json supervision section:ethics
  pandect search "vendor -india"`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError(helpHint(cmd), "It needs the words to look for.")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.search(cmd.Context(), strings.Join(args, " "), &flags)
		},
	}
	addSource(cmd, &flags.source)
	cmd.Flags().Var(&flags.limit, "limit", "print `N` results at most")
	cmd.Flags().BoolVar(&flags.why, "why", false, "also print why each result stands where it does")
	cmd.Flags().BoolVar(&flags.json, "json", false, "write the answer as one JSON object")
	flags.addPages(cmd)
	flags.addWork(cmd)
	return cmd
}

// search runs a query over the current files of the site.
func (p *program) search(ctx context.Context, query string, flags *searchFlags) error {
	flags.quiet = flags.json
	s, err := p.compiledSession(ctx, &flags.siteFlags)
	if err != nil {
		return err
	}
	defer s.end()
	searcher, err := s.edition.Searcher(ctx)
	if err != nil {
		return err
	}
	if searcher == nil {
		return usageError("Take search = false out of [outputs] in config.toml.", "This site has no search.")
	}
	answer, err := searcher.Search(query, client.Options{Limit: flags.limit.value})
	if err != nil {
		return err
	}
	s.end()
	hits := s.hits(answer, flags.why || flags.json)
	if flags.json {
		err = p.printJSON(query, answer, hits)
	} else {
		p.printHits(query, answer, hits)
	}
	if err == nil && len(hits) == 0 {
		return exitCode(exitProblems)
	}
	return err
}

// hit is a search result as it is printed.
type hit struct {
	Title   string   `json:"title"`
	Section string   `json:"section"` // the heading; empty for the beginning of the page
	Path    string   `json:"path"`    // titles of the folders that hold the page
	URL     string   `json:"url"`     // below the site's root
	Source  string   `json:"source"`  // the page's file
	Excerpt []string `json:"excerpt"` // every second piece is a match
	Score   float64  `json:"score"`
	Why     []why    `json:"why"`
}

// why explains how a word matches a result.
type why struct {
	Word   string   `json:"word"`
	Form   string   `json:"form"`
	How    string   `json:"how"`
	Fields []string `json:"fields"`
}

func (s *session) hits(answer client.Answer, explain bool) []hit {
	files := map[string]string{}
	for _, d := range s.edition.Docs() {
		files[d.URL] = "content/" + d.Path
	}
	hits := []hit{}
	for _, r := range answer.Results {
		page, _, _ := strings.Cut(r.URL, "#")
		h := hit{Title: r.Title, Section: r.Section, Path: r.Path, URL: r.URL, Source: files[page], Excerpt: r.Excerpt, Score: r.Score}
		for _, w := range r.Why {
			if explain {
				h.Why = append(h.Why, why(w))
			}
		}
		hits = append(hits, h)
	}
	return hits
}

func (p *program) printJSON(query string, answer client.Answer, hits []hit) error {
	encoder := json.NewEncoder(p.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Query   string `json:"query"`
		Total   int    `json:"total"`
		Widened bool   `json:"widened"` // no section has all words
		Results []hit  `json:"results"`
	}{query, answer.Total, answer.Widened, hits})
}

// printHits prints the results for people.
func (p *program) printHits(query string, answer client.Answer, hits []hit) {
	for _, h := range hits {
		title := h.Title
		if h.Section != "" {
			title += " › " + h.Section
		}
		fmt.Fprintf(p.stdout, "%s\n  %s", p.bold(title), h.Source)
		if h.Path != "" {
			fmt.Fprintf(p.stdout, "  (%s)", h.Path)
		}
		fmt.Fprintf(p.stdout, "\n  %s\n", p.marked(h.Excerpt))
		if h.Why != nil {
			fmt.Fprintf(p.stdout, "  why: %s\n", explain(h))
		}
		fmt.Fprintln(p.stdout)
	}
	switch {
	case len(hits) == 0:
		fmt.Fprintf(p.stdout, "Nothing was found for %s.\n", query)
	case answer.Widened:
		fmt.Fprintf(p.stdout, "%d of %s; no page has all of the words.\n", len(hits), number(answer.Total, "result"))
	default:
		fmt.Fprintf(p.stdout, "%d of %s.\n", len(hits), number(answer.Total, "result"))
	}
}

// marked returns an excerpt with its matches marked: bold on a terminal, otherwise with the asterisks of markdown.
func (p *program) marked(pieces []string) string {
	var b strings.Builder
	for i, piece := range pieces {
		switch {
		case i%2 == 0:
			b.WriteString(piece)
		case p.colorStdout:
			b.WriteString(p.bold(piece))
		default:
			b.WriteString("**" + piece + "**")
		}
	}
	return b.String()
}

func (p *program) bold(text string) string {
	if !p.colorStdout {
		return text
	}
	return "\x1b[1m" + text + "\x1b[0m"
}

// explain explains the rank of a result in one line.
func explain(h hit) string {
	parts := []string{fmt.Sprintf("score %.0f", h.Score)}
	for _, w := range h.Why {
		part := w.Word
		if w.Form != "" && w.Form != w.Word {
			part += " → " + w.Form
		}
		part += " (" + w.How
		if len(w.Fields) > 0 && !slices.Equal(w.Fields, []string{w.How}) {
			part += ": " + strings.Join(w.Fields, ", ")
		}
		parts = append(parts, part+")")
	}
	return strings.Join(parts, "; ")
}
