package index

import (
	"strings"
	"unicode/utf8"

	"pandect/internal/search/words"
)

// gapTable numbers what stands between tokens, as tidy has it: it is a map from gaps to numbers. That of a single space is
// 0; so are those of all gaps that are met when there are as many as may be.
type gapTable struct {
	texts   []string          // by number
	numbers map[string]uint32 // by text, tidied and as it was met
	recent  [64]recentGap     // some that were met lately, by hash: nearly all of a text are among them
}

// recentGap is a gap of 1 to 8 bytes.
type recentGap struct {
	text   words.Packed
	length int
	number uint32
}

func newGapTable() gapTable {
	return gapTable{texts: []string{" "}, numbers: map[string]uint32{" ": 0}}
}

// number returns the number of a gap, which is below limit.
func (t *gapTable) number(s string, limit uint32) uint32 {
	n := len(s)
	if n == 0 || n > 8 {
		return t.find(s, limit)
	}
	if s == " " {
		return 0
	}
	text := words.Pack(s)
	at := &t.recent[text.Hash()%uint64(len(t.recent))]
	if at.text != text || at.length != n {
		*at = recentGap{text, n, t.find(s, limit)}
	}
	return at.number
}

func (t *gapTable) find(s string, limit uint32) uint32 {
	if number, ok := t.numbers[s]; ok {
		return number
	}
	text := tidy(s)
	number, ok := t.numbers[text]
	if !ok {
		if number = uint32(len(t.texts)); number >= limit {
			return 0
		}
		text = strings.Clone(text)
		t.texts = append(t.texts, text)
		t.numbers[text] = number
	}
	if len(s) < 64 { // longer ones hardly come again
		t.numbers[strings.Clone(s)] = number
	}
	return number
}

// tidy is words.Clean for what stands between two words: spaces at its ends stay.
func tidy(s string) string {
	text := words.Clean(s)
	if s == "" || text == "" && strings.IndexFunc(s, words.IsBlank) < 0 {
		return text
	}
	if text == "" {
		return " "
	}
	if r, _ := utf8.DecodeRuneInString(s); words.IsBlank(r) {
		text = " " + text
	}
	if r, _ := utf8.DecodeLastRuneInString(s); words.IsBlank(r) {
		text += " "
	}
	return text
}
