package site

import (
	"fmt"
	"path"
	"strings"

	"pandect/internal/diag"
)

func (l *Link) noHeading(to *Doc) diag.Diagnostic {
	ids := make([]string, 0, len(to.Headings)+1)
	for _, h := range to.Headings {
		ids = append(ids, h.ID)
	}
	if to.TitleID != "" {
		ids = append(ids, to.TitleID)
	}
	ids = append(ids, to.Points...)
	hint := "Link to the page alone, or to one of its headings."
	if near, ok := diag.Suggest(strings.ToLower(l.Fragment), ids); ok {
		hint = fmt.Sprintf("Did you mean #%s?", near)
	}
	return l.warning("broken-fragment", fmt.Sprintf("The page %q has no heading %q.", "content/"+to.Path, "#"+l.Fragment), hint)
}

func (r *resolver) brokenWiki(l *Link, hidden map[string]string) diag.Diagnostic {
	message := fmt.Sprintf("The link [[%s]] fits no page.", l.Written)
	if several := r.wikiCandidates(l.Target); len(several) > 1 {
		paths := make([]string, len(several))
		for i, j := range several {
			paths[i] = strings.TrimSuffix(r.docs[j].Path, ".md")
		}
		return l.warning("ambiguous-link", fmt.Sprintf("The link [[%s]] fits several pages: %s.", l.Written, strings.Join(paths, ", ")),
			fmt.Sprintf("Name the folder too, for example [[%s]].", paths[0]))
	}
	for _, p := range SortedKeys(hidden) {
		if Fold(strings.TrimSuffix(path.Base(p), ".md")) == Fold(path.Base(l.Target)) {
			return l.warning("hidden-link", fmt.Sprintf("The link [[%s]] leads to a page that is not published: %s.", l.Written, hidden[p]),
				"Remove the link until that page is published; meanwhile its text is shown without a link.")
		}
	}
	if near, ok := diag.Suggest(Fold(l.Target), SortedKeys(r.names().byName)); ok {
		return l.warning("broken-link", message, fmt.Sprintf("Did you mean [[%s]]?", near))
	}
	return l.warning("broken-link", message, "Name the page by its file, for example [[privilege]]; meanwhile the text is shown without a link.")
}
