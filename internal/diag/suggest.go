package diag

import "strings"

// Suggest returns the candidate nearest to word, ignoring case, for "did you mean". It returns false if even that differs in
// more than one letter in three. Of equally near candidates the alphabetically first is returned.
//
// The distance is optimal string alignment: Damerau-Levenshtein without editing a substring twice.
func Suggest(word string, candidates []string) (string, bool) {
	a := []rune(strings.ToLower(word))
	limit := (len(a) + 2) / 3
	if len(a) <= 4 { // two letters of four make another word
		limit = 1
	}
	best, nearest := "", limit+1
	for _, candidate := range candidates {
		d := distance(a, []rune(strings.ToLower(candidate)), nearest)
		if d < nearest || d == nearest && d <= limit && candidate < best {
			best, nearest = candidate, d
		}
	}
	return best, nearest <= limit
}

// distance returns the distance of a and b, or limit+1 if it is greater than limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit { // a swap costs one more than the value two rows above
			return limit + 1
		}
	}
	return row[len(b)]
}
