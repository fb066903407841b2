package build

import (
	"slices"

	"pandect/internal/site"
)

// replaceable are the outputs that Pandect makes and no page needs. A file of the site at one of these places is meant to stand there.
var replaceable = []string{"404.html", "feed.xml", "index.html", "llms.txt", "robots.txt", "sitemap.xml"}

// withoutReplaced leaves out the outputs in whose place the site has a file or a page of its own.
func withoutReplaced(made []site.Output, files []site.StaticFile, docs []*site.Doc) []site.Output {
	own := map[string]bool{}
	for _, f := range files {
		own[f.URL] = true
	}
	for _, d := range docs {
		own[d.URL] = own[d.URL] || d.URL == "404.html"
	}
	return slices.DeleteFunc(slices.Clone(made), func(o site.Output) bool {
		return own[o.Path] && slices.Contains(replaceable, o.Path)
	})
}
