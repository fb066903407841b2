package plaintext_test

import (
	"testing"

	"pandect/internal/plaintext"
	"pandect/internal/site"
)

func TestTheTitleStandsOnce(t *testing.T) {
	for _, c := range []struct{ description, plain, want string }{
		{"", "Text.\n", "# Consent\n\nText.\n"},
		{"When to ask.", "Text.\n", "# Consent\n\n> When to ask.\n\nText.\n"},
		{"When to ask.", "\n# Consent\n\nText.\n", "\n# Consent\n\nText.\n"},
		{"", "## Consent\n", "# Consent\n\n## Consent\n"},
	} {
		d := &site.Doc{Title: "Consent", Plain: []byte(c.plain)}
		d.Meta.Description = c.description
		got, found, err := plaintext.Make(&site.Page{Doc: d})
		if string(got) != c.want || len(found) > 0 || err != nil {
			t.Errorf("%q: %q, want %q (%v, %v)", c.plain, got, c.want, found, err)
		}
	}
}
