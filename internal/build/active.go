package build

import (
	"path"

	"pandect/internal/active"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/source"
)

// withoutActive leaves out the files that would run in the reader's browser, unless the site publishes them, and reports
// each.
func (l *load) withoutActive(files []*source.File, publish bool) []*source.File {
	if publish {
		return files
	}
	kept := make([]*source.File, 0, len(files))
	for _, f := range files {
		what := l.active(f)
		if what == "" {
			kept = append(kept, f)
			continue
		}
		if l.inactive == nil {
			l.inactive = map[string]string{}
		}
		l.inactive[f.Path[len("content/"):]] = "it is " + what
		l.report(diag.Diagnostic{
			Severity: diag.Warning, Code: "active-file", Place: diag.Place{File: f.Path},
			Message: "This is " + what + ". It would run in the reader's browser with the rights of the site, and is not published.",
			Hint:    "Take it out of content, or publish a PDF or a picture instead. If you trust all such files of this site, write active_files = true below [outputs] in config.toml.",
		})
	}
	return kept
}

// active says what a file is that would run in a browser, or "". Its content is read only where its name does not tell.
func (l *load) active(f *source.File) string {
	if !active.Reads(f.Path) {
		return active.What(f.Path, nil)
	}
	h := memo.NewHash("active.What")
	h.String(path.Ext(f.Path))
	h.Sum(f.Sum)
	what, err := l.b.actives.Get(h.Done(), func() (string, error) {
		data, err := f.Bytes()
		return active.What(f.Path, data), err
	})
	if err != nil {
		return "" // publishing it will say why it cannot be read
	}
	return what
}
