package escape

import "testing"

func TestHTML(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "",
		"plain, wörter":     "plain, wörter",
		`<a href="b">&amp;`: "&lt;a href=&quot;b&quot;&gt;&amp;amp;",
		"a\x00b'":           "ab'",
	} {
		if got := string(HTML(nil, text)); got != want {
			t.Errorf("HTML(%q) = %q, want %q", text, got, want)
		}
		if got := string(HTML([]byte("before "), []byte(text))); got != "before "+want {
			t.Errorf("HTML of the bytes of %q = %q, want it after what was there", text, got)
		}
	}
}
