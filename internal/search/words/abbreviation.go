package words

import (
	"strings"
)

// Abbreviation is an abbreviation with its long form, both folded, with single spaces between words.
type Abbreviation struct{ Short, Long string }

const (
	minShort = 2 // letters of an abbreviation
	maxShort = 8
	maxLong  = 90 // bytes before or inside a bracket in which the long form must be
)

// Abbreviations appends the abbreviations that a text defines, as in "legal process outsourcing (LPO)" and in "LPO (legal
// process outsourcing)".
func (l *Language) Abbreviations(dst []Abbreviation, text string) []Abbreviation {
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
				dst = append(dst, Abbreviation{letters, FoldAll(long)})
			}
		} else if letters := lettersOf(before[len(before)-1]); letters != "" {
			if all := wordsIn(inside); len(all) > 1 {
				if long := l.longForm(all, letters); len(long) == len(all) {
					dst = append(dst, Abbreviation{letters, FoldAll(long)})
				}
			}
		}
	}
}

// lettersOf returns the letters of an abbreviation in lower case, without a plural s, or "" if s is not an abbreviation.
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

// wordsIn returns the tokens of a text; those with connectors are split into their pieces.
func wordsIn(text string) (list []string) {
	for start, end := NextToken(text, 0); start < end; start, end = NextToken(text, end) {
		pieces, bare := Pieces(text[start:end])
		if bare {
			list = append(list, text[start:end])
			continue
		}
		for _, p := range pieces {
			list = append(list, p.Text)
		}
	}
	return list
}

// longForm returns the words at the end of a list whose initials are the given letters. Stop words between them may have
// other initials.
func (l *Language) longForm(words []string, letters string) []string {
	left := len(letters)
	for i := len(words) - 1; i >= 0 && len(words)-i <= 2*len(letters); i-- {
		w := Fold(words[i])
		switch {
		case w != "" && w[0] == letters[left-1]:
			if left--; left == 0 {
				if len(words)-i < 2 {
					return nil
				}
				return words[i:]
			}
		case !l.IsStop(w) || left == len(letters):
			return nil
		}
	}
	return nil
}
