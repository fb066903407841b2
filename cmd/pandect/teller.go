package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/site"
	"pandect/internal/source"
	"pandect/internal/watch"
)

// teller tells what the rounds of a loop come to: a line for each, then what is newly wrong, then what is mended. The
// lines go to standard output and the problems to standard error, as those of a build do.
type teller struct {
	p       *program
	quiet   bool
	verbose bool
	known   []diag.Diagnostic // what was told and is not mended, sorted
}

func newTeller(p *program, flags *siteFlags) *teller {
	return &teller{p: p, quiet: flags.quiet, verbose: flags.verbose}
}

// line writes a line with the time of day, unless only problems are wanted.
func (t *teller) line(format string, args ...any) {
	t.plain(time.Now().Format(time.TimeOnly)+"  "+format, args...)
}

// plain writes a line as it is.
func (t *teller) plain(format string, args ...any) {
	if t.quiet {
		return
	}
	fmt.Fprintf(t.p.stdout, format+"\n", args...)
	t.p.stdout.Flush() // somebody is waiting for it; a later failure to write is told at the end
}

// warn writes a sentence that is told in any case.
func (t *teller) warn(format string, args ...any) {
	t.p.stdout.Flush()
	fmt.Fprintf(t.p.stderr, format+"\n", args...)
}

// end writes the last line, over the sign that a terminal shows for Ctrl-C.
func (t *teller) end(text string) {
	if t.p.colorStdout {
		text = "\r" + text
	}
	t.plain("%s", text)
}

// details adds what --verbose asks for.
func (t *teller) details(s *session) {
	if t.verbose {
		s.details().write(t.p.stdout)
		t.p.stdout.Flush()
	}
}

// mode says how changes are learnt of.
func (t *teller) mode(m watch.Mode) {
	if m.Polling {
		t.plain("Looking for changes every %s, because %s.", seconds(m.Interval), m.Reason)
		return
	}
	t.plain("Watching %s.", number(m.Folders, "folder"))
}

// seconds writes a duration as "2 seconds" or "0.5 seconds".
func seconds(d time.Duration) string {
	if d == time.Second {
		return "second"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " seconds"
}

// sameProblem is what two reports of one problem have in common, even when the text above it has grown.
type sameProblem struct {
	severity            diag.Severity
	code, file, message string
}

func identity(d diag.Diagnostic) sameProblem {
	return sameProblem{d.Severity, d.Code, d.Place.File, d.Message}
}

// without returns those of list for which the other list has no report of the same problem.
func without(list, other []diag.Diagnostic) (rest []diag.Diagnostic) {
	count := map[sameProblem]int{}
	for _, d := range other {
		count[identity(d)]++
	}
	for _, d := range list {
		if count[identity(d)]--; count[identity(d)] < 0 {
			rest = append(rest, d)
		}
	}
	return rest
}

// hasNews reports whether found has problems that were not told, or lacks some that were.
func (t *teller) hasNews(found []diag.Diagnostic) bool {
	return len(without(found, t.known)) > 0 || len(without(t.known, found)) > 0
}

// problems tells of what was found only what is new and what is no longer there.
func (t *teller) problems(found []diag.Diagnostic) error {
	fresh, mended := without(found, t.known), without(t.known, found)
	t.known = found
	t.p.stdout.Flush()
	if err := diag.WriteText(t.p.stderr, gather(fresh), diag.TextOptions{Color: t.p.colorStderr}); err != nil {
		return err
	}
	for i, d := range mended {
		if i == mendedShown {
			t.plain("  mended: %d more", len(mended)-i)
			break
		}
		var text bytes.Buffer
		bare := diag.Diagnostic{Severity: d.Severity, Place: d.Place, Message: d.Message}
		if err := diag.WriteText(&text, []diag.Diagnostic{bare}, diag.TextOptions{}); err != nil {
			return err
		}
		t.plain("  mended: %s", strings.TrimSpace(text.String()))
	}
	return nil
}

// mendedShown is how many mended problems are named.
const mendedShown = 5

// counted counts problems.
func counted(found []diag.Diagnostic) string {
	errors, warnings := diag.Count(found)
	return countProblems(errors, warnings)
}

// cause says why there was a round.
func (r *round) cause() string {
	switch had, has := r.before == nil || r.before.HasContent(), r.tree.HasContent(); {
	case r.byClock:
		return "by the clock"
	case had && !has:
		return "content/ is gone"
	case !had && has:
		return "content/ is back"
	}
	changes := changedFiles(r.before, r.tree)
	switch {
	case len(changes) == 0: // such as a conflict copy
		return "a file that is left out changed"
	case len(changes) <= changesShown:
		return strings.Join(changes, ", ")
	}
	return fmt.Sprintf("%d files changed", len(changes))
}

// changesShown is how many changed files are named.
const changesShown = 2

// changedFiles says of each file that differs between two trees what became of it.
func changedFiles(before, after *source.Tree) (changes []string) {
	from, to := before.Files(), after.Files()
	for len(from) > 0 || len(to) > 0 {
		switch {
		case len(to) == 0 || len(from) > 0 && from[0].Path < to[0].Path:
			changes = append(changes, from[0].Path+" is gone")
			from = from[1:]
		case len(from) == 0 || to[0].Path < from[0].Path:
			changes = append(changes, to[0].Path+" is new")
			to = to[1:]
		default:
			if from[0].Sum != to[0].Sum {
				changes = append(changes, from[0].Path+" changed")
			}
			from, to = from[1:], to[1:]
		}
	}
	return changes
}

// difference is how far two editions differ, in outputs.
type difference struct {
	pages, files               int // new or changed
	removedPages, removedFiles int
}

// compareEditions counts what differs, without the search index. An edition that is nil has no outputs.
func compareEditions(before, after *build.Edition) (d difference) {
	var from, to []site.Output
	if before != nil {
		from = before.Outputs()
	}
	if after != nil {
		to = after.Outputs()
	}
	count := func(page bool, pages, files *int) {
		if page {
			*pages++
		} else {
			*files++
		}
	}
	for len(from) > 0 || len(to) > 0 {
		switch {
		case len(from) > 0 && from[0].Search: // it follows from the pages
			from = from[1:]
		case len(to) > 0 && to[0].Search:
			to = to[1:]
		case len(to) == 0 || len(from) > 0 && from[0].Path < to[0].Path:
			count(from[0].Page, &d.removedPages, &d.removedFiles)
			from = from[1:]
		case len(from) == 0 || to[0].Path < from[0].Path:
			count(to[0].Page, &d.pages, &d.files)
			to = to[1:]
		default:
			if from[0].Key != to[0].Key {
				count(to[0].Page, &d.pages, &d.files)
			}
			from, to = from[1:], to[1:]
		}
	}
	return d
}

func (d difference) String() string {
	var parts []string
	if d.pages+d.files > 0 {
		parts = append(parts, pagesAndFiles(d.pages, d.files)+" renewed")
	}
	if d.removedPages+d.removedFiles > 0 {
		parts = append(parts, pagesAndFiles(d.removedPages, d.removedFiles)+" removed")
	}
	if len(parts) == 0 {
		return "no page is different"
	}
	return strings.Join(parts, ", ")
}

func pagesAndFiles(pages, files int) string {
	switch {
	case files == 0:
		return number(pages, "page")
	case pages == 0:
		return number(files, "file")
	}
	return number(pages, "page") + " and " + number(files, "other file")
}
