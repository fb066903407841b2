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

// A page that is one file has its scripts and styles inside, and a policy that allows these alone, each by its digest. Only
// such a page may have anything inline: on others the functions in this file write links and no policy, so that any page may
// be shown with the layout of one.

// policy writes the policy of a page that is one file. names are all the styles and scripts that the layout puts into it;
// what is not among them a browser refuses.
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

// inlined returns a script or style sheet as it stands in a page, where its own end tag must not end it.
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

// appendOneFile is appendASCII for a page that is one file. What it has inside stays as it is: nothing reads character
// references there, and the policy has its digest.
func appendOneFile(dst, page []byte, p *site.Page) []byte {
	var inside [][]byte
	for _, name := range site.SortedKeys(p.Inline) {
		if text, err := inlined(p, name); err == nil && firstWide(text) < len(text) {
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
