package checklist

import (
	"strings"
	"unicode/utf8"
)

// Similarity returns the similarity of two wordings, from 0 to 1: the greater of the Dice coefficients of their trigrams and
// of their stems. It is for hints only, and cannot decide that two questions are the same: "90 days" and "60 days" are very
// similar.
func Similarity(a, b string) float64 {
	a, b = Normalise(a), Normalise(b)
	if a == b {
		return 1
	}
	return max(dice(trigrams(a), trigrams(b)), dice(stems(a), stems(b)))
}

func dice(a, b map[string]int) float64 {
	total, common := 0, 0
	for key, n := range a {
		total += n
		common += min(n, b[key])
	}
	for _, n := range b {
		total += n
	}
	if total == 0 {
		return 0
	}
	return 2 * float64(common) / float64(total)
}

func trigrams(s string) map[string]int {
	set := map[string]int{}
	runes := []rune("  " + s + " ")
	for i := 0; i+3 <= len(runes); i++ {
		set[string(runes[i:i+3])]++
	}
	return set
}

// stems returns the words of a text without the most frequent English endings, which is enough for a hint.
func stems(s string) map[string]int {
	set := map[string]int{}
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,;:.()/\"'", r) }) {
		for _, ending := range []string{"ing", "ed", "es", "s"} {
			if cut, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(cut) >= 4 {
				word = cut
				break
			}
		}
		set[word]++
	}
	return set
}
