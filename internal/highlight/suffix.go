package highlight

import "regexp/syntax"

// maxSuffixes is how many alternative suffixes are tracked.
const maxSuffixes = 8

// requiredSuffixes returns literals of which one must end every match of re, and the least number of characters of a
// match before that literal. It returns nil when some match has no known suffix.
func requiredSuffixes(re *syntax.Regexp) (list []string, offset int) {
	list, _ = suffixes(re)
	longest := 0
	for _, suffix := range list {
		if suffix == "" {
			return nil, 0
		}
		longest = max(longest, len(suffix))
	}
	return list, max(0, minLength(re)-longest)
}

// suffixes returns literals of which one ends every match of re. exact means that re matches these literals and nothing
// else.
func suffixes(re *syntax.Regexp) (list []string, exact bool) {
	unknown := []string{""}
	switch re.Op {
	case syntax.OpLiteral:
		for _, c := range re.Rune {
			if ambiguous(c) || re.Flags&syntax.FoldCase != 0 && isLetter(c) {
				return unknown, false
			}
		}
		return []string{string(re.Rune)}, true
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return unknown, true
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			for c := re.Rune[i]; c <= re.Rune[i+1]; c++ {
				if ambiguous(c) || len(list) == maxSuffixes {
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
		list, exact = suffixes(re.Sub[0])
		return append(list, ""), exact
	case syntax.OpAlternate:
		exact = true
		for _, sub := range re.Sub {
			more, all := suffixes(sub)
			list, exact = append(list, more...), exact && all
		}
		if len(list) > maxSuffixes {
			return unknown, false
		}
		return list, exact
	case syntax.OpConcat:
		list, exact = unknown, true
		for i := len(re.Sub) - 1; i >= 0 && exact; i-- {
			before, all := suffixes(re.Sub[i])
			if len(before)*len(list) > maxSuffixes {
				return list, false
			}
			var joined []string
			for _, b := range before {
				for _, l := range list {
					joined = append(joined, b+l)
				}
			}
			list, exact = joined, all
		}
		return list, exact
	}
	return unknown, false
}

// minLength returns the least number of characters that a match of re has.
func minLength(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return minLength(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min * minLength(re.Sub[0])
	case syntax.OpConcat:
		n := 0
		for _, sub := range re.Sub {
			n += minLength(sub)
		}
		return n
	case syntax.OpAlternate:
		n := minLength(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			n = min(n, minLength(sub))
		}
		return n
	}
	return 0
}
