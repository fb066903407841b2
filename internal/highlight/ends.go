package highlight

import "regexp/syntax"

// maxEnds is how many choices of an end are kept apart.
const maxEnds = 8

// endsOf returns the texts of which every match of re ends with one, and how many characters of a match stand before it
// at least; nil when nothing is known of the end.
func endsOf(re *syntax.Regexp) (ends []string, after int) {
	ends, _ = suffixes(re)
	longest := 0
	for _, end := range ends {
		if end == "" {
			return nil, 0
		}
		longest = max(longest, len(end))
	}
	if ends == nil {
		return nil, 0
	}
	return ends, max(0, shortest(re)-longest)
}

// suffixes returns the texts with one of which every match of re ends; whole says that they are all that re matches.
func suffixes(re *syntax.Regexp) (list []string, whole bool) {
	unknown := []string{""}
	switch re.Op {
	case syntax.OpLiteral:
		for _, c := range re.Rune {
			if odd(c) || re.Flags&syntax.FoldCase != 0 && isLetter(c) {
				return unknown, false
			}
		}
		return []string{string(re.Rune)}, true
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return unknown, true
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for c := re.Rune[i]; c <= re.Rune[i+1]; c++ {
				if odd(c) || len(list) == maxEnds {
					return unknown, false
				}
				list = append(list, string(c))
			}
		}
		return list, true
	case syntax.OpCapture:
		return suffixes(re.Sub[0])
	case syntax.OpPlus:
		list, _ = suffixes(re.Sub[0])
		return list, false
	case syntax.OpQuest:
		list, whole = suffixes(re.Sub[0])
		return append(list, ""), whole
	case syntax.OpAlternate:
		whole = true
		for _, sub := range re.Sub {
			some, all := suffixes(sub)
			list, whole = append(list, some...), whole && all
		}
		if len(list) > maxEnds {
			return unknown, false
		}
		return list, whole
	case syntax.OpConcat:
		list, whole = unknown, true
		for i := len(re.Sub) - 1; i >= 0 && whole; i-- {
			before, all := suffixes(re.Sub[i])
			if len(before)*len(list) > maxEnds {
				return list, false
			}
			var joined []string
			for _, b := range before {
				for _, l := range list {
					joined = append(joined, b+l)
				}
			}
			list, whole = joined, all
		}
		return list, whole
	}
	return unknown, false
}

// shortest returns how many characters a match of re has at least.
func shortest(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return shortest(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min * shortest(re.Sub[0])
	case syntax.OpConcat:
		n := 0
		for _, sub := range re.Sub {
			n += shortest(sub)
		}
		return n
	case syntax.OpAlternate:
		n := shortest(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			n = min(n, shortest(sub))
		}
		return n
	}
	return 0
}
