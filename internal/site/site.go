// Package site is the domain model of a site and the pure indexes over it: the compiled markdown file (Doc), the page that a
// layout renders (Page), navigation, links, backlinks, related pages, taxonomies, and the mapping of source paths to
// addresses.
//
// Everything here is a value or a pure function. The package does not depend on files, the clock, markdown or templates;
// "now" is an argument.
package site

import (
	"cmp"
	"maps"
	"slices"
)

// SortedKeys returns the keys of m in ascending order.
func SortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
