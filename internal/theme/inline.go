package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"path"
	"strings"

	"pandect/internal/escape"
	"pandect/internal/site"
)

// A page that is one file has its scripts and styles inline, and a content security policy that allows only these, by their digests.
// On other pages the functions in this file write links and no policy, so that any page can have the layout of a single file.

// policy writes the policy of a page that is one file. names are all styles and scripts that the layout has inline; a browser refuses
// any other.
func policy(p *site.Page, names ...string) (template.HTML, error) {
	if p.Inline == nil {
		return "", nil
	}
	var scripts, styles []string
	for _, name := range names {
		text, err := inlined(p, name)
		if err != nil {
			return "", err
		}
		sum := sha256.Sum256(text)
		source := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if tagOf(name) == "style" {
			styles = append(styles, source)
		} else {
			scripts = append(scripts, source)
		}
	}
	return template.HTML(fmt.Sprintf(`<meta http-equiv="content-security-policy" content="default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none'">`,
		strings.Join(scripts, " "), strings.Join(styles, " "))), nil
}

// inlineStyle writes a style sheet into a page that is one file.
func inlineStyle(p *site.Page, name string) (template.HTML, error) {
	return inline(p, name, `<link rel="stylesheet" href="%s">`)
}

// inlineScript writes a script into a page that is one file.
func inlineScript(p *site.Page, name string) (template.HTML, error) {
	return inline(p, name, `<script src="%s"></script>`)
}

func inline(p *site.Page, name, link string) (template.HTML, error) {
	if p.Inline == nil {
		to, err := asset(p, name)
		if err != nil {
			return "", err
		}
		return template.HTML(fmt.Sprintf(link, escape.URL(nil, to))), nil
	}
	text, err := inlined(p, name)
	return template.HTML(element(name, text)), err
}

// inlined returns a script or style sheet for use inline, with end tags in its text escaped.
func inlined(p *site.Page, name string) ([]byte, error) {
	data, ok := p.Inline[name]
	if !ok {
		return nil, fmt.Errorf("the theme has no script or style sheet %q", name)
	}
	tag := tagOf(name)
	return bytes.ReplaceAll(bytes.TrimSpace(data), []byte("</"+tag), []byte(`<\/`+tag)), nil
}

func tagOf(name string) string {
	if path.Ext(name) == ".css" {
		return "style"
	}
	return "script"
}

func element(name string, text []byte) []byte {
	tag := tagOf(name)
	return fmt.Appendf(nil, "<%s>%s</%s>", tag, text, tag)
}

// appendSingleFile is appendASCII for a page that is one file. Its scripts and styles are copied unchanged, because character
// references have no meaning in them and the policy has their digests.
func appendSingleFile(dst, page []byte, p *site.Page) []byte {
	var inside [][]byte
	for _, name := range site.SortedKeys(p.Inline) {
		if text, err := inlined(p, name); err == nil && firstNonASCII(text) < len(text) {
			inside = append(inside, element(name, text))
		}
	}
	for {
		at, end := len(page), len(page)
		for _, e := range inside {
			if i := bytes.Index(page[:at], e); i >= 0 {
				at, end = i, i+len(e)
			}
		}
		dst = append(appendASCII(dst, page[:at]), page[at:end]...)
		if page = page[end:]; len(page) == 0 {
			return dst
		}
	}
}
