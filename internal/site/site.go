// Package site is the vocabulary of a finished site and the pure indexes over it: what a markdown file says (Doc),
// what a page may show (Page), the navigation, the resolver of links, backlinks, related pages and taxonomies, and
// the rules by which source paths become addresses.
//
// Everything here is a value or a pure function. The package knows no file system, no clock, no markdown and no
// template; "now" is an argument.
package site

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"pandect/internal/memo"
)

// SortedKeys returns the keys of m in ascending order.
func SortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// hashValue adds a value as front matter can hold it: what TOML and YAML decode to.
func hashValue(h *memo.Hash, v any) {
	h.String(fmt.Sprintf("%T", v))
	switch v := v.(type) {
	case map[string]any:
		h.Int(len(v))
		for _, key := range SortedKeys(v) {
			h.String(key)
			hashValue(h, v[key])
		}
	case []any:
		h.Int(len(v))
		for _, item := range v {
			hashValue(h, item)
		}
	case time.Time:
		h.Time(v)
	default:
		h.String(fmt.Sprint(v))
	}
}
