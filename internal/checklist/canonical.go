package checklist

import (
	"encoding/json"
	"fmt"
	"strings"

	"pandect/internal/site"
)

// Canonical appends a value as canonical JSON: sorted keys, no spaces, UTF-8. The script of the page writes the same. The
// value consists of map[string]any, []any, string, json.Number, bool and nil; numbers are kept as written.
func Canonical(b []byte, value any) []byte {
	switch v := value.(type) {
	case map[string]any:
		b = append(b, '{')
		for i, key := range site.SortedKeys(v) {
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

// quote appends a string as ECMAScript's JSON.stringify writes it.
func quote(b []byte, s string) []byte {
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // of a string: cannot fail
	return append(b, strings.NewReplacer(`\u2028`, "\u2028", `\u2029`, "\u2029", `\u007f`, "\u007f").Replace(strings.TrimSuffix(text.String(), "\n"))...)
}
