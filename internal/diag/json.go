package diag

import (
	"encoding/json"
	"io"
)

type jsonPlace struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Length int    `json:"length"`
}

type jsonRelated struct {
	jsonPlace
	Message string `json:"message"`
}

type jsonDiagnostic struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	jsonPlace
	Quote   string        `json:"quote"`
	Message string        `json:"message"`
	Hint    string        `json:"hint"`
	Related []jsonRelated `json:"related"`
	All     []string      `json:"all"`
}

type jsonList struct {
	Version     int              `json:"version"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
	Errors      int              `json:"errors"`
	Warnings    int              `json:"warnings"`
}

// WriteJSON writes list, in the given order, as one JSON object for programs:
//
//	{
//	  "version": 1,
//	  "diagnostics": [{
//	    "severity": "error",        // or "warning"
//	    "code": "broken-link",      // name of the rule
//	    "file": "content/a.md",     // below the site's root, slash-separated; "" when no file is meant
//	    "line": 4,                  // from 1; 0 when the whole file is meant
//	    "column": 10,               // in characters from 1; 0 when the whole line is meant
//	    "length": 10,               // in characters; 0 when only the start is known
//	    "quote": "…",               // the line, unchanged; may be ""
//	    "message": "…",
//	    "hint": "…",                // may be ""
//	    "related": [{"file": "…", "line": 1, "column": 1, "length": 0, "message": "…"}],
//	    "all": ["…"]                // names of which the message has the first few; may be empty
//	  }],
//	  "errors": 1,
//	  "warnings": 0
//	}
//
// Every field is always present and no list is null. Fields may be added under the same version; none is renamed,
// removed or given another meaning without a new one.
func WriteJSON(w io.Writer, list []Diagnostic) error {
	out := jsonList{Version: 1, Diagnostics: make([]jsonDiagnostic, 0, len(list))}
	out.Errors, out.Warnings = Count(list)
	for _, d := range list {
		item := jsonDiagnostic{
			Severity:  d.Severity.String(),
			Code:      d.Code,
			jsonPlace: jsonPlace(d.Place),
			Quote:     d.Quote,
			Message:   d.Message,
			Hint:      d.Hint,
			Related:   make([]jsonRelated, 0, len(d.Related)),
			All:       append([]string{}, d.All...),
		}
		for _, r := range d.Related {
			item.Related = append(item.Related, jsonRelated{jsonPlace(r.Place), r.Message})
		}
		out.Diagnostics = append(out.Diagnostics, item)
	}
	return writeJSON(w, out)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
