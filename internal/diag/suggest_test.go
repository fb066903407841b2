package diag_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pandect/internal/diag"
)

// slowDistance is optimal string alignment as it is defined: the cheapest of all ways to edit the ends.
func slowDistance(a, b []rune) int {
	memo := map[[2]int]int{}
	var of func(i, j int) int
	of = func(i, j int) int {
		if i == 0 || j == 0 {
			return i + j
		}
		if d, ok := memo[[2]int{i, j}]; ok {
			return d
		}
		d := min(of(i-1, j), of(i, j-1)) + 1
		if a[i-1] == b[j-1] {
			d = min(d, of(i-1, j-1))
		} else {
			d = min(d, of(i-1, j-1)+1)
		}
		if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
			d = min(d, of(i-2, j-2)+1)
		}
		memo[[2]int{i, j}] = d
		return d
	}
	return of(len(a), len(b))
}

func FuzzSuggest(f *testing.F) {
	f.Add("titel", "title,tilde,tags")
	f.Add("TAG", "tags,tag,TAG")
	f.Add("", ",a,é")
	f.Add("ca", "abc,ac")
	f.Fuzz(func(t *testing.T, word, joined string) {
		if len(word) > 40 || len(joined) > 200 || !utf8.ValidString(word) || !utf8.ValidString(joined) {
			return
		}
		candidates := strings.Split(joined, ",")
		got, ok := diag.Suggest(word, candidates)

		runes := []rune(strings.ToLower(word))
		best, nearest := "", 1<<30
		for _, c := range slices.Sorted(slices.Values(candidates)) {
			if d := slowDistance(runes, []rune(strings.ToLower(c))); d < nearest {
				best, nearest = c, d
			}
		}
		wantOK := nearest <= (len(runes)+2)/3
		if ok != wantOK || ok && got != best {
			t.Fatalf("Suggest(%q, %q) = %q, %v; want %q, %v", word, candidates, got, ok, best, wantOK)
		}
		slices.Reverse(candidates)
		if again, okAgain := diag.Suggest(word, candidates); again != got || okAgain != ok {
			t.Fatalf("the order of candidates matters: %q or %q", got, again)
		}
	})
}

func TestSuggest(t *testing.T) {
	keys := []string{"title", "tags", "publish", "review_every", "weight", "toc"}
	for word, want := range map[string]string{
		"titel": "title", "Tags": "tags", "tag": "tags", "publsih": "publish", "reviewEvery": "review_every", "review-every": "review_every",
		"wieght": "weight", "tco": "toc", "lastmod": "", "x": "", "": "",
	} {
		if got, ok := diag.Suggest(word, keys); got != want && ok {
			t.Errorf("Suggest(%q) = %q, want %q", word, got, want)
		} else if ok != (want != "") {
			t.Errorf("Suggest(%q) = %v, want %v", word, ok, want != "")
		}
	}
}
