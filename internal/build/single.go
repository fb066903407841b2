package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"path"
	"regexp"
	"strings"

	"pandect/internal/assets"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
)

// single adds a checklist as one file: with its scripts and styles inside, so that it works wherever it is put, and has a store of
// its own in browsers that give each file one. It is the only output with inline scripts, and its policy names each by its digest.
func (o *outputs) single(p *site.Page) {
	if p.Single == "" {
		return
	}
	one := *p
	one.Layout, one.URL = site.LayoutSingle, p.Single
	theme, files := o.look.theme, o.look.assets
	o.add(origin(p), site.Output{Path: p.Single, Key: memo.Join(p.Sum, memo.OfString("single")), Open: func(context.Context) ([]byte, []diag.Diagnostic, error) {
		html, found := theme.Render(&one)
		if html == nil {
			return nil, found, nil
		}
		html, err := inlined(html, one.URL, files)
		return html, found, err
	}})
}

var (
	styleLink  = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)">\n?`)
	scriptLink = regexp.MustCompile(`<script src="([^"]+)"( defer)?></script>\n?`)
	iconLink   = regexp.MustCompile(`<link rel="icon"[^>]*>\n?`)
)

// inlined returns a page with the assets that it loads inside it. Scripts that wait for the page go to its end.
func inlined(html []byte, url string, files []assets.Asset) ([]byte, error) {
	data := map[string][]byte{}
	for _, a := range files {
		data[a.Path] = a.Data
	}
	var missing error
	find := func(address []byte) string {
		name := path.Join(path.Dir(url), string(address))
		text, ok := data[name]
		if !ok {
			missing = fmt.Errorf("the page as one file needs %s, which the theme does not have", name)
		}
		return strings.TrimSpace(string(text))
	}
	var scripts, styles []string
	digest := func(text string) string {
		sum := sha256.Sum256([]byte(text))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	html = iconLink.ReplaceAll(html, nil)
	html = styleLink.ReplaceAllFunc(html, func(tag []byte) []byte {
		text := strings.ReplaceAll(find(styleLink.FindSubmatch(tag)[1]), "</style", `<\/style`)
		styles = append(styles, digest(text))
		return []byte("<style>" + text + "</style>\n")
	})
	var late bytes.Buffer
	html = scriptLink.ReplaceAllFunc(html, func(tag []byte) []byte {
		m := scriptLink.FindSubmatch(tag)
		text := strings.ReplaceAll(find(m[1]), "</script", `<\/script`)
		scripts = append(scripts, digest(text))
		if len(m[2]) > 0 {
			late.WriteString("<script>" + text + "</script>\n")
			return nil
		}
		return []byte("<script>" + text + "</script>\n")
	})
	if missing != nil {
		return nil, missing
	}
	policy := fmt.Sprintf("<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none'\">\n",
		strings.Join(scripts, " "), strings.Join(styles, " "))
	html = bytes.Replace(html, []byte("<head>\n"), []byte("<head>\n"+policy), 1)
	at := bytes.LastIndex(html, []byte("</body>"))
	if at < 0 {
		return nil, fmt.Errorf("the layout %q has no </body>", site.LayoutSingle)
	}
	return bytes.Join([][]byte{html[:at], late.Bytes(), html[at:]}, nil), nil
}
