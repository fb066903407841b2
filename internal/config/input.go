package config

import (
	"fmt"
	"sort"

	"pandect/internal/diag"
)

const (
	errorAt   = diag.Error
	warningAt = diag.Warning
)

// input is the file that is read, with its diagnostics. Byte offsets are relative to the text that is parsed, which is the file or a
// part of it, after cleaning; origin converts them to offsets in the file.
type input struct {
	path      string
	file      []byte  // the whole file
	prefix    string  // of codes: "config", "theme" or "front-matter"
	start     int     // offset of the text in the file
	shifts    []shift // of cleaning, by ascending offset
	list      []diag.Diagnostic
	remaining int // how many more diagnostics may be reported
}

// maxFound limits the diagnostics of one file. A file with more is most likely not a configuration.
const maxFound = 50

// origin returns the offset in the file of an offset in the text that was read.
func (in *input) origin(at int) int {
	i := sort.Search(len(in.shifts), func(i int) bool { return in.shifts[i].clean > at }) - 1
	if i < 0 {
		return in.start + at
	}
	return in.start + in.shifts[i].orig + at - in.shifts[i].clean
}

// report adds a diagnostic about the bytes from at to end of the text that was read.
func (in *input) report(severity diag.Severity, code string, at, end int, message, hint string) {
	in.reportFile(severity, code, in.origin(at), in.origin(end), message, hint)
}

// reportFile does the same with offsets in the file.
func (in *input) reportFile(severity diag.Severity, code string, at, end int, message, hint string) {
	switch in.remaining--; {
	case in.remaining < 0:
		return
	case in.remaining == 0: // an error, because one may be among those that are not listed
		severity, code = errorAt, "many"
		message, hint = "This file has more problems than are listed.", "Mend those that are listed, and look again."
	}
	place, quote := diag.At(in.path, in.file, at, end)
	in.list = append(in.list, diag.Diagnostic{
		Severity: severity, Code: in.prefix + "-" + code, Place: place, Quote: quote, Message: message, Hint: hint,
	})
}

// relate adds a second place to the last diagnostic.
func (in *input) relate(at, end int, message string) {
	if in.remaining <= 0 {
		return
	}
	place, _ := diag.At(in.path, in.file, in.origin(at), in.origin(end))
	last := &in.list[len(in.list)-1]
	last.Related = append(last.Related, diag.Related{Place: place, Message: message})
}

// found returns everything that was reported, sorted.
func (in *input) found() []diag.Diagnostic {
	diag.Sort(in.list)
	return in.list
}

func (in *input) duplicate(at, end int, name string, old *field) {
	in.report(errorAt, "duplicate", at, end, fmt.Sprintf("The key %q is given twice.", clip(name)), "Keep one of the two.")
	in.relate(old.at, old.end, "first given here")
}

func (in *input) tooDeep(at, end int) {
	in.report(errorAt, "depth", at, end, fmt.Sprintf("Lists or tables stand more than %d deep in one another.", maxDepth), "Write it flatter.")
}
