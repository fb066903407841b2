package indextest

import (
	"compress/gzip"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pandect/internal/search/index"
)

var (
	corpusTitle  = regexp.MustCompile(`(?m)^title\s*[=:]\s*"?([^"\n]*)"?\s*$`)
	corpusTags   = regexp.MustCompile(`(?m)^tags\s*=\s*\[(.*)\]`)
	corpusLink   = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	corpusMarks  = regexp.MustCompile("[*`>|#]+|^\\s*[-+] (\\[[ x]\\] )?|:?-{3,}:?|<[^>]*>")
	corpusNotes  = regexp.MustCompile(`(?s)<!--.*?-->`)
	corpusHeader = regexp.MustCompile(`^(#{1,6})\s+(.*?)\s*#*$`)
)

// readCorpus reads a folder of markdown roughly, one Page for each file, in the order of their paths.
func readCorpus(t testing.TB, folder string) []index.Page {
	t.Helper()
	var pages []index.Page
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".md" {
			return err
		}
		data, err := fs.ReadFile(root, name)
		if err == nil {
			pages = append(pages, readPage(name, string(data)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

func readPage(name, text string) index.Page {
	p := index.Page{URL: strings.TrimSuffix(name, ".md") + ".html", Trail: strings.Split(path.Dir(name), "/"), Labels: map[string][]string{}}
	if fence := text[:min(3, len(text))]; fence == "+++" || fence == "---" {
		if front, body, ok := strings.Cut(text[3:], "\n"+fence); ok {
			text = body
			if m := corpusTitle.FindStringSubmatch(front); m != nil {
				p.Title = m[1]
			}
			if m := corpusTags.FindStringSubmatch(front); m != nil {
				for _, tag := range strings.Split(m[1], ",") {
					p.Labels["tag"] = append(p.Labels["tag"], strings.Trim(tag, ` "`))
				}
			}
		}
	}
	text = corpusNotes.ReplaceAllString(text, "")
	p.Sections = []index.Section{{}}
	var body []string
	flush := func() {
		p.Sections[len(p.Sections)-1].Text = strings.Join(body, "\n")
		body = nil
	}
	code := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		code = code != strings.HasPrefix(line, "```")
		if m := corpusHeader.FindStringSubmatch(line); m != nil && !code {
			heading := plain(m[2])
			if p.Title == "" && len(m[1]) == 1 {
				p.Title = heading
				continue
			}
			flush()
			p.Sections = append(p.Sections, index.Section{ID: strings.ReplaceAll(strings.ToLower(heading), " ", "-"), Heading: heading})
			continue
		}
		if line = plain(line); line != "" {
			body = append(body, line)
		}
	}
	flush()
	if p.Title == "" {
		p.Title = path.Base(strings.TrimSuffix(name, ".md"))
	}
	return p
}

func plain(line string) string {
	line = corpusLink.ReplaceAllString(line, "$1")
	return strings.TrimSpace(corpusMarks.ReplaceAllString(line, ""))
}

// LargeCorpus reads the folder that the measurements of a large site read: 10,000 pages of 10 KB, say.
func LargeCorpus(t testing.TB) []index.Page {
	t.Helper()
	folder := os.Getenv("CORPUS")
	if folder == "" {
		t.Fatal("set CORPUS to a folder of markdown")
	}
	pages := readCorpus(t, folder)
	slices.SortFunc(pages, func(a, b index.Page) int { return strings.Compare(a.URL, b.URL) })
	return pages
}

// Zipped returns how many bytes data takes as hosts send it.
func Zipped(data []byte) int {
	var n counter
	w, _ := gzip.NewWriterLevel(&n, gzip.BestCompression)
	w.Write(data)
	w.Close()
	return int(n)
}

// counter counts what is written to it.
type counter int

// Write counts p.
func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }
