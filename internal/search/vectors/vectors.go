// Package vectors compares what packages of search give with the test vectors in testdata/vectors, which the client in
// the browser is tested with too. Only tests use it.
package vectors

import (
	"path/filepath"
	"testing"

	"pandect/internal/twins"
)

// Compare compares a value with a file of the test vectors. With the flag -update it writes the file anew.
func Compare(t *testing.T, name string, value any) {
	t.Helper()
	twins.Compare(t, filepath.Join("..", "testdata", "vectors", name), value)
}
