package index

import (
	"maps"
	"strings"
	"testing"

	"pandect/internal/search/words"
)

// TestTokensOfEveryLength analyses texts of tokens of 1 to 20 bytes that differ in one byte only, at every place before
// the end of the text, so often that the table grows several times. Each must be told from all others, and come back.
func TestTokensOfEveryLength(t *testing.T) {
	a := NewAnalyzer(Options{})
	numbers := map[uint32]string{}
	var all []string
	for length := 1; length <= 20; length++ {
		for at := range length {
			for c := 'a'; c <= 'z'; c++ {
				all = append(all, strings.Repeat("q", at)+string(c)+strings.Repeat("q", length-at-1))
			}
		}
	}
	for range 2 {
		for rest := range 20 {
			text := strings.Join(all, " ") + strings.Repeat(".", rest)
			page := a.Page(Page{Sections: []Section{{Text: text}}})
			if got := string(page.appendText(nil, 0)); got != text {
				t.Fatalf("with %d characters behind them the tokens come back as another text", rest)
			}
		}
	}
	for _, s := range all {
		var token words.Token
		token.Set(s, 0, len(s))
		a.number(s, &token)
		if before, ok := numbers[token.Number]; ok && before != s {
			t.Errorf("%s and %s have one number", before, s)
		}
		numbers[token.Number] = s
	}
}

// TestFullVocabulary analyses more tokens and gaps than there are codes. Tokens without a code come back as parts of gaps;
// gaps without a code become spaces. Everything is found all the same.
func TestFullVocabulary(t *testing.T) {
	const text = "one, two; three, four; five six; seven, Eight! nine? Two; one"
	for codes, want := range map[uint32]string{1: "one one", 5: text} {
		a := NewAnalyzer(Options{})
		a.codes = codes
		page := a.Page(Page{Sections: []Section{{Text: text}}})
		if got := string(page.appendText(nil, 0)); got != want {
			t.Errorf("with %d codes the text is %q, want %q", codes, got, want)
		}
		if got, want := page.sections[0].lengths[inBody], int32(11); got != want {
			t.Errorf("the text has %d words, want %d", got, want)
		}
		found := map[string]int{}
		for w := page.wordsOf(0); w.next(); {
			found[page.words.forms.at(w.form).text] = w.counts.of(inBody)
		}
		if want := map[string]int{"one": 2, "two": 2, "three": 1, "four": 1, "five": 1, "six": 1, "seven": 1, "eight": 1, "nine": 1}; !maps.Equal(found, want) {
			t.Errorf("the words are %v, want %v", found, want)
		}
	}
}

// TestCapitals expects a word with a capital letter to be indexed like the same word without.
func TestCapitals(t *testing.T) {
	for _, o := range []Options{{}, {Language: "en"}, {Language: "de"}, {Language: "fr"}} {
		for _, s := range []string{"a", "privilege", "organisations", "abcdefghijklmnop", "abcdefghijklmnopq", "slas", "als", "données"} {
			a := NewAnalyzer(o)
			var small, capital words.Token
			small.Set(s, 0, len(s))
			a.number(s, &small)
			c := strings.ToUpper(s[:1]) + s[1:]
			capital.Set(c, 0, len(c))
			a.number(c, &capital)
			if got, want := a.words.forms.at(capital.Value), a.words.forms.at(small.Value); *got != *want {
				t.Errorf("language %q: %s has the form %v, and %s has %v", o.Language, c, *got, s, *want)
			}
			if same := len(s) <= 16 && s != "données"; (capital.Number == small.Number) != same {
				t.Errorf("%s and %s have one number: %t", c, s, !same)
			}
		}
	}
}

// TestChunked compares a chunked slice, and views of how it was, with a slice.
func TestChunked(t *testing.T) {
	var list chunked[int]
	var want []int
	views := map[int]chunked[int]{}
	for i := range 5 << chunkBits {
		if i%777 == 0 {
			views[i] = list
		}
		list.append(3 * i)
		want = append(want, 3*i)
	}
	views[len(want)] = list
	for n, view := range views {
		if view.n != n {
			t.Fatalf("a view has %d elements, want %d", view.n, n)
		}
		for i := range n {
			if got := *view.at(uint32(i)); got != want[i] {
				t.Fatalf("element %d of a view of %d is %d, want %d", i, n, got, want[i])
			}
		}
	}
}
