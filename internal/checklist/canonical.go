package checklist

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// Canonical appends a value as canonical JSON, as the script of the page writes it: keys in the order of their UTF-16 code
// units, no spaces, UTF-8. The value is made of map[string]any, []any, string, json.Number, bool and nil; a number stays as it
// is written.
func Canonical(b []byte, value any) []byte {
	switch v := value.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		slices.SortFunc(keys, byUnits)
		b = append(b, '{')
		for i, key := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(quote(b, key), ':')
			b = Canonical(b, v[key])
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, x := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = Canonical(b, x)
		}
		return append(b, ']')
	case string:
		return quote(b, v)
	case json.Number:
		return append(b, v...)
	case bool:
		return fmt.Append(b, v)
	}
	return append(b, "null"...)
}

// byUnits compares as ECMAScript does: a character beyond U+FFFF is two units, which stand before U+E000.
func byUnits(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// quote appends a string as ECMAScript's JSON.stringify writes it.
func quote(b []byte, s string) []byte {
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // of a string: cannot fail
	return append(b, strings.NewReplacer(`\\`, `\\`, `\u2028`, "\u2028", `\u2029`, "\u2029", `\u007f`, "\u007f").Replace(strings.TrimSuffix(text.String(), "\n"))...)
}
