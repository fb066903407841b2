package index

import (
	"strings"
	"unicode/utf8"

	"pandect/internal/search/words"
)

// gapTable is a map from gaps, the texts between tokens, to numbers. Gaps are normalised by tidy. A single space has the
// number 0, and so has every new gap when the table is full.
type gapTable struct {
	texts   []string          // by number
	numbers map[string]uint32 // by text, both normalised and as written
	recent  [64]recentGap     // direct-mapped cache by hash, which has nearly all gaps of a text
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
	if len(s) < 64 { // longer ones seldom recur
		t.numbers[strings.Clone(s)] = number
	}
	return number
}

// tidy is words.Clean for a text between two words: spaces at its ends are kept.
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
