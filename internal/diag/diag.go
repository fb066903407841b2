// Package diag is the diagnostics of Pandect: a severity, a place in a file, the quoted line, one plain sentence on what is
// wrong and one on what to do.
//
// Diagnostics are values. A stage returns them with its result, both are memoised together, and nothing is printed before
// the whole list has been collected and sorted. The package encodes lists as text, as JSON, and as SARIF 2.1.0 for code hosts.
//
// Failures of the program itself, such as a cancelled context or a bug, are Go errors.
package diag

// Severity is the effect of a diagnostic on a build.
type Severity uint8

const (
	// Warning is a flaw that readers would notice, such as a broken link. The site is published.
	Warning Severity = iota + 1
	// Error means that something wrong would be published, or something lost. Nothing is published.
	Error
)

// Place is a range in one input file.
type Place struct {
	File   string // slash-separated path below the site's root, for example "content/ethics/privilege.md"
	Line   int    // counted from 1; 0 when the whole file is meant
	Column int    // counted in characters from 1; 0 when the whole line is meant
	Length int    // in characters; 0 when only the start is known
}

// Related is a second place that helps to understand a diagnostic, such as the other file that claims one output.
type Related struct {
	Place   Place
	Message string // a phrase, for example "first defined here"
}

// Diagnostic is one finding. It is immutable once it has been returned.
type Diagnostic struct {
	Severity Severity
	Code     string // stable name of the rule, in lower case with hyphens, for example "broken-link"
	Place    Place
	Quote    string // the text of the line at Place, without its line ending; empty when there is none
	Message  string // one sentence: what is wrong
	Hint     string // one sentence: what to do; empty only when there is nothing to do
	Related  []Related
	Fix      *Fix     // what can be written instead without asking; nil for nothing
	All      []string // the names of which Message has the first few, for who wants them all; nil when it has them all
	Concerns Concern
	Passing  bool // it may pass without an edit: a file is in use, a disk is full
}

// Fix replaces a text in the line at the place of a diagnostic, or where that line refers to.
type Fix struct{ Old, New string }

// Concern is what a diagnostic is about, which may be more than the file that it names.
type Concern int

const (
	ConcernFile          Concern = iota // the file, and what is made of it
	ConcernTheme                        // how every page looks
	ConcernConfiguration                // how the site is set up
)

// Concerning returns the diagnostics as ones that are about c, but for those that say what they are about already.
func Concerning(c Concern, list []Diagnostic) []Diagnostic {
	about := make([]Diagnostic, len(list))
	for i, d := range list {
		if d.Concerns == ConcernFile {
			d.Concerns = c
		}
		about[i] = d
	}
	return about
}
