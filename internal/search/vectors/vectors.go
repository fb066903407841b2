// Package vectors compares what packages of search give with the test vectors in testdata/vectors, which the client in
// the browser is tested with too. Only tests use it.
package vectors

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the test vectors anew")

// Compare compares a value with a file of the test vectors. With the flag -update it writes the file anew.
func Compare(t *testing.T, name string, value any) {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("..", "testdata", "vectors", name)
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s is not what the code gives: if that is meant, write it anew with -update and read the difference", file)
	}
}
