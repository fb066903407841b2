package buffer

import "testing"

func TestGetHasRoomAndIsEmpty(t *testing.T) {
	for _, size := range []int{0, 1, 10_000, 100, 1 << 20} {
		b := Get(size)
		if len(b) != 0 || cap(b) < size {
			t.Fatalf("Get(%d) has length %d and room for %d", size, len(b), cap(b))
		}
		Put(append(b, "full"...))
	}
	Put(nil)
}
