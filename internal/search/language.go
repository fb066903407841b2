package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/spanish"

	"pandect/internal/site"
)

// language is what is known of a language. The zero value is a sound default: words as they are.
type language struct {
	code    string
	stemmer func(word string) string // of a word in small letters
	stop    map[string]bool          // unimportant words, folded
}

// mainCode returns the code of a language without its regions and scripts: of "en-GB" and "en_US" it is "en".
func mainCode(code string) string {
	code = strings.ToLower(code)
	if i := strings.IndexAny(code, "-_"); i >= 0 {
		code = code[:i]
	}
	return code
}

// languageOf returns what is known of a language by its code.
func languageOf(code string) *language {
	code = mainCode(code)
	l := &language{code: code, stop: map[string]bool{}}
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
		l.stop[fold(w)] = true
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

// american returns an English word as it is spelled in America, so that "licence" finds "license" and "organisation"
// "organization". What comes of other words does not matter as long as it is theirs alone.
func american(word string) string {
	for _, s := range spellings {
		if i := strings.LastIndex(word, s.british); i >= s.least && len(word)-i-len(s.british) <= s.rest {
			return word[:i] + s.american + word[i+len(s.british):]
		}
	}
	return word
}

// spellings are parts of words; before one stand at least so many letters, and behind it at most so many.
var spellings = []struct {
	british, american string
	least, rest       int
}{
	{"isation", "ization", 2, 2}, {"ise", "ize", 3, 1}, {"ising", "izing", 3, 0}, {"yse", "yze", 3, 1}, {"ysing", "yzing", 3, 0},
	{"colour", "color", 0, 4}, {"labour", "labor", 0, 4}, {"favour", "favor", 0, 5}, {"honour", "honor", 0, 4}, {"behaviour", "behavior", 0, 4},
	{"neighbour", "neighbor", 0, 4}, {"harbour", "harbor", 0, 4}, {"endeavour", "endeavor", 0, 4}, {"licence", "license", 0, 2}, {"defence", "defense", 0, 1}, {"offence", "offense", 0, 1}, {"practise", "practice", 0, 1}, {"practising", "practicing", 0, 0},
	{"dgement", "dgment", 2, 4}, {"centre", "center", 0, 1}, {"programme", "program", 0, 1}, {"cheque", "check", 0, 1}, {"fulfill", "fulfil", 0, 4},
}

// stem returns the stem of a form, folded. raw is the word as written where it is known: in it a stemmer sees the
// accents.
func (l *language) stem(form, raw string) string {
	if l.stemmer == nil || !isWord(form) || l.stop[form] {
		return form
	}
	if singular, ok := singularOf(raw); ok {
		form = fold(singular)
	}
	word := form
	if !site.IsASCII(raw) {
		if lower := strings.ToLower(raw); fold(lower) == form && isWord(lower) {
			word = lower
		}
	}
	if stem := fold(l.stemmer(word)); stem != "" {
		return stem
	}
	return form
}

// isPlain reports whether a token, written like this, has the stem of its form.
func (l *language) isPlain(raw string) bool {
	_, plural := singularOf(raw)
	return l.stemmer == nil || site.IsASCII(raw) && !plural
}

// singularOf returns an abbreviation without the s of its plural: of "SLAs" "SLA".
func singularOf(raw string) (string, bool) {
	singular, ok := strings.CutSuffix(raw, "s")
	return singular, ok && len(singular) > 1 && strings.Trim(singular, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// isWord reports whether a form has letters and marks only.
func isWord(form string) bool {
	for _, r := range form {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return false
		}
	}
	return form != ""
}

// stemHindi takes the endings of number, gender, case and tense away, longest first (Ramanathan and Rao, "A lightweight
// stemmer for Hindi", 2003); the snowball library has no stemmer for it.
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

// stopWords are words that say little, by language. They are indexed like others, and looked up when nothing else was
// typed.
var stopWords = map[string]string{
	"en": `a about after all also an and any are as at be because been before being but by can could did do does doing down during each
		few for from get gets getting had has have having he her here hers him his how i if in into is it its just may me might more most must my need needs no nor
		not of off on once only or other our out over own same shall she should so some such than that the their them then there these
		they this those through to too under until up upon us use used uses using versus very vs want wants was we were what when where which while who whom whose why will with
		would you your`,
	"fr": `à ai au aux avec ce ces cet cette comme dans de des du elle elles en est et été être eu il ils je l la le les leur leurs lui ma mais
		me mes moi mon ne nos notre nous on ont ou où par pas plus pour qu que quel quelle qui sa sans se ses si son sont sur ta te tes
		toi ton tu un une vos votre vous y d c s n m t`,
	"de": `aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da damit dann das dass dem den der des dessen die
		dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas für gegen hat hatte haben
		hier ich ihr ihre im in ins ist ja jede jedem jeden jeder jedes kann kein keine man mein mit nach nicht noch nun nur ob oder ohne
		sehr sein seine sich sie sind so soll über um und uns unser unter vom von vor war waren was wenn wer werden wie wieder wir wird wo
		zu zum zur zwischen`,
	"es": `a al ante como con contra cual cuando de del desde donde durante e el ella ellas ellos en entre era es esa esas ese eso esos esta
		estas este esto estos fue ha hay la las le les lo los más me mi mis muy ni no nos nosotros o os otra otro para pero por porque que
		qué quien se ser si sin sobre son su sus también te tu tus u un una uno unos y ya yo`,
	"hi": `और का की के को है हैं में से पर ने कि यह वह इस उस एक तो ही भी था थी थे हो कर या जो तथा एवं लिए साथ अपने कुछ जब तक`,
}

// naming is a short name and what it stands for, both as forms with single spaces between them.
type naming struct{ short, long string }

const (
	minShort = 2  // letters of an abbreviation
	maxShort = 8  // likewise
	maxLong  = 90 // bytes before or after a bracket in which the long form must lie
)

// names appends the abbreviations that a text explains, as in "legal process outsourcing (LPO)" and in "LPO (legal
// process outsourcing)".
func (l *language) names(dst []naming, text string) []naming {
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '(')
		if open < 0 {
			return dst
		}
		open += at
		at = open + 1
		stop := strings.IndexByte(text[at:min(len(text), at+maxLong)], ')')
		if stop < 0 || open == 0 || text[open-1] != ' ' && text[open-1] != '\n' {
			continue
		}
		inside := text[at : at+stop]
		before := wordsIn(text[max(0, open-maxLong):open])
		if len(before) == 0 {
			continue
		}
		if letters := lettersOf(inside); letters != "" {
			if long := l.longForm(before, letters); long != nil {
				dst = append(dst, naming{letters, foldAll(long)})
			}
		} else if letters := lettersOf(before[len(before)-1]); letters != "" {
			if all := wordsIn(inside); len(all) > 1 {
				if long := l.longForm(all, letters); len(long) == len(all) {
					dst = append(dst, naming{letters, foldAll(long)})
				}
			}
		}
	}
}

// lettersOf returns the letters of an abbreviation in small letters, without the s of a plural; "" if it is none.
func lettersOf(s string) string {
	s = strings.TrimSpace(strings.Trim(s, `"“”'’„ `))
	if n := len(s); n > minShort && s[n-1] == 's' {
		s = s[:n-1]
	}
	if len(s) < minShort || len(s) > maxShort || s[0] < 'A' || s[0] > 'Z' {
		return ""
	}
	for i := range len(s) {
		if c := s[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' {
			return ""
		}
	}
	return strings.ReplaceAll(strings.ToLower(s), "-", "")
}

// wordsIn returns the tokens of a text, tokens with connectors in their pieces.
func wordsIn(text string) (list []string) {
	for start, end := nextToken(text, 0); start < end; start, end = nextToken(text, end) {
		pieces, bare := piecesOf(text[start:end])
		if bare {
			list = append(list, text[start:end])
			continue
		}
		for _, p := range pieces {
			list = append(list, p.text)
		}
	}
	return list
}

// longForm returns the words at the end of a list whose first letters are the given ones; unimportant words may stand
// between them.
func (l *language) longForm(words []string, letters string) []string {
	left := len(letters)
	for i := len(words) - 1; i >= 0 && len(words)-i <= 2*len(letters); i-- {
		w := fold(words[i])
		switch {
		case w != "" && w[0] == letters[left-1]:
			if left--; left == 0 {
				if len(words)-i < 2 {
					return nil
				}
				return words[i:]
			}
		case !l.stop[w] || left == len(letters):
			return nil
		}
	}
	return nil
}

// foldAll returns the forms of words, with single spaces between them.
func foldAll(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if f := fold(w); f != "" {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(f)
		}
	}
	return b.String()
}
