package build

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"pandect/internal/diag"
	"pandect/internal/source"
)

// otherMarkdown finds an ending by which other programs know markdown, at the end of a name or with something after it: what
// editors, merges and people append to the name of a page when they keep a copy.
var otherMarkdown = regexp.MustCompile(`(?i)\.(?:md|markdown|mdown|mdwn|mkdn?|mkdown|mdtxt|mdtext|mdx|[rq]md)([^\pL\pN].*)?$`)

// backupEnding finds the endings of copies that editors and office programs keep of any file.
var backupEnding = regexp.MustCompile(`(?i)\.(?:bak|back|backup|bkp|orig|old|rej|save?|sik|wbk|asd)[0-9]*$`)

// templateEnding finds the endings of templates from which other programs make markdown.
var templateEnding = regexp.MustCompile(`(?i)\.(?:ejs|erb|gotmpl|haml|hbs|j2|jinja2?|liquid|mustache|njk|slim|tmpl|tpl|twig)$`)

// judgeCopy refuses the files that would publish the raw text of a page, with its front matter and comments: markdown by another
// name, and copies. A document that was made of a page, such as terms.md.pdf, is published.
func judgeCopy(f *source.File) *leftOut {
	name := path.Base(f.Path)
	rest := otherMarkdown.FindStringSubmatch(name)
	switch {
	case rest != nil && (rest[1] == "" || templateEnding.MatchString(name)):
		return &leftOut{"its name does not end in .md", diag.Diagnostic{
			Code:    "other-markdown",
			Message: fmt.Sprintf("This is left out: only files that end in .md are pages, and it ends in %s.", path.Ext(name)),
			Hint:    "Let its name end in .md if it is a page that needs no other program, else take it out of content.",
		}}
	case rest != nil && !isDocument(name), backupEnding.MatchString(name):
		return &leftOut{"it looks like a copy of another file", diag.Diagnostic{
			Code:    "backup-copy",
			Message: "This looks like a copy that somebody or a program kept of another file. It is left out: readers would get it raw, with all that is meant for editors.",
			Hint:    "Delete it or take it out of content. If readers are to have it, give it a name without the ending of a copy.",
		}}
	}
	return nil
}

// isDocument reports whether a name ends as that of a document or picture does, and not as a text.
func isDocument(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".md":
		return false
	}
	return mediaType(strings.ToLower(name)) != "application/octet-stream"
}
