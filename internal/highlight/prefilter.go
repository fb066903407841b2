package highlight

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// prefilter decides cheaply whether an expression can match at a position, and matches the simplest expressions itself.
// It decides for ASCII characters only and leaves all others to the expression: Go and .NET, in whose syntax the
// expressions are, disagree about what a letter is.
type prefilter struct {
	first asciiSet // characters with which a match may begin

	// Of an expression that begins with alternative words and a word boundary, such as (if|else)\b.
	words  map[string]bool
	folded bool // case is ignored; words is in lower case
	whole  bool // the expression is nothing else

	// Of an expression that is a sequence of sets, the last of which may be repeated, such as //[^\n]*.
	steps  []asciiSet
	loop   asciiSet
	looped bool

	// Literals one of which ends every match, such as the end of a comment, and the least number of characters before it.
	// Where none of them follows, the expression is not tried: it would scan the rest of the text at each position.
	suffixes     []string
	suffixOffset int
}

// asciiSet is a set of ASCII characters.
type asciiSet [2]uint64

func (s *asciiSet) add(c rune) {
	if c < utf8.RuneSelf {
		s[c>>6] |= 1 << (c & 63)
	}
}

// has reports whether c is in the set or is not ASCII.
func (s *asciiSet) has(c rune) bool { return c >= utf8.RuneSelf || s[c>>6]&(1<<(c&63)) != 0 }

var everyASCII = asciiSet{^uint64(0), ^uint64(0)}

const (
	noMatch = -1
	unknown = -2
)

// try returns the length of the match at a position, noMatch, or unknown if the expression has to decide.
func (s *prefilter) try(text []rune, at int) int {
	switch {
	case s.words != nil:
		return s.tryWord(text, at)
	case s.steps == nil && !s.looped:
		return unknown
	}
	pos := at
	for i := range s.steps {
		if pos == len(text) {
			return noMatch
		}
		if ambiguous(text[pos]) {
			return unknown
		}
		if !s.steps[i].has(text[pos]) {
			return noMatch
		}
		pos++
	}
	for s.looped && pos < len(text) {
		if ambiguous(text[pos]) {
			return unknown
		}
		if !s.loop.has(text[pos]) {
			break
		}
		pos++
	}
	return pos - at
}

// ambiguous reports whether Go and .NET may classify a character differently.
func ambiguous(c rune) bool { return c >= utf8.RuneSelf || c < ' ' && c != '\t' && c != '\n' }

func (s *prefilter) tryWord(text []rune, at int) int {
	if at > 0 && (ambiguous(text[at-1]) || isWord(text[at-1])) {
		return unknown
	}
	var word [64]byte
	n := 0
	for ; at+n < len(text); n++ {
		c := text[at+n]
		if c >= utf8.RuneSelf || n == len(word) {
			return unknown
		}
		if !isWord(c) {
			break
		}
		word[n] = byte(c)
		if s.folded && 'A' <= c && c <= 'Z' {
			word[n] |= 0x20
		}
	}
	if !s.words[string(word[:n])] {
		return noMatch
	}
	if s.whole {
		return n
	}
	return unknown
}

func isLetter(c rune) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' && c < utf8.RuneSelf }

func isWord(c rune) bool {
	return c == '_' || '0' <= c && c <= '9' || isLetter(c)
}

// newPrefilter analyses a pattern in the syntax of .NET. Go's parser knows most of that syntax but no lookaround, so it
// parses the pattern without: that one matches wherever the pattern does.
func newPrefilter(pattern string, flags syntax.Flags) prefilter {
	s := prefilter{first: everyASCII}
	if strings.Contains(pattern, "[[:") || strings.Contains(pattern, "-[") { // Go reads these classes differently
		return s
	}
	bare, ok := withoutLookaround(pattern)
	if !ok {
		return s
	}
	re, err := syntax.Parse(bare, flags)
	if err != nil {
		return s
	}
	var set asciiSet
	if addFirst(re, &set) {
		return s // it can match the empty string, and so anywhere
	}
	for c := rune(0); c < ' '; c++ {
		if ambiguous(c) {
			set.add(c)
		}
	}
	s.first = set
	s.suffixes, s.suffixOffset = requiredSuffixes(re)
	s.folded = flags&syntax.FoldCase != 0
	s.findWords(pattern)
	if s.words == nil && bare == pattern {
		s.findSteps(re)
	}
	return s
}

// findWords recognises (if|else)\b, with or without \b before it and anything after it.
func (s *prefilter) findWords(pattern string) {
	rest := strings.TrimPrefix(pattern, `\b`)
	if !strings.HasPrefix(rest, "(") {
		return
	}
	rest = strings.TrimPrefix(rest[1:], "?:")
	list, rest, ok := strings.Cut(rest, ")")
	if !ok || !strings.HasPrefix(rest, `\b`) || strings.HasPrefix(rest, `\b?`) || strings.HasPrefix(rest, `\b*`) {
		return
	}
	words := map[string]bool{}
	for _, word := range strings.Split(list, "|") {
		if word == "" || strings.ContainsFunc(word, func(c rune) bool { return !isWord(c) }) {
			return
		}
		if s.folded {
			word = strings.ToLower(word)
		}
		words[word] = true
	}
	if hasAlternation(rest) {
		return
	}
	s.words, s.whole = words, rest == `\b`
}

// hasAlternation reports whether a pattern has an alternation outside any group, of which the words are one branch only.
func hasAlternation(pattern string) bool {
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			i++
		case '[':
			i += classLength(pattern[i:]) - 1
		case '(':
			n := groupLength(pattern[i:])
			if n < 0 {
				return true
			}
			i += n - 1
		case '|':
			return true
		}
	}
	return false
}

// findSteps recognises a sequence of characters or sets, the last of which may be repeated.
func (s *prefilter) findSteps(re *syntax.Regexp) {
	re = uncaptured(re)
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	var steps []asciiSet
	for i, part := range parts {
		part = uncaptured(part)
		switch part.Op {
		case syntax.OpLiteral:
			for j, c := range part.Rune {
				if ambiguous(c) {
					return
				}
				steps = append(steps, setOf(&syntax.Regexp{Op: syntax.OpLiteral, Flags: part.Flags, Rune: part.Rune[j:]}))
			}
		case syntax.OpCharClass, syntax.OpAnyCharNotNL:
			steps = append(steps, setOf(part))
		case syntax.OpPlus, syntax.OpStar:
			sub := uncaptured(part.Sub[0])
			if i != len(parts)-1 || part.Flags&syntax.NonGreedy != 0 || sub.Op != syntax.OpCharClass && sub.Op != syntax.OpAnyCharNotNL {
				return
			}
			s.loop, s.looped = setOf(sub), true
			if part.Op == syntax.OpPlus {
				steps = append(steps, s.loop)
			}
		default:
			return
		}
	}
	s.steps = steps
}

// uncaptured returns an expression without the capturing groups around it.
func uncaptured(re *syntax.Regexp) *syntax.Regexp {
	for re.Op == syntax.OpCapture {
		re = re.Sub[0]
	}
	return re
}

// setOf returns the set of characters with which a match of re begins.
func setOf(re *syntax.Regexp) asciiSet {
	var set asciiSet
	addFirst(re, &set)
	if re.Op == syntax.OpAnyCharNotNL {
		set = everyASCII
		set['\n'>>6] &^= 1 << '\n'
	}
	return set
}

// addFirst adds the characters with which a match of re may begin, and reports whether re can match the empty string.
func addFirst(re *syntax.Regexp, set *asciiSet) (empty bool) {
	switch re.Op {
	case syntax.OpNoMatch:
		return false
	case syntax.OpLiteral:
		c := re.Rune[0]
		set.add(c)
		if re.Flags&syntax.FoldCase != 0 && isLetter(c) {
			set.add(c ^ 0x20)
		}
		return false
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for c := re.Rune[i]; c <= re.Rune[i+1] && c < utf8.RuneSelf; c++ {
				set.add(c)
			}
		}
		return false
	case syntax.OpAnyCharNotNL, syntax.OpAnyChar:
		*set = everyASCII
		return false
	case syntax.OpCapture, syntax.OpPlus:
		return addFirst(re.Sub[0], set)
	case syntax.OpStar, syntax.OpQuest:
		addFirst(re.Sub[0], set)
		return true
	case syntax.OpRepeat:
		return addFirst(re.Sub[0], set) || re.Min == 0
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !addFirst(sub, set) {
				return false
			}
		}
		return true
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			empty = addFirst(sub, set) || empty
		}
		return empty
	}
	return true // an assertion
}

// withoutLookaround returns a pattern with an empty group in place of each lookahead and lookbehind, with ordinary groups
// in place of atomic ones, and with all of ASCII in place of classes about which regexp2 and Go disagree.
func withoutLookaround(pattern string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(pattern); {
		rest := pattern[i:]
		switch {
		case rest[0] == '\\' && len(rest) > 1:
			b.WriteString(rest[:2])
			i += 2
			continue
		case rest[0] == '[':
			n := classLength(rest)
			if class := rest[:n]; strings.HasPrefix(class, "[^") && (strings.Contains(class, `\W`) || strings.Contains(class, `\D`) || strings.Contains(class, `\S`)) {
				b.WriteString(`[\x00-\x7f]`) // regexp2 sometimes misses that [^\W] is \w
			} else {
				b.WriteString(class)
			}
			i += n
			continue
		case strings.HasPrefix(rest, "(?=") || strings.HasPrefix(rest, "(?!") || strings.HasPrefix(rest, "(?<=") || strings.HasPrefix(rest, "(?<!"):
			n := groupLength(rest)
			if n < 0 {
				return "", false
			}
			b.WriteString("(?:)")
			i += n
			continue
		case strings.HasPrefix(rest, "(?>"):
			b.WriteString("(?:")
			i += 3
			continue
		}
		b.WriteByte(rest[0])
		i++
	}
	return b.String(), true
}

// classLength returns the length of the character class that begins s.
func classLength(s string) int {
	i := 1
	if i < len(s) && s[i] == '^' {
		i++
	}
	if i < len(s) && s[i] == ']' {
		i++
	}
	for i < len(s) && s[i] != ']' {
		if s[i] == '\\' {
			i++
		}
		i++
	}
	return min(i+1, len(s))
}

// groupLength returns the length of the group that begins s, or -1 if it is not closed.
func groupLength(s string) int {
	depth := 0
	for i := 0; i < len(s); {
		switch s[i] {
		case '\\':
			i++
		case '[':
			i += classLength(s[i:])
			continue
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return -1
}
