package config

import (
	"slices"
	"strings"
	"testing"

	"pandect/internal/diag"
)

// TestLinkSchemes checks that a site adds schemes that are well written, and never those that run code.
func TestLinkSchemes(t *testing.T) {
	c, found := Parse("config.toml", []byte("[markdown]\nlink_schemes = [\"sms\", \"ms-teams\"]\n"))
	if len(found) > 0 || !slices.Equal(c.Markdown.LinkSchemes, []string{"sms", "ms-teams"}) {
		t.Errorf("%q %v", c.Markdown.LinkSchemes, found)
	}
	for scheme, hint := range map[string]string{
		"javascript": "Take it out", "data:": "Take it out", "VBScript": "Take it out", "file": "Take it out", "blob": "Take it out",
		"SMS": "small letters", "sms:": "small letters", "s ms": "small letters", "1x": "small letters", "c": "Take it out",
	} {
		c, found := Parse("config.toml", []byte("[markdown]\nlink_schemes = [\""+scheme+"\"]\n"))
		if errors, _ := diag.Count(found); errors != 1 || len(c.Markdown.LinkSchemes) > 0 || !strings.Contains(found[0].Hint, hint) || found[0].Place.Line != 2 {
			t.Errorf("%s: %q %+v", scheme, c.Markdown.LinkSchemes, found)
		}
	}
}
