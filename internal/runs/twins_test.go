package runs

import (
	"strings"
	"testing"

	"pandect/internal/twins"
)

// TestPlainTwins: names that others wrote, as the page and the register show them.
func TestPlainTwins(t *testing.T) {
	type vector struct {
		Text string `json:"text"`
		Want string `json:"want"`
	}
	var vectors []vector
	for _, text := range append([]string{" Ann  Lee ", "\u00a0Ann\u3000", "a\r\n\tb", "\n\u200b\n", "a\n \nb", "\u2028\u0085a\u200d\u2069", strings.Repeat("x", 199) + "😀", strings.Repeat("x", 198) + "😀y", strings.Repeat("漢", 201)}, twins.Texts...) {
		vectors = append(vectors, vector{text, plain(text)})
	}
	twins.Compare(t, "testdata/plain.json", vectors)
}
