package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// header is the first line of a file of questions.
const header = "query\tanswers\tkind"

var kinds = []string{"known-item", "citation", "question", "abbreviation", "synonym", "section"}

// question is what a reader types, with the places that answer it.
type question struct {
	query   string
	answers []string // "path", "path#id" or "path#*", best first
	kind    string
}

// readQuestions reads a file of questions.
func readQuestions(file string) ([]question, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	questions, wrong := parse(string(text))
	if len(wrong) > 0 {
		return nil, fmt.Errorf("%s:\n%s", file, strings.Join(wrong, "\n"))
	}
	return questions, nil
}

// parse reads questions, and says what is wrong with their form.
func parse(text string) (questions []question, wrong []string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != header {
		wrong = append(wrong, fmt.Sprintf("line 1 is %q, want %q", lines[0], header))
	}
	first := map[string]int{} // the line of each query
	for i, line := range lines[1:] {
		number := i + 2
		columns := strings.Split(line, "\t")
		if len(columns) != 3 {
			wrong = append(wrong, fmt.Sprintf("line %d has %d columns, want 3", number, len(columns)))
			continue
		}
		q := question{columns[0], strings.Split(columns[1], " "), columns[2]}
		if strings.Join(strings.Fields(q.query), " ") != q.query || q.query == "" {
			wrong = append(wrong, fmt.Sprintf("line %d: the query %q is empty or has blanks to spare", number, q.query))
		}
		folded := strings.ToLower(q.query)
		if before, ok := first[folded]; ok {
			wrong = append(wrong, fmt.Sprintf("line %d asks the same as line %d: %q", number, before, q.query))
		}
		first[folded] = number
		for i, answer := range q.answers {
			if slices.Contains(q.answers[:i], answer) {
				wrong = append(wrong, fmt.Sprintf("line %d names %s twice", number, answer))
			}
		}
		if !slices.Contains(kinds, q.kind) {
			wrong = append(wrong, fmt.Sprintf("line %d: %q is not one of the kinds %q", number, q.kind, kinds))
		}
		questions = append(questions, q)
	}
	return questions, wrong
}

// answeredBy reports whether a place, "path" or "path#id", is one of the right ones.
func (q *question) answeredBy(place string) bool {
	path, _, _ := strings.Cut(place, "#")
	return slices.Contains(q.answers, place) || slices.Contains(q.answers, path+"#*")
}
