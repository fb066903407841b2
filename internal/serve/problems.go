package serve

import (
	"bytes"
	"cmp"
	_ "embed" // the files of the client
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"pandect/internal/diag"
)

//go:embed client/preview.js
var script []byte

//go:embed client/preview.css
var style []byte

//go:embed client/pages.html
var pagesText string

var pages = template.Must(template.New("pages").Parse(pagesText))

// view is a page that the server makes itself.
type view struct {
	Title, Text string
	Key         string // see state.versionKey
	Stale       bool
	All         bool   // the list of all problems of the site
	Filter      string // shows only this file; empty for all
	Files       []fileView
}

type fileView struct {
	Name     string // below the site's root; empty for problems of no file
	Count    string
	Page     string // address of its page; empty when it has none
	Problems []problem
	errors   int
}

// problem is a diagnostic, prepared for the template.
type problem struct {
	Severity, Where, Message, Hint string
	File                           string
	Line                           int
	Token                          string // of the button that opens the file; empty for no button
	Quote                          *quote
	Related                        []related
}

type related struct {
	Name, Message string
	File          string
	Line          int
	Token         string // as in problem
}

// quote is a line with the place marked.
type quote struct {
	Before, Mark, After string
	Marked              bool
}

// serveProblems answers with the list of problems.
func (s *Server) serveProblems(w http.ResponseWriter, r *http.Request) {
	st := s.now.Load()
	if st == nil {
		st = newState(nil, false, nil, "")
	}
	found := st.problems
	filter := r.URL.Query().Get("file")
	if filter != "" {
		found = st.byFile[filter]
	}
	errors, warnings := diag.Count(found)
	v := st.view("Problems", count(errors, warnings)+".", found)
	v.All, v.Stale, v.Filter, v.Key = true, st.stale, filter, st.versionKey(problemsURL)
	serveView(w, r, http.StatusOK, v)
}

// serveView answers with a page that the server makes itself.
func serveView(w http.ResponseWriter, r *http.Request, status int, v view) {
	writeHTML(w, r, status, execute("page", v))
}

// view returns a page that lists problems: files with errors first, and in each file errors first.
func (st *state) view(title, text string, found []diag.Diagnostic) view {
	v := view{Title: title, Text: text}
	at := map[string]int{}
	for _, p := range problemList(found, st.token) {
		i, ok := at[p.File]
		if !ok {
			i = len(v.Files)
			at[p.File] = i
			v.Files = append(v.Files, fileView{Name: p.File, Page: st.addressOf(p.File)})
		}
		f := &v.Files[i]
		f.Problems = append(f.Problems, p)
		if p.Severity == diag.Error.String() {
			f.errors++
		}
	}
	for i := range v.Files {
		f := &v.Files[i]
		f.Count = count(f.errors, len(f.Problems)-f.errors)
	}
	slices.SortStableFunc(v.Files, func(a, b fileView) int {
		return cmp.Or(-cmp.Compare(min(a.errors, 1), min(b.errors, 1)), strings.Compare(a.Name, b.Name))
	})
	return v
}

// addressOf returns the address of a file's page, or "".
func (st *state) addressOf(file string) string {
	page, ok := st.pageOf()[file]
	if !ok {
		return ""
	}
	return (&url.URL{Path: "/" + page}).String()
}

// panel returns the list of errors that is shown on top of their page.
func panel(errors []diag.Diagnostic, token string) []byte {
	return execute("panel", problemList(errors, token))
}

func execute(name string, data any) []byte {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, data); err != nil {
		panic("serve: " + err.Error()) // the templates and their data are ours
	}
	return b.Bytes()
}

// problemList prepares diagnostics for the template: errors first, otherwise in the given order.
func problemList(found []diag.Diagnostic, token string) []problem {
	list := make([]problem, 0, len(found))
	for _, d := range found {
		p := problem{
			Severity: d.Severity.String(), Message: d.Message, Hint: d.Hint, File: d.Place.File, Line: d.Place.Line,
			Token: tokenFor(d.Place, token), Quote: quoteOf(d),
		}
		if d.Place.Line > 0 {
			p.Where = fmt.Sprintf("line %d", d.Place.Line)
		}
		for _, r := range d.Related {
			name := r.Place.File
			if r.Place.Line > 0 {
				name += fmt.Sprintf(", line %d", r.Place.Line)
			}
			p.Related = append(p.Related, related{name, r.Message, r.Place.File, r.Place.Line, tokenFor(r.Place, token)})
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b problem) int { return strings.Compare(a.Severity, b.Severity) }) // "error" < "warning"
	return list
}

// tokenFor returns the token of the button that opens the file of a place; empty when the place is in no file.
func tokenFor(p diag.Place, token string) string {
	if p.File == "" {
		return ""
	}
	return token
}

// How much of a long line is shown before, within and after the marked part, in characters.
const (
	quoteBefore = 80
	quoteMark   = 200
	quoteAfter  = 120
)

// quoteOf splits the quoted line around its marked part. It is nil when there is nothing to quote.
func quoteOf(d diag.Diagnostic) *quote {
	line := []rune(strings.TrimRightFunc(d.Quote, unicode.IsSpace))
	if len(line) == 0 || d.Place.Line == 0 {
		return nil
	}
	if d.Place.Column == 0 {
		return &quote{Before: excerpt(line, 0, min(len(line), quoteBefore+quoteAfter))}
	}
	from := min(d.Place.Column-1, len(line))
	to := min(from+max(d.Place.Length, 1), len(line))
	return &quote{
		Before: excerpt(line[:from], max(0, from-quoteBefore), from),
		Mark:   excerpt(line[from:to], 0, min(to-from, quoteMark)),
		After:  excerpt(line[to:], 0, min(len(line)-to, quoteAfter)),
		Marked: true,
	}
}

// excerpt returns the characters from first to last of a line, with an ellipsis where it is cut. Invisible characters, and
// those that change the direction of text, are shown as code points.
func excerpt(line []rune, first, last int) string {
	var b strings.Builder
	if first > 0 {
		b.WriteString("…")
	}
	for _, r := range line[first:last] {
		if r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co) {
			fmt.Fprintf(&b, "<U+%04X>", r)
			continue
		}
		b.WriteRune(r)
	}
	if last < len(line) {
		b.WriteString("…")
	}
	return b.String()
}

// count writes the numbers of errors and warnings, such as "2 errors, 1 warning".
func count(errors, warnings int) string {
	var parts []string
	for _, c := range []struct {
		n    int
		word string
	}{{errors, "error"}, {warnings, "warning"}} {
		switch {
		case c.n == 1:
			parts = append(parts, "1 "+c.word)
		case c.n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", c.n, c.word))
		}
	}
	if len(parts) == 0 {
		return "No problems"
	}
	return strings.Join(parts, ", ")
}
