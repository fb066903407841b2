package index

import (
	"math/rand/v2"
	"testing"
)

// TestGapTable compares a gapTable with a map, for gaps with and without a number left for them.
func TestGapTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	parts := []string{" ", " ", ",", ".", "\n", "\x00", "–", "«", "\t", "(", "\u00a0"}
	for _, limit := range []uint32{1, 40, maxCodes} {
		table := newGapTable()
		numbers := map[string]uint32{" ": 0} // by tidied text
		for range 20_000 {
			gap := ""
			for range random.IntN(6) {
				gap += parts[random.IntN(len(parts))]
			}
			want, ok := numbers[tidy(gap)]
			if !ok && uint32(len(numbers)) < limit {
				want = uint32(len(numbers))
				numbers[tidy(gap)] = want
			}
			if got := table.number(gap, limit); got != want {
				t.Fatalf("%q has the number %d, want %d", gap, got, want)
			}
			if want > 0 && table.texts[want] != tidy(gap) {
				t.Fatalf("%q comes back as %q, want %q", gap, table.texts[want], tidy(gap))
			}
		}
		if len(numbers) > int(limit) || len(table.texts) != len(numbers) {
			t.Errorf("%d gaps have numbers, want %d", len(table.texts), len(numbers))
		}
	}
}
