package markdown

import (
	"pandect/internal/diag"
	"pandect/internal/prepare"
)

// reports are the diagnostics of a page.
type reports struct {
	source *prepare.Text
	found  []diag.Diagnostic
	counts map[string]int // of found, by code
}

// maxReports is how many findings of one code are reported for a page. Nobody reads more, and a hostile file could cause
// millions.
const maxReports = 100

func (r *reports) report(d diag.Diagnostic) {
	if r.counts == nil {
		r.counts = map[string]int{}
	}
	if r.counts[d.Code]++; r.counts[d.Code] <= maxReports {
		r.found = append(r.found, d)
	}
}

// warn reports a warning at an offset of the source.
func (r *reports) warn(code string, offset int, message, hint string) {
	r.reportAt(diag.Warning, code, offset, message, hint)
}

// fail reports an error at an offset of the source.
func (r *reports) fail(code string, offset int, message, hint string) {
	r.reportAt(diag.Error, code, offset, message, hint)
}

func (r *reports) reportAt(severity diag.Severity, code string, offset int, message, hint string) {
	if r.counts[code] >= maxReports {
		return
	}
	place, quote := r.source.Place(offset)
	r.report(diag.Diagnostic{Severity: severity, Code: code, Place: place, Quote: quote, Message: message, Hint: hint})
}

// once is warn, but only for the first finding of its code in a page.
func (r *reports) once(code string, offset int, message, hint string) {
	if r.counts[code] == 0 {
		r.warn(code, offset, message, hint)
	}
}
