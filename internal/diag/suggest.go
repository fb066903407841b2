package diag

import "strings"

// Suggest returns the candidate that word was probably meant to be: the one with the fewest letters inserted, left
// out, replaced or swapped with their neighbour, whatever their case. It returns false when even the nearest differs
// by more than one letter in three. Of equally near candidates the alphabetically first is taken.
//
// The distance is optimal string alignment: Damerau-Levenshtein in which no part is edited twice.
func Suggest(word string, candidates []string) (string, bool) {
	a := []rune(strings.ToLower(word))
	limit := (len(a) + 2) / 3
	best, nearest := "", limit+1
	for _, candidate := range candidates {
		d := distance(a, []rune(strings.ToLower(candidate)), nearest)
		if d < nearest || d == nearest && d <= limit && candidate < best {
			best, nearest = candidate, d
		}
	}
	return best, nearest <= limit
}

// distance returns the distance of a and b, or some number above limit when it is above limit.
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
		if least > limit { // a swap looks two rows back, but costs one more than what stands there
			return limit + 1
		}
	}
	return row[len(b)]
}
