package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"pandect/internal/build"
	"pandect/internal/diag"
	"pandect/internal/site"
	"pandect/internal/source"
	"pandect/internal/watch"
)

// reporter reports the rounds of a loop: a line for each, then new problems, then fixed ones. The lines go to standard output and
// the problems to standard error, as in a build.
type reporter struct {
	p       *program
	quiet   bool
	verbose bool
	known   []diag.Diagnostic // problems that were reported and are not fixed, sorted
}

func newReporter(p *program, flags *siteFlags) *reporter {
	return &reporter{p: p, quiet: flags.quiet, verbose: flags.verbose}
}

// line writes a line with the time of day, unless only problems are wanted.
func (t *reporter) line(format string, args ...any) {
	t.plain(time.Now().Format(time.TimeOnly)+"  "+format, args...)
}

// plain writes a line without the time.
func (t *reporter) plain(format string, args ...any) {
	if t.quiet {
		return
	}
	fmt.Fprintf(t.p.stdout, format+"\n", args...)
	t.p.stdout.Flush() // it is read at once; a failed write is reported at the end of the run
}

// warn writes a sentence even with --quiet.
func (t *reporter) warn(format string, args ...any) {
	t.p.stdout.Flush()
	fmt.Fprintf(t.p.stderr, format+"\n", args...)
}

// lastLine writes the last line, over the ^C that a terminal shows for Ctrl-C.
func (t *reporter) lastLine(text string) {
	if t.p.colorStdout {
		text = "\r" + text
	}
	t.plain("%s", text)
}

// details adds what --verbose asks for.
func (t *reporter) details(s *session) {
	if t.verbose {
		s.details().write(t.p.stdout)
		t.p.stdout.Flush()
	}
}

// mode reports how changes are noticed.
func (t *reporter) mode(m watch.Mode) {
	if m.Polling {
		t.plain("Looking for changes every %s, because %s.", seconds(m.Interval), m.Reason)
		return
	}
	t.plain("Watching %s.", number(m.Folders, "folder"))
}

// seconds formats a duration as "2 seconds" or "0.5 seconds".
func seconds(d time.Duration) string {
	if d == time.Second {
		return "second"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " seconds"
}

// problemID identifies a problem even when its line number has changed.
type problemID struct {
	severity            diag.Severity
	code, file, message string
}

func idOf(d diag.Diagnostic) problemID {
	return problemID{d.Severity, d.Code, d.Place.File, d.Message}
}

// without returns the diagnostics of list that are not in other.
func without(list, other []diag.Diagnostic) (rest []diag.Diagnostic) {
	count := map[problemID]int{}
	for _, d := range other {
		count[idOf(d)]++
	}
	for _, d := range list {
		if count[idOf(d)]--; count[idOf(d)] < 0 {
			rest = append(rest, d)
		}
	}
	return rest
}

// hasNews reports whether found differs from the problems that were reported.
func (t *reporter) hasNews(found []diag.Diagnostic) bool {
	return len(without(found, t.known)) > 0 || len(without(t.known, found)) > 0
}

// problems reports new problems and fixed ones.
func (t *reporter) problems(found []diag.Diagnostic) error {
	fresh, mended := without(found, t.known), without(t.known, found)
	t.known = found
	t.p.stdout.Flush()
	if err := diag.WriteText(t.p.stderr, shorten(fresh), diag.TextOptions{Color: t.p.colorStderr}); err != nil {
		return err
	}
	for i, d := range mended {
		if i == maxMended {
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

// maxMended is how many fixed problems are named.
const maxMended = 5

// counted formats the number of problems.
func counted(found []diag.Diagnostic) string {
	errors, warnings := diag.Count(found)
	return countProblems(errors, warnings)
}

// cause says what caused a round.
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
	case len(changes) == 0: // such as an excluded conflict copy
		return "a file that is left out changed"
	case len(changes) <= maxChanges:
		return visible(strings.Join(changes, ", "))
	}
	return fmt.Sprintf("%d files changed", len(changes))
}

// visible replaces the characters of a name that a terminal would take for commands.
func visible(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.In(c, unicode.Cc, unicode.Cf) {
			return unicode.ReplacementChar
		}
		return c
	}, text)
}

// maxChanges is how many changed files are named.
const maxChanges = 2

// changedFiles describes the differences between two trees.
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

// difference counts the outputs in which two editions differ.
type difference struct {
	pages, files               int // new or changed
	removedPages, removedFiles int
}

// compareEditions counts what differs, without the search index. An edition that is nil has no outputs.
func compareEditions(before, after *build.Edition) (d difference) {
	count := func(page bool, pages, files *int) {
		if page {
			*pages++
		} else {
			*files++
		}
	}
	build.EachPath(before, after, func(from, to *site.Output) {
		switch {
		case to == nil:
			count(from.Page, &d.removedPages, &d.removedFiles)
		case from == nil || from.Key != to.Key:
			count(to.Page, &d.pages, &d.files)
		}
	})
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
