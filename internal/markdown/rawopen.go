package markdown

import (
	"bytes"
	"regexp"
)

// swallowing are the tags of elements that are taken out together with all that is in them.
var swallowing = regexp.MustCompile(`(?i)<(script|style|iframe|object|noscript|noembed|noframes|frameset)(?:[\s/][^>]*)?(?:>|$)`)

// openRawText returns what begins something in HTML that would take the text behind it away, because its end is missing, and what
// would end it.
func openRawText(raw []byte) (begin, end string) {
	for _, kind := range [][2]string{{"<?", "?>"}, {"<![CDATA[", "]]>"}, {"<!", ">"}} {
		if bytes.HasPrefix(raw, []byte(kind[0])) {
			if bytes.Contains(raw, []byte(kind[1])) || !bytes.Contains(raw, []byte("\n")) {
				return "", ""
			}
			return kind[0], kind[1]
		}
	}
	lower := bytes.ToLower(raw)
	for at := 0; ; {
		found := swallowing.FindSubmatchIndex(lower[at:])
		if found == nil {
			return "", ""
		}
		name := string(lower[at+found[2] : at+found[3]])
		at += found[1]
		stop := bytes.Index(lower[at:], []byte("</"+name))
		if stop < 0 {
			if len(bytes.TrimSpace(lower[at:])) == 0 {
				return "", ""
			}
			return "<" + name + ">", "</" + name + ">"
		}
		at += stop
	}
}
