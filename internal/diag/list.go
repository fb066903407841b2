package diag

import (
	"cmp"
	"fmt"
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

// maxGrouped is how many further places a group names.
const maxGrouped = 3

// Group returns list, which is sorted, with the diagnostics of one code and one message as one: at the first place, with the number of
// the others and a few of them. It leaves alone what has none of the codes. The same mistake in each of a thousand pages hides all others.
func Group(list []Diagnostic, codes ...string) []Diagnostic {
	type kind struct {
		severity            Severity
		code, message, hint string
	}
	first := map[kind]int{}
	others := map[kind][]Place{}
	out := make([]Diagnostic, 0, len(list))
	for _, d := range list {
		k := kind{d.Severity, d.Code, d.Message, d.Hint}
		if _, known := first[k]; known {
			others[k] = append(others[k], d.Place)
			continue
		}
		if slices.Contains(codes, d.Code) {
			first[k] = len(out)
		}
		out = append(out, d)
	}
	for k, places := range others {
		d := &out[first[k]]
		also := "in one other place"
		if len(places) > 1 {
			also = fmt.Sprintf("in %d other places", len(places))
		}
		d.Message = strings.TrimSuffix(d.Message, ".") + "; the same is so " + also + "."
		d.Related = slices.Clone(d.Related)
		for _, p := range places[:min(len(places), maxGrouped)] {
			d.Related = append(d.Related, Related{Place: p, Message: "also here"})
		}
	}
	return out
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
		slices.Compare(a.All, b.All),
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
