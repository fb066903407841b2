package build

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/site"
	"pandect/internal/source"
)

// textEndings are the endings of texts that other programs make pages of, with what to do about them.
var textEndings = map[string]string{
	".rst":     "Convert them, for example with pandoc: pandoc -f rst -t gfm old.rst -o new.md.",
	".org":     "Convert them, for example with pandoc: pandoc -f org -t gfm old.org -o new.md.",
	".textile": "Convert them, for example with pandoc: pandoc -f textile -t gfm old.textile -o new.md.",
	".adoc":    asciidocHint, ".asciidoc": asciidocHint, ".asc": asciidocHint,
}

const asciidocHint = "Convert them, for example with Asciidoctor and pandoc: asciidoctor -b docbook old.adoc, then pandoc -f docbook -t gfm old.xml -o new.md."

// unread warns of texts that are published as they are although another program would make pages of them: once for each ending.
func unread(l *load, files []*source.File) {
	found := map[string][]*source.File{}
	for _, f := range files {
		ending := path.Ext(f.Path)
		if textEndings[strings.ToLower(ending)] != "" {
			found[ending] = append(found[ending], f)
		}
	}
	for _, ending := range site.SortedKeys(found) {
		list := found[ending]
		hint := textEndings[strings.ToLower(ending)]
		d := diag.Diagnostic{
			Severity: diag.Warning, Code: "unread-text", Place: diag.Place{File: list[0].Path}, Hint: hint,
			Message: fmt.Sprintf("Files ending in %s are not read as pages, and this one is published as it is.", ending),
		}
		if len(list) > 1 {
			d.Message = fmt.Sprintf("Files ending in %s are not read as pages; %d of them are published as they are.", ending, len(list))
			d.Related = alsoIn(list[1:])
		}
		l.report(d)
	}
}

// maxAlso is how many further places a diagnostic about many files names.
const maxAlso = 3

func alsoIn(files []*source.File) []diag.Related {
	var list []diag.Related
	for _, f := range slices.Clip(files)[:min(len(files), maxAlso)] {
		list = append(list, diag.Related{Place: diag.Place{File: f.Path}, Message: "and this one"})
	}
	return list
}
