package diag

import (
	"cmp"
	"slices"
	"strings"
)

// String returns "error" or "warning".
func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return "unknown"
}

// Sort sorts list by file, line and column, errors before warnings at one place, then by code and message. The remaining
// fields break ties, so that the result does not depend on the order of the input.
func Sort(list []Diagnostic) { slices.SortStableFunc(list, compare) }

// Dedup returns a sorted copy of list in which equal diagnostics appear once.
func Dedup(list []Diagnostic) []Diagnostic {
	list = slices.Clone(list)
	Sort(list)
	return slices.CompactFunc(list, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

// Count returns how many errors and how many warnings list holds.
func Count(list []Diagnostic) (errors, warnings int) {
	for _, d := range list {
		if d.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// Promote returns a copy of list in which every warning is an error, as a strict build asks for.
func Promote(list []Diagnostic) []Diagnostic {
	list = slices.Clone(list)
	for i := range list {
		list[i].Severity = Error
	}
	return list
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		strings.Compare(a.Place.File, b.Place.File),
		cmp.Compare(a.Place.Line, b.Place.Line),
		cmp.Compare(a.Place.Column, b.Place.Column),
		cmp.Compare(b.Severity, a.Severity),
		strings.Compare(a.Code, b.Code),
		strings.Compare(a.Message, b.Message),
		cmp.Compare(a.Place.Length, b.Place.Length),
		strings.Compare(a.Hint, b.Hint),
		strings.Compare(a.Quote, b.Quote),
		slices.CompareFunc(a.Related, b.Related, compareRelated),
	)
}

func compareRelated(a, b Related) int {
	return cmp.Or(
		strings.Compare(a.Place.File, b.Place.File),
		cmp.Compare(a.Place.Line, b.Place.Line),
		cmp.Compare(a.Place.Column, b.Place.Column),
		cmp.Compare(a.Place.Length, b.Place.Length),
		strings.Compare(a.Message, b.Message),
	)
}
