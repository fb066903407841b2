package words

import (
	"strings"
	"unicode/utf8"

	"pandect/internal/site"
)

// american returns the American spelling of an English word, so that "licence" finds "license" and "organisation"
// "organization". Other words may be misspelled by it, which does no harm: stems are never shown.
func american(word string) string {
	for _, s := range spellings {
		if i := strings.LastIndex(word, s.british); i >= s.least && len(word)-i-len(s.british) <= s.rest {
			return word[:i] + s.american + word[i+len(s.british):]
		}
	}
	return word
}

// spellings are parts of words, with at least so many letters before and at most so many after.
var spellings = []struct {
	british, american string
	least, rest       int
}{
	{"isation", "ization", 2, 2}, {"ise", "ize", 3, 1}, {"ising", "izing", 3, 0}, {"yse", "yze", 3, 1}, {"ysing", "yzing", 3, 0},
	{"colour", "color", 0, 4}, {"labour", "labor", 0, 4}, {"favour", "favor", 0, 5}, {"honour", "honor", 0, 4}, {"behaviour", "behavior", 0, 4},
	{"neighbour", "neighbor", 0, 4}, {"harbour", "harbor", 0, 4}, {"endeavour", "endeavor", 0, 4}, {"licence", "license", 0, 2}, {"defence", "defense", 0, 1}, {"offence", "offense", 0, 1}, {"practise", "practice", 0, 1}, {"practising", "practicing", 0, 0},
	{"dgement", "dgment", 2, 4}, {"centre", "center", 0, 1}, {"programme", "program", 0, 1}, {"cheque", "check", 0, 1}, {"fulfill", "fulfil", 0, 4},
}

// stemHindi removes endings of number, gender, case and tense, longest first (Ramanathan and Rao, "A Lightweight Stemmer
// for Hindi", 2003). The snowball library has no stemmer for Hindi.
func stemHindi(word string) string {
	for _, ending := range hindiEndings {
		if stem, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(stem) >= 2 {
			return stem
		}
	}
	return word
}

var hindiEndings = strings.Fields(site.Decompose(`ाएंगी ाएंगे ाऊंगी ाऊंगा ाइयाँ ाइयों ाइयां
	ाएगी ाएगा ाओगी ाओगे एंगी ेंगी एंगे ेंगे ूंगी ूंगा ातीं नाओं नाएं ताओं ताएं ियाँ ियों ियां
	ाकर ाइए ाईं ाया ेगी ेगा ोगी ोगे ाने ाना ाते ाती ाता तीं ाओं ाएं ुओं ुएं ुआं
	कर ाओ िए ाई ाए ने नी ना ते ीं ती ता ाँ ां ों ें
	ो े ू ु ी ि ा`))
