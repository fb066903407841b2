package format

import "unicode/utf8"

// WordList is a shard of words that a typo may lead to.
type WordList struct {
	Words      []string // sorted
	Commonness []uint8  // of each, by powers of two
}

// A word that a typo may lead to has so many characters.
const (
	MinWord = 3
	MaxWord = 30
)

// LetterAt returns the character of a form at a place, counted in characters: a word is found in the shard of the first one
// that it has, and in the shard of the second.
func LetterAt(form string, at int) string {
	for i, r := range form {
		if at == 0 {
			return form[i : i+utf8.RuneLen(r)]
		}
		at--
	}
	return ""
}

// Payload writes the shard.
func (l *WordList) Payload() []byte {
	out := append(appendForms(nil, l.Words), '\n')
	for _, n := range l.Commonness {
		out = append(out, digit(int(n)))
	}
	return append(out, "\nend"...)
}

// ReadWords reads what Payload wrote.
func ReadWords(payload string) (*WordList, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != 2 {
		return nil, ErrDamaged
	}
	l := &WordList{}
	if l.Words, err = readForms(lines[0]); err != nil {
		return nil, err
	}
	r := numbers{text: lines[1]}
	for range l.Words {
		l.Commonness = append(l.Commonness, uint8(r.next(lastDigit-1)))
	}
	return l, r.done()
}
