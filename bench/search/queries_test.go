package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

var own = flag.String("site", "", "check queries.tsv in this `folder`, which holds config.toml and content/, instead of ours")

// missing returns the answers that lead nowhere. ids gives the ids of the headings of a page.
func missing(questions []question, ids func(path string) ([]string, error)) (wrong []string) {
	for _, q := range questions {
		for _, answer := range q.answers {
			path, id, inside := strings.Cut(answer, "#")
			there, err := ids(path)
			switch {
			case err != nil:
				wrong = append(wrong, fmt.Sprintf("%q: %v", q.query, err))
			case inside && id != "*" && !slices.Contains(there, id):
				wrong = append(wrong, fmt.Sprintf("%q: %s has no heading %q; it has %q", q.query, path, id, there))
			}
		}
	}
	return wrong
}

// headingID finds the ids of headings of the text; those of the page's own parts begin with an underscore.
var headingID = regexp.MustCompile(`<h[1-6][^>]* id="([^_"][^"]*)"`)

// built builds the site in the folder and returns the function that reads the ids of the headings of its pages.
func built(t *testing.T, folder string) func(path string) ([]string, error) {
	t.Helper()
	folder, err := filepath.Abs(folder)
	if err != nil {
		t.Fatal(err)
	}
	output := t.TempDir()
	pandect := exec.CommandContext(t.Context(), "go", "run", "./cmd/pandect", "build", "--quiet", "--source", folder, "--output", output)
	pandect.Dir = root
	if report, err := pandect.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", pandect, err, report)
	}
	return func(path string) (ids []string, err error) {
		if _, err := os.Stat(filepath.Join(folder, "content", filepath.FromSlash(path))); err != nil {
			return nil, err
		}
		page := strings.TrimSuffix(path, ".md")
		if name, ok := strings.CutSuffix(page, "_index"); ok {
			page = name + "index"
		}
		html, err := os.ReadFile(filepath.Join(output, filepath.FromSlash(page)+".html"))
		for _, found := range headingID.FindAllSubmatch(html, -1) {
			ids = append(ids, string(found[1]))
		}
		return ids, err
	}
}

func TestEveryQuestionHasItsAnswer(t *testing.T) {
	file, folder, atLeast := "queries.tsv", root, 150
	if *own != "" {
		file, folder, atLeast = filepath.Join(*own, "queries.tsv"), *own, 1
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	questions, wrong := parse(string(text))
	wrong = append(wrong, missing(questions, built(t, folder))...)
	for _, what := range wrong {
		t.Error(what)
	}
	if len(questions) < atLeast {
		t.Errorf("there are %d questions, want at least %d", len(questions), atLeast)
	}
}

func TestWhatIsWrongIsFound(t *testing.T) {
	ids := func(path string) ([]string, error) {
		if path != "a.md" {
			return nil, os.ErrNotExist
		}
		return []string{"b"}, nil
	}
	for row, want := range map[string]int{
		"kovel\ta.md\tcitation":                 0,
		"kovel\ta.md#b a.md#*\tcitation":        0,
		"kovel\ta.md#c\tcitation":               1,
		"kovel\tb.md#*\tcitation":               1,
		"kovel\ta.md#b  a.md\tcitation":         1,
		"kovel\ta.md a.md\tcitation":            1,
		"kovel\t\tcitation":                     1,
		"kovel\ta.md":                           1,
		"kovel\ta.md\tguess":                    1,
		" kovel\ta.md\tcitation":                1,
		"\ta.md\tcitation":                      1,
		"x\ta.md\tsection\nX\ta.md\tsection":    1,
		"x\ta.md\tsection\n\nX2\ta.md\tsection": 1,
	} {
		questions, wrong := parse(header + "\n" + row + "\n")
		if wrong = append(wrong, missing(questions, ids)...); len(wrong) != want {
			t.Errorf("%q: found %q, want %d", row, wrong, want)
		}
	}
	if _, wrong := parse("question\tanswer\n"); len(wrong) != 1 {
		t.Errorf("a wrong head: found %q", wrong)
	}
}
