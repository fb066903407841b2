package config

import (
	"fmt"
	"regexp"
	"strings"

	"pandect/internal/site"
)

// maxLoose is how many lines at the beginning of a file are searched for front matter in another form.
const maxLoose = 100

var (
	looseFence = regexp.MustCompile(`^(?:(?:-{3,}|\+{3,}) *[A-Za-z]+|;{3,})$`) // ---json, ;;;
	looseKey   = regexp.MustCompile(`^[A-Za-z_][\w -]*:(?:\s|$)`)
	loosePair  = regexp.MustCompile(`^[\s{,.]*["']?([A-Za-z_][\w -]*?)["']?\s*[:=]\s*["']?([^"',}\s][^"',}]*?)["']?[\s,}]*$`)
)

// looseHeader looks for front matter in a form that is not read (JSON, another fence, lines of "Key: value" without any, or a comment)
// and reports it if it keeps the page from being published in the programs that read it: Hugo, Eleventy, Pelican, MkDocs, Nikola.
func (in *input) looseHeader() {
	at := 0
	line, next := cutLine(in.file, at)
	for at < len(in.file) && len(trimBlank(line)) == 0 {
		at = next
		line, next = cutLine(in.file, at)
	}
	first := strings.TrimRight(string(line), " \t")
	ends := looseEnd(first)
	if ends == nil {
		return
	}
	pairs, held, from, to := 0, "", 0, 0
	for n := 0; at < len(in.file) && n < maxLoose; n++ {
		line, next = cutLine(in.file, at)
		if n > 0 && ends(string(line)) {
			break
		}
		if m := loosePair.FindStringSubmatch(string(trimBlank(line))); m != nil {
			pairs++
			if held == "" && holdsBack(m[1], strings.TrimSpace(m[2])) {
				held, from, to = m[1], at, at+len(line)
			}
		}
		at = next
	}
	if held == "" || pairs == 1 && effectOf(held) == holdsByWord { // the first line of a text may be "Status: draft"
		return
	}
	in.reportFile(errorAt, "held-back", from, to,
		fmt.Sprintf("The page begins with front matter in a form that is not read, and %q in it may keep readers away from the page.", clip(held)),
		"Put it between two lines of three hyphens, as key: value, and write draft: true if nobody should see the page.")
}

// looseEnd returns the function that tells the line after front matter that begins with the line first, or nil if that begins none.
func looseEnd(first string) func(line string) bool {
	switch {
	case first == "{":
		return func(line string) bool { return strings.HasPrefix(line, "}") }
	case first == "<!--" || strings.HasPrefix(first, "<!-- .. "): // Nikola
		return func(line string) bool { return !strings.HasPrefix(strings.TrimSpace(line), ".. ") }
	case looseFence.MatchString(first):
		return func(line string) bool { return strings.HasPrefix(line, first[:3]) }
	case looseKey.MatchString(first):
		return func(line string) bool {
			return !looseKey.MatchString(line) && strings.TrimSpace(line) == strings.TrimRight(line, " ")
		}
	}
	return nil
}

// holdsBack reports whether a key with a value keeps readers away from a page, or may do so. Prose such as "Internal: see below" does not.
func holdsBack(name, value string) bool {
	n := &node{kind: kindText, text: value, plain: true}
	yes, clear := truth(n)
	if snake(name) == "draft" {
		return yes
	}
	_, closed := closedWords[word(n)]
	_, perhaps := unclearWords[word(n)]
	if _, problem, _ := parseTime(value); !clear && !closed && !perhaps && problem != "" {
		return false
	}
	r := newReader("", nil, "")
	r.yaml = true
	page := pageMeta{Meta: &site.Meta{}}
	known := page.foreign(r, &field{name: snake(name), value: n})
	h := &page.held
	return known && (h.back || len(r.list) > 0 || !h.until.IsZero() || !h.from.IsZero())
}
