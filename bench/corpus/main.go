// Command corpus writes a deterministic knowledge base in markdown: corpus -pages N [-seed S] FOLDER.
//
// Topics hold sections, sections hold pages, and every folder has an _index.md. A page is about 10 KB: TOML front
// matter, headings, paragraphs, lists, task lists, tables, fenced Go code, quotes, footnotes, and relative links to
// pages nearby. Words are made up and follow Zipf's law, so that term statistics look like those of prose. The same
// arguments always give the same bytes. One tree is read by every contender of the bench.
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

const (
	vocabularySize   = 30_000
	pagesPerSection  = 32
	sectionsPerTopic = 10
	targetBytes      = 10_000 // of a page's text, about
)

// subjects are the words of the field, used for tags and sprinkled over the text.
var subjects = strings.Fields(`privilege confidentiality supervision competence conflicts consent disclosure billing
	contract audit security jurisdiction ethics review retention transition governance pricing`)

func main() {
	log.SetFlags(0)
	pages := flag.Int("pages", 1000, "number of pages, sections not counted")
	seed := flag.Uint64("seed", 1, "of the random numbers")
	flag.Parse()
	if flag.NArg() != 1 || *pages < 1 {
		log.Fatal("usage: corpus -pages N [-seed S] FOLDER")
	}
	if err := write(flag.Arg(0), *pages, *seed); err != nil {
		log.Fatal(err)
	}
}

// write writes the corpus into the folder.
func write(folder string, pages int, seed uint64) error {
	a := newAuthor(seed)
	if err := save(folder, "_index.md", a.index("Bench", 0)); err != nil {
		return err
	}
	for i := range pages {
		topic, section := place(i)
		if i%(pagesPerSection*sectionsPerTopic) == 0 {
			if err := save(folder, topic+"/_index.md", a.index(a.title(), i/(pagesPerSection*sectionsPerTopic)+1)); err != nil {
				return err
			}
		}
		if i%pagesPerSection == 0 {
			if err := save(folder, section+"/_index.md", a.index(a.title(), i/pagesPerSection%sectionsPerTopic+1)); err != nil {
				return err
			}
		}
		if err := save(folder, pagePath(i), a.page(i, pages)); err != nil {
			return err
		}
	}
	return nil
}

func save(folder, name, text string) error {
	name = filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// place returns the folders of page i, for example "topic-002" and "topic-002/section-07".
func place(i int) (topic, section string) {
	topic = fmt.Sprintf("topic-%03d", i/(pagesPerSection*sectionsPerTopic))
	return topic, fmt.Sprintf("%s/section-%02d", topic, i/pagesPerSection%sectionsPerTopic)
}

func pagePath(i int) string {
	_, section := place(i)
	return fmt.Sprintf("%s/page-%05d.md", section, i)
}

// author writes pages from one stream of random numbers.
type author struct {
	random *rand.Rand
	zipf   *rand.Zipf
	words  []string
}

func newAuthor(seed uint64) *author {
	random := rand.New(rand.NewPCG(seed, vocabularySize))
	return &author{
		random: random,
		zipf:   rand.NewZipf(random, 1.07, 3, vocabularySize-1),
		words:  vocabulary(random),
	}
}

// vocabulary makes different words that can be spoken, shorter ones first, as in a language.
func vocabulary(random *rand.Rand) []string {
	onsets := strings.Fields("b c d f g h l m n p r s t v br ch cl cr dr fr gr pl pr sp st th tr")
	vowels := strings.Fields("a e i o u a e i o ea ai ou io")
	codas := strings.Fields("n r s t l m nd rt st ng")
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	words, taken := make([]string, 0, vocabularySize), map[string]bool{}
	for len(words) < vocabularySize {
		syllables := 1 + random.IntN(2+2*len(words)/vocabularySize)
		var word strings.Builder
		for range syllables {
			word.WriteString(pick(onsets) + pick(vowels))
		}
		if random.IntN(3) > 0 {
			word.WriteString(pick(codas))
		}
		if w := word.String(); len(w) > 2 && !taken[w] {
			taken[w] = true
			words = append(words, w)
		}
	}
	return words
}

func (a *author) between(low, high int) int { return low + a.random.IntN(high-low+1) }
func (a *author) chance(p float64) bool     { return a.random.Float64() < p }
func (a *author) word() string              { return a.words[a.zipf.Uint64()] }
func (a *author) subject() string           { return subjects[a.random.IntN(len(subjects))] }
func capital(s string) string               { return strings.ToUpper(s[:1]) + s[1:] }
func (a *author) plain(words int) string {
	return capital(strings.Join(a.phrase(words, false), " ")) + "."
}
func (a *author) sentence() string {
	return capital(strings.Join(a.phrase(a.between(6, 24), true), " ")) + "."
}
func (a *author) title() string { return capital(strings.Join(a.phrase(a.between(2, 5), false), " ")) }
func (a *author) repeat(low, high int, line func(n int)) {
	for n := range a.between(low, high) {
		line(n)
	}
}

func (a *author) phrase(words int, marked bool) []string {
	phrase := make([]string, words)
	for i := range phrase {
		w := a.word()
		if a.chance(0.12) {
			w = a.subject()
		}
		if marked && i > 0 && a.chance(0.04) {
			mark := []string{"**", "*", "`"}[a.random.IntN(3)]
			w = mark + w + mark
		}
		phrase[i] = w
	}
	return phrase
}

func (a *author) paragraph() string {
	var sentences []string
	a.repeat(3, 7, func(int) { sentences = append(sentences, a.sentence()) })
	return strings.Join(sentences, " ")
}

func (a *author) index(title string, weight int) string {
	return fmt.Sprintf("+++\ntitle = %q\nweight = %d\n+++\n\n%s\n", title, weight, a.paragraph())
}

// page returns the text of page i.
func (a *author) page(i, pages int) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("+++\ntitle = %q\ndescription = %q", a.title(), a.plain(14))
	line("date = 2026-%02d-%02d\nweight = %d\ntags = [%q, %q]\n+++\n", a.between(1, 9), a.between(1, 28), i%pagesPerSection+1, a.subject(), a.subject())
	line("%s\n", a.paragraph())
	goal := targetBytes * a.between(60, 140) / 100
	for note := 1; b.Len() < goal; {
		line("## %s\n\n%s\n", a.title(), a.paragraph())
		a.repeat(0, 2, func(int) { line("### %s\n\n%s\n", a.title(), a.paragraph()) })
		a.block(line)
		if a.chance(0.7) {
			line("See [%s](%s) and [%s](https://example.com/%s).\n", a.title(), a.link(i, pages), a.subject(), a.word())
		}
		if a.chance(0.15) {
			line("%s[^%d]\n\n[^%d]: %s\n", a.sentence(), note, note, a.sentence())
			note++
		}
	}
	return b.String()
}

// block writes one list, task list, table, piece of code, quote, or nothing.
func (a *author) block(line func(string, ...any)) {
	switch kind := a.random.Float64(); {
	case kind < 0.35:
		a.repeat(3, 7, func(int) { line("- %s", a.sentence()) })
	case kind < 0.50:
		a.repeat(4, 9, func(int) { line("- [%s] %s", []string{" ", "x"}[a.random.IntN(2)], a.sentence()) })
	case kind < 0.62:
		line("| %s | %s | %s |\n| --- | --- | --- |", a.title(), a.title(), a.title())
		a.repeat(3, 8, func(int) { line("| %s | %s | %s |", a.plain(5), a.plain(5), a.plain(5)) })
	case kind < 0.74:
		line("```go\npackage main\n\nimport \"fmt\"\n\nfunc main() {")
		a.repeat(3, 12, func(int) { line("\tfmt.Println(%q, %d) // %s", a.word(), a.between(1, 99), a.word()) })
		line("}\n```")
	case kind < 0.82:
		line("> %s", a.paragraph())
	}
	line("")
}

// link returns the relative path from page i to a page nearby.
func (a *author) link(i, pages int) string {
	to := max(0, min(pages-1, i+a.between(-30, 30)))
	rel, err := filepath.Rel(filepath.Dir(pagePath(i)), pagePath(to))
	if err != nil {
		panic(err) // both are relative paths made here
	}
	return filepath.ToSlash(rel)
}
