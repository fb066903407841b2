package theme

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"pandect/internal/diag"
	"pandect/internal/site"
)

// position is how text/template and html/template begin an error: the name of the template's file, the line, and for
// some errors the column in bytes from 0.
var position = regexp.MustCompile(`^(?:html/)?template: ?([^:\n]+):(\d+)(?::(\d+))?: (?s:(.*))$`)

// noField is what text/template says of a field that does not exist.
var noField = regexp.MustCompile(`can't evaluate field (\w+) in type \*?(?:\w+\.)?(\w+)`)

// executing is how text/template says where it was.
var executing = regexp.MustCompile(`^executing "[^"]*" at <(.*?)>: (?s:(.*))$`)

// syntaxError turns an error of parsing the file f into a diagnostic. The error may name another file.
func (t *Theme) syntaxError(err error, f File) diag.Diagnostic {
	d := t.located(err, f)
	d.Code = "template-syntax"
	d.Message = "This template cannot be read: " + sentence(d.Message)
	d.Hint = "Correct the template, or remove the file to use the one of the default theme."
	return d
}

// execError turns an error of showing the page p into a diagnostic.
func (t *Theme) execError(err error, p *site.Page) diag.Diagnostic {
	d := t.located(err, File{})
	d.Code = "template-exec"
	d.Hint = "docs/themes.md lists what a layout may read."
	what := d.Message
	if m := executing.FindStringSubmatch(what); m != nil {
		what = "“" + m[1] + "” fails: " + m[2]
		d.Place.Length = utf8.RuneCountInString(m[1])
	}
	if m := noField.FindStringSubmatch(err.Error()); m != nil {
		what = "there is no “" + m[1] + "” in a " + m[2] + "."
	}
	page := p.URL
	if p.Doc != nil {
		page = "content/" + p.Doc.Path
	}
	d.Message = "The page “" + p.Title + "” cannot be shown: " + sentence(what)
	d.Related = []diag.Related{{Place: diag.Place{File: page}, Message: "the page that was to be shown"}}
	return d
}

// located makes an error out of err at the place that err names, or else at the file f.
func (t *Theme) located(err error, f File) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Error, Message: err.Error(), Place: diag.Place{File: f.Origin}}
	m := position.FindStringSubmatch(err.Error())
	if m == nil {
		return d
	}
	if named, ok := t.files[m[1]]; ok {
		f = named
	}
	d.Place.File, d.Message = f.Origin, m[4]
	d.Place.Line, _ = strconv.Atoi(m[2])
	lines := strings.Split(string(f.Data), "\n")
	if d.Place.Line < 1 || d.Place.Line > len(lines) {
		return d
	}
	d.Quote = strings.TrimSuffix(lines[d.Place.Line-1], "\r")
	if column, err := strconv.Atoi(m[3]); err == nil && column <= len(d.Quote) {
		d.Place.Column = utf8.RuneCountInString(d.Quote[:column]) + 1
	}
	return d
}

func missing(file, message string) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Error, Code: "missing-layout", Place: diag.Place{File: file}, Message: message,
		Hint: "Add the file, or remove the name from theme.toml and from the front matter that asks for it.",
	}
}

// sentence ends a message with a full stop.
func sentence(s string) string { return strings.TrimRight(s, ". \n") + "." }

// dedupe leaves out what was found again for another layout, such as a mistake in a component that all of them use.
func dedupe(found []diag.Diagnostic) []diag.Diagnostic {
	var kept []diag.Diagnostic
	for _, d := range found {
		same := func(k diag.Diagnostic) bool { return k.Place == d.Place && k.Message == d.Message }
		if !slices.ContainsFunc(kept, same) {
			kept = append(kept, d)
		}
	}
	return kept
}
