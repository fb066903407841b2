// Package site is the vocabulary of a finished site and the pure indexes over it: what a markdown file says (Doc),
// what a page may show (Page), the navigation, the resolver of links, backlinks, related pages and taxonomies, and
// the rules by which source paths become addresses.
//
// Everything here is a value or a pure function. The package knows no file system, no clock, no markdown and no
// template; "now" is an argument.
package site

import (
	"cmp"
	"maps"
	"slices"
)

// SortedKeys returns the keys of m in ascending order.
func SortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
