package sitetest

import (
	"slices"
	"strconv"
	"strings"
)

// Shrink returns a script as short as it finds that still fails, without edits and lines of text that the failure does
// not need. fails is asked at most tries times, and must have said yes to the script itself.
func Shrink(script Script, tries int, fails func(Script) bool) Script {
	asked := func(s Script) bool {
		tries--
		return tries >= 0 && fails(s)
	}
	for before := ""; tries > 0 && before != script.String(); {
		before = script.String()
		script = without(script, asked)
		for i := range script {
			for k := range script[i].Args {
				script = shorter(script, i, k, asked)
			}
		}
	}
	return script
}

// without takes out as many elements as it can: halves first, single ones at last.
func without[S ~[]E, E any](list S, fails func(S) bool) S {
	for size := (len(list) + 1) / 2; size > 0; size /= 2 {
		for end := len(list); end > 0; end -= size {
			if end > len(list) {
				continue
			}
			if less := slices.Delete(slices.Clone(list), max(0, end-size), end); fails(less) {
				list = less
			}
		}
	}
	return list
}

// shorter makes one argument of one edit shorter: a text loses lines, a number becomes smaller.
func shorter(script Script, i, k int, fails func(Script) bool) Script {
	with := func(arg string) Script {
		changed := slices.Clone(script)
		changed[i].Args = slices.Clone(changed[i].Args)
		changed[i].Args[k] = arg
		return changed
	}
	arg := script[i].Args[k]
	if n, err := strconv.Atoi(arg); err == nil {
		for _, less := range []int{n / 2, n - 1} {
			if s := with(strconv.Itoa(less)); n > 0 && fails(s) {
				return s
			}
		}
		return script
	}
	lines := strings.SplitAfter(arg, "\n")
	if len(lines) < 2 {
		return script
	}
	lines = without(lines, func(lines []string) bool { return fails(with(strings.Join(lines, ""))) })
	return with(strings.Join(lines, ""))
}
