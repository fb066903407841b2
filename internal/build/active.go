package build

import (
	"path"

	"pandect/internal/active"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/source"
)

// leftOut is why a file of content/ is not published: as a phrase for links to it, and as a diagnostic without its place.
type leftOut struct {
	reason string
	what   diag.Diagnostic
}

// without leaves out the files that judge has a reason against, and reports each.
func (l *load) without(files []*source.File, judge func(*source.File) *leftOut) []*source.File {
	kept := make([]*source.File, 0, len(files))
	for _, f := range files {
		found := judge(f)
		if found == nil {
			kept = append(kept, f)
			continue
		}
		if l.leftOut == nil {
			l.leftOut = map[string]string{}
		}
		l.leftOut[f.Path[len("content/"):]] = found.reason
		found.what.Severity, found.what.Place = diag.Warning, diag.Place{File: f.Path}
		l.report(found.what)
	}
	return kept
}

// judgeActive refuses files that would run in the reader's browser.
func (l *load) judgeActive(f *source.File) *leftOut {
	what := l.active(f)
	if what == "" {
		return nil
	}
	return &leftOut{"it is " + what, diag.Diagnostic{
		Code:    "active-file",
		Message: "This is " + what + ". It would run in the reader's browser with the rights of the site, and is not published.",
		Hint:    "Take it out of content, or publish a PDF or a picture instead. If you trust all such files of this site, write active_files = true below [outputs] in config.toml.",
	}}
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
