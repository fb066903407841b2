package theme

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"pandect/internal/diag"
	"pandect/internal/partial"
	"pandect/internal/site"
)

// position matches the beginning of an error of text/template and html/template: the path of the template's file, the line, and in
// some errors the column, in bytes from 0.
var position = regexp.MustCompile(`^(?:html/)?template: ?([^:\n]+):(\d+)(?::(\d+))?: (?s:(.*))$`)

// executing matches the part of an error that names the action.
var executing = regexp.MustCompile(`^executing "[^"]*" at <(.*?)>: (?:error calling \w+: )?(?s:(.*))$`)

// syntaxError turns an error of parsing the file f into a diagnostic. The error may name another file.
func (t *Theme) syntaxError(err error, f File) diag.Diagnostic {
	d := t.located(err, f)
	d.Code = "template-syntax"
	d.Message = "This template cannot be read: " + partial.Explain(d.Message)
	d.Hint = "Correct the template, or remove the file to use the one of the default theme."
	return d
}

// execError turns an error of rendering the page p into a diagnostic.
func (t *Theme) execError(err error, p *site.Page) diag.Diagnostic {
	d := t.located(err, File{})
	d.Code = "template-exec"
	what := partial.Explain(d.Message)
	if m := executing.FindStringSubmatch(d.Message); m != nil {
		mark(&d, m[1])
		what = "“" + m[1] + "” fails: " + partial.Explain(m[2])
	}
	d.Message = "The page “" + p.Title + "” cannot be shown: " + what
	d.Hint = "docs/themes.md lists what a layout may read."
	page := p.URL
	if p.Doc != nil {
		page = "content/" + p.Doc.Path
	}
	d.Related = []diag.Related{{Place: diag.Place{File: page}, Message: "the page that was to be shown"}}
	return d
}

// located turns err into a diagnostic at the position that it names, or else at the file f.
func (t *Theme) located(err error, f File) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Error, Message: err.Error(), Place: diag.Place{File: f.Origin}, Concerns: diag.ConcernTheme}
	m := position.FindStringSubmatch(err.Error())
	if m == nil {
		return d
	}
	if named, ok := t.files[m[1]]; ok {
		f = named
	}
	line, _ := strconv.Atoi(m[2])
	for line > 1 && strings.TrimSpace(diag.Line(f.Data, line)) == "" { // such as the end of the file
		line--
	}
	d.Place.File, d.Place.Line, d.Message = f.Origin, line, m[4]
	d.Quote = diag.Line(f.Data, line)
	if column, err := strconv.Atoi(m[3]); err == nil && column <= len(d.Quote) {
		d.Place.Column = utf8.RuneCountInString(d.Quote[:column]) + 1
	}
	return d
}

// mark extends the place to the whole expression that failed, because text/template points into its middle.
func mark(d *diag.Diagnostic, expression string) {
	runes := []rune(d.Quote)
	length := utf8.RuneCountInString(expression)
	for start := max(d.Place.Column-1-length, 0); start+length <= len(runes) && start < d.Place.Column; start++ {
		if string(runes[start:start+length]) == expression {
			d.Place.Column, d.Place.Length = start+1, length
			return
		}
	}
}

// missing returns an error about a file that the theme does not have.
func (t *Theme) missing(file, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Error, Code: "missing-layout", Place: diag.Place{File: t.root + file}, Message: message, Hint: hint, Concerns: diag.ConcernTheme,
	}
}
