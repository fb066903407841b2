package words

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/spanish"

	"pandect/internal/site"
)

// Language is the stemmer and the stop words of a language. The zero value has neither.
type Language struct {
	Code    string                   // without regions and scripts
	stemmer func(word string) string // for words in lower case
	stop    map[string]bool          // stop words, folded
}

// IsStop reports whether a form is a stop word.
func (l *Language) IsStop(form string) bool { return l.stop[form] }

// StopWords returns the stop words, folded and sorted.
func (l *Language) StopWords() []string { return site.SortedKeys(l.stop) }

// MainCode returns the code of a language without its regions and scripts: of "en-GB" and "en_US" it is "en".
func MainCode(code string) string {
	code = strings.ToLower(code)
	if i := strings.IndexAny(code, "-_"); i >= 0 {
		code = code[:i]
	}
	return code
}

// LanguageOf returns the Language of a code, such as "en-GB".
func LanguageOf(code string) *Language {
	code = MainCode(code)
	l := &Language{Code: code, stop: map[string]bool{}}
	switch code {
	case "en":
		stem := snowball(english.Stem)
		l.stemmer = func(word string) string { return stem(american(word)) }
	case "fr":
		l.stemmer = snowball(french.Stem)
	case "de":
		l.stemmer = snowball(german.Stem)
	case "es":
		l.stemmer = snowball(spanish.Stem)
	case "hi":
		l.stemmer = stemHindi
	}
	for _, w := range strings.Fields(stopWords[code]) {
		l.stop[Fold(w)] = true
	}
	return l
}

func snowball(stem func(*snowballstem.Env) bool) func(string) string {
	return func(word string) string {
		env := snowballstem.NewEnv(word)
		stem(env)
		return env.Current()
	}
}

// Stem returns the stem of a form, folded. raw is the word as written, or the form: stemmers need the accents.
func (l *Language) Stem(form, raw string) string {
	if l.stemmer == nil || !IsWord(form) || l.IsStop(form) {
		return form
	}
	if singular, ok := singularOf(raw); ok {
		form = Fold(singular)
	}
	word := form
	if !site.IsASCII(raw) {
		if lower := strings.ToLower(site.Compose(raw)); Fold(lower) == form && IsWord(lower) {
			word = lower
		}
	}
	if stem := Fold(l.stemmer(word)); stem != "" {
		return stem
	}
	return form
}

// StemsAsForm reports whether the stem of a token is that of its form, however the token is written.
func (l *Language) StemsAsForm(raw string) bool {
	_, plural := singularOf(raw)
	return l.stemmer == nil || site.IsASCII(raw) && !plural
}

// singularOf returns an abbreviation without a plural s: of "SLAs" it is "SLA".
func singularOf(raw string) (string, bool) {
	singular, ok := strings.CutSuffix(raw, "s")
	return singular, ok && len(singular) > 1 && strings.Trim(singular, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
