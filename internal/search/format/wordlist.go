package format

import "unicode/utf8"

// WordList is a shard of candidates for the correction of typos.
type WordList struct {
	Words      []string // sorted
	Commonness []uint8  // of each: the bit length of its document frequency
}

// Length of a candidate in characters.
const (
	MinWord = 3
	MaxWord = 30
)

// LetterAt returns the character of a form at an index in characters. Each word is in the shard of its first character, and
// in the shard of its second.
func LetterAt(form string, at int) string {
	for i, r := range form {
		if at == 0 {
			return form[i : i+utf8.RuneLen(r)]
		}
		at--
	}
	return ""
}

// Payload encodes the shard.
func (l *WordList) Payload() []byte {
	out := append(appendForms(nil, l.Words), '\n')
	for _, n := range l.Commonness {
		out = append(out, digit(int(n)))
	}
	return append(out, "\nend"...)
}

// ReadWords decodes what Payload wrote.
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
