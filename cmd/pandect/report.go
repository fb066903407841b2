package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"pandect/internal/build"
	"pandect/internal/diag"
)

// outcome is the result of a build or a check, as the summary line and the JSON report show it.
type outcome struct {
	Program     string          `json:"program"`
	Version     string          `json:"version"`
	Command     string          `json:"command"`
	Source      string          `json:"source"`
	Output      string          `json:"output,omitempty"` // build only
	Published   bool            `json:"published"`        // the output folder holds this edition
	Pages       int             `json:"pages"`
	HeldBack    int             `json:"heldBack"`  // pages that are drafts, scheduled or expired
	Written     int             `json:"written"`   // files
	Unchanged   int             `json:"unchanged"` // files
	Removed     int             `json:"removed"`   // files
	Errors      int             `json:"errors"`
	Warnings    int             `json:"warnings"`
	Seconds     float64         `json:"seconds"`
	Diagnostics json.RawMessage `json:"diagnostics"`       // as diag.WriteJSON writes them
	Details     *details        `json:"details,omitempty"` // with --verbose

	list          []diag.Diagnostic
	configuration bool // one of the errors is in the configuration
}

// details is what --verbose adds.
type details struct {
	Ignored int            `json:"ignored"` // files and folders that were ignored, because editors and systems leave them behind
	Stages  []stageWork    `json:"stages"`  // computations and cache hits of the stages of the build
	Timings []stageSeconds `json:"timings"`
}

type stageWork struct {
	Name       string `json:"name"`
	Computed   int    `json:"computed"`
	Remembered int    `json:"remembered"`
}

type stageSeconds struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
}

// outcome returns the result of the session so far.
func (s *session) outcome(command string) *outcome {
	o := &outcome{Program: "pandect", Version: version(), Command: command, Source: s.flags.source}
	o.list = diag.Dedup(s.found)
	o.configuration = slices.ContainsFunc(o.list, isConfigurationError)
	if s.flags.strict {
		o.list = diag.Promote(o.list)
	}
	o.Errors, o.Warnings = diag.Count(o.list)
	if s.edition != nil {
		o.Pages, o.HeldBack = s.edition.Pages(), s.edition.Hidden()
	}
	if s.flags.verbose {
		o.Details = s.details()
	}
	return o
}

func (s *session) details() *details {
	d := &details{Ignored: s.tree.Ignored(), Stages: []stageWork{}, Timings: []stageSeconds{}}
	if s.builder != nil {
		for i, c := range s.builder.Counters() {
			var before build.Counter
			if s.counters != nil {
				before = s.counters[i]
			}
			d.Stages = append(d.Stages, stageWork{c.Name, c.Misses - before.Misses, c.Hits - before.Hits})
		}
	}
	for _, t := range s.timings {
		d.Timings = append(d.Timings, stageSeconds{t.What, t.Duration.Seconds()})
	}
	return d
}

// writeReport writes the result of the session and returns the exit code as an error. Diagnostics go to standard output for
// check, whose result they are, and to standard error for build.
func (p *program) writeReport(s *session, o *outcome) error {
	o.Seconds = time.Since(s.started).Seconds()
	var err error
	switch s.flags.format.value {
	case "json":
		err = o.writeJSON(p.stdout)
	case "sarif":
		err = diag.WriteSARIF(p.stdout, o.list, diag.ToolInfo{Version: version()})
	default:
		findings, color := io.Writer(p.stdout), p.colorStdout
		if o.Command == "build" {
			findings, color = p.stderr, p.colorStderr
		}
		err = diag.WriteText(findings, shorten(o.list), diag.TextOptions{Color: color, All: o.Details != nil})
		if o.Details != nil {
			o.Details.write(p.stdout)
		}
		if !s.flags.quiet {
			fmt.Fprintln(p.stdout, o.summary())
		}
	}
	if err != nil {
		return err
	}
	return o.exit()
}

// maxRepeated is how many diagnostics with one code at one place are shown in full.
const maxRepeated = 3

// shorten shortens a sorted list for people: of many diagnostics at one place, such as a layout that fails on every page, it
// keeps the first few and counts the others.
func shorten(list []diag.Diagnostic) []diag.Diagnostic {
	list = gather(list)
	var short []diag.Diagnostic
	for start := 0; start < len(list); {
		first, end := list[start], start+1
		for end < len(list) && first.Place.Line > 0 && list[end].Place == first.Place && list[end].Code == first.Code {
			end++
		}
		told := list[start:min(end, start+maxRepeated)]
		short = append(short, told...)
		if more := end - start - len(told); more > 0 {
			last := &short[len(short)-1]
			last.Related = append(slices.Clip(last.Related), diag.Related{Place: first.Place, Message: fmt.Sprintf("and %d more like this", more)})
		}
		start = end
	}
	return short
}

// foreign begins the codes of what is said once for the whole site: the markup of another program is in most pages of a folder
// that was written for it, and is mended in all of them in one way.
const foreign = "foreign-"

// gather keeps the first diagnostic of each kind of foreign markup, and names the places of a few others and how many there are.
func gather(list []diag.Diagnostic) []diag.Diagnostic {
	var rest []diag.Diagnostic
	first, count := map[string]int{}, map[string]int{}
	for _, d := range list {
		i, ok := first[d.Code]
		if !strings.HasPrefix(d.Code, foreign) || !ok {
			first[d.Code] = len(rest)
			rest = append(rest, d)
			continue
		}
		if count[d.Code]++; count[d.Code] < maxRepeated {
			rest[i].Related = append(slices.Clip(rest[i].Related), diag.Related{Place: d.Place, Message: "also here"})
		}
	}
	for code, n := range count {
		if more := n - maxRepeated + 1; more > 0 {
			d := &rest[first[code]]
			d.Related = append(d.Related, diag.Related{Place: d.Place, Message: fmt.Sprintf("and in %d more files", more)})
		}
	}
	return rest
}

// exit returns the exit code as an error; nil for 0.
func (o *outcome) exit() error {
	switch {
	case o.configuration:
		return exitCode(exitUsage)
	case o.Errors > 0, o.Command == "check" && o.Warnings > 0:
		return exitCode(exitProblems)
	}
	return nil
}

// writeJSON writes everything as one JSON object.
func (o *outcome) writeJSON(w io.Writer) error {
	var list bytes.Buffer
	if err := diag.WriteJSON(&list, o.list); err != nil {
		return err
	}
	var written struct{ Diagnostics json.RawMessage }
	if err := json.Unmarshal(list.Bytes(), &written); err != nil {
		return err
	}
	o.Diagnostics = written.Diagnostics
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(o)
}

// write writes what --verbose adds.
func (d *details) write(w io.Writer) {
	if d.Ignored > 0 {
		fmt.Fprintf(w, "Passed over %s of the kind that editors and systems leave behind.\n", number(d.Ignored, "file"))
	}
	if len(d.Stages) > 0 {
		fmt.Fprintf(w, "%-24s %10s %10s\n", "Stage", "Computed", "Remembered")
		for _, s := range d.Stages {
			fmt.Fprintf(w, "%-24s %10d %10d\n", s.Name, s.Computed, s.Remembered)
		}
	}
	for _, t := range d.Timings {
		fmt.Fprintf(w, "%-24s %10s\n", t.Name, inSeconds(t.Seconds))
	}
}

// summary returns the line that ends a run, for example
// "Published 12 pages in public: 40 files written, 0 unchanged, 0 removed; 1 warning; 0.35 s."
func (o *outcome) summary() string {
	var b strings.Builder
	pages := countPages(o.Pages, o.HeldBack)
	switch {
	case o.Command == "check":
		fmt.Fprintf(&b, "Checked %s: %s", pages, o.problems())
	case o.Published:
		fmt.Fprintf(&b, "Published %s in %s: %s written, %d unchanged, %d removed; %s",
			pages, o.Output, number(o.Written, "file"), o.Unchanged, o.Removed, o.problems())
	case o.Written > 0 || o.Removed > 0:
		fmt.Fprintf(&b, "Only a part of the site was published in %s, and the next build puts that right: %s", o.Output, o.problems())
	default:
		fmt.Fprintf(&b, "Nothing was published, and %s is as it was: %s", o.Output, o.problems())
	}
	fmt.Fprintf(&b, "; %s.", inSeconds(o.Seconds))
	return b.String()
}

// problems formats the numbers of errors and warnings.
func (o *outcome) problems() string { return countProblems(o.Errors, o.Warnings) }

// countProblems returns "no problems", "1 warning", "2 errors and 1 warning".
func countProblems(errors, warnings int) string {
	var parts []string
	if errors > 0 {
		parts = append(parts, number(errors, "error"))
	}
	if warnings > 0 {
		parts = append(parts, number(warnings, "warning"))
	}
	if len(parts) == 0 {
		return "no problems"
	}
	return strings.Join(parts, " and ")
}

// countPages returns "12 pages" or "12 pages (2 held back)".
func countPages(pages, heldBack int) string {
	text := number(pages, "page")
	if heldBack > 0 {
		text += fmt.Sprintf(" (%d held back)", heldBack)
	}
	return text
}

// number returns a count with its noun.
func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// inSeconds formats a duration, rounded to milliseconds and at least one.
func inSeconds(s float64) string {
	return max(time.Millisecond, time.Duration(s*float64(time.Second)).Round(time.Millisecond)).String()
}
