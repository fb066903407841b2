// Package indextest makes sites for tests of the index and of those who ask it. Only tests use it.
package indextest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"pandect/internal/search/index"
)

// Fine has small shards, so that a few pages have many.
var Fine = index.Layout{Terms: func(int) int { return 400 }, Words: 600, Pages: 1500, Keep: index.Standard.Keep}

// Library is a site of a few dozen pages.
func Library(seed uint64) []index.Page {
	d := NewDice(seed)
	d.Words = append(d.Words, strings.Fields("privilege privileged vendor vendors waiver contract contracts")...)
	var pages []index.Page
	for len(pages) < 40 {
		pages = append(pages, d.Pages()...)
	}
	for i := range pages {
		pages[i].URL = fmt.Sprintf("library/%03d.html", i)
	}
	return pages
}

// Dice makes random sites and queries in which everything that the format can say occurs.
type Dice struct {
	*rand.Rand
	Words []string // the first ones come much more often than the others
}

// NewDice returns dice that always fall the same way for a seed.
func NewDice(seed uint64) *Dice {
	d := &Dice{Rand: rand.New(rand.NewPCG(seed, 1))}
	syllables := strings.Fields("ka ri pri vi le ge con tra in de su per ly an no ta or mu é ö")
	endings := []string{"", "", "", "s", "ed", "ing", "ation", "er"}
	for range 20 + d.IntN(150) {
		w := ""
		for range 1 + d.IntN(4) {
			w += d.One(syllables)
		}
		for range 1 + d.IntN(3) {
			d.Words = append(d.Words, w+d.One(endings))
		}
	}
	d.Words = append(d.Words, strings.Fields(`the of and to 5 5.3 28(3) 08-451 DD-04 e-discovery eDiscovery v1.2.3 client's l’accord R&D 漢字仮名 データ
		хранение σκοπός ΣΚΟΠΟΣ 𝔘nder \uE000x U.S. nǐ हिन्दी हिन्दियों a&b(c)d`)...)
	return d
}

// One returns one of a list.
func (d *Dice) One(list []string) string { return list[d.IntN(len(list))] }

// Word returns a word, the first ones much more often than the others.
func (d *Dice) Word() string {
	return d.Words[int(float64(len(d.Words))*d.Float64()*d.Float64())]
}

// Text returns a text of n words.
func (d *Dice) Text(n int) string {
	var b strings.Builder
	for range n {
		w := d.Word()
		if d.IntN(8) == 0 {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		b.WriteString(w)
		b.WriteString(d.One([]string{" ", " ", " ", " ", ". ", ", ", " - ", "\n"}))
	}
	if d.IntN(10) == 0 {
		a, c := d.Word(), d.Word()
		fmt.Fprintf(&b, "the %s %s (%s) and", a, c, strings.ToUpper(a[:1]+c[:1]))
	}
	return strings.TrimSpace(b.String())
}

// Pages returns the pages of a site.
func (d *Dice) Pages() []index.Page {
	var pages []index.Page
	for i := range 1 + d.IntN(40) {
		p := index.Page{URL: fmt.Sprintf("p/%d.html", i), Title: d.Text(1 + d.IntN(4)), Trail: []string{"p"}, Labels: map[string][]string{}}
		for range d.IntN(3) {
			p.Keywords = append(p.Keywords, d.Word())
			p.Labels["tag"] = append(p.Labels["tag"], d.One([]string{"Red", "blue sky", "Grün"}))
		}
		if d.IntN(5) == 0 {
			p.Boost = .5 + d.Float64()
		}
		if d.IntN(3) == 0 {
			p.Labels["Section"] = []string{d.One([]string{"one", "two"})}
		}
		p.Sections = []index.Section{{Text: d.Text(d.IntN(30))}}
		for s := range d.IntN(6) {
			p.Sections = append(p.Sections, index.Section{ID: fmt.Sprint("s", s), Heading: d.Text(1 + d.IntN(3)), Text: d.Text(d.IntN(40)), Links: d.Text(d.IntN(3))})
		}
		pages = append(pages, p)
	}
	return pages
}

// Query returns what might be asked of a site.
func (d *Dice) Query(pages []index.Page) string {
	var items []string
	for range 1 + d.IntN(4) {
		w := d.Word()
		if d.IntN(4) == 0 {
			w = d.One(strings.Fields(pages[d.IntN(len(pages))].Title + " x"))
		}
		r := []rune(w)
		switch at := d.IntN(len(r)); d.IntN(8) {
		case 0: // a typo
			r[at] = 'e'
			w = string(r)
		case 1:
			w = string(append(r[:at:at], r[min(at+1, len(r)):]...))
		case 2:
			if at > 0 {
				r[at], r[at-1] = r[at-1], r[at]
			}
			w = string(r)
		case 3: // half a word
			w = string(r[:at+1])
		}
		switch d.IntN(14) {
		case 0:
			w = "-" + w
		case 1:
			w = `"` + w + " " + d.Word() + `"`
		case 2:
			w = d.One([]string{"tag:red", `Tag:"blue sky"`, "section:one", "tag:none", "sec:one"})
		case 3:
			w = strings.ToUpper(w)
		case 4:
			w += "ity"
		}
		items = append(items, w)
	}
	return strings.Join(items, " ") + d.One([]string{"", "", "", " "})
}

// Analyse analyses pages with one Analyzer.
func Analyse(pages []index.Page, o index.Options) []*index.Analysed {
	a := index.NewAnalyzer(o)
	list := make([]*index.Analysed, 0, len(pages))
	for _, p := range pages {
		list = append(list, a.Page(p))
	}
	return list
}

// InMemory returns the files by name.
func InMemory(files []index.File) map[string][]byte {
	m := make(map[string][]byte, len(files))
	for _, f := range files {
		m[f.Name] = f.Data()
	}
	return m
}
