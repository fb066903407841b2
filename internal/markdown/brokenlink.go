package markdown

import (
	"bytes"
	"regexp"
	"strings"
)

var linkTitle = regexp.MustCompile(`^(.*?)(\s+(?:"[^"]*"|'[^']*'))?$`)

// brokenLink reports a link or a picture that is none because its address has a space. line begins with the parenthesis.
func brokenLink(p *page, src, line []byte, offset int) {
	end, depth := -1, 0
	for i, c := range line[:min(len(line), 500)] {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			end = i
			break
		}
	}
	if end < 0 {
		return
	}
	m := linkTitle.FindStringSubmatch(strings.TrimSpace(string(line[1:end])))
	if m == nil {
		return
	}
	target, title := m[1], m[2]
	file, _, _ := strings.Cut(target, "#")
	if !strings.Contains(file, " ") || strings.ContainsAny(file, `"<`) {
		return
	}
	if dot := strings.LastIndexByte(file, '.'); dot < 0 || len(file)-dot < 3 || len(file)-dot > 6 || strings.Contains(file[dot:], " ") {
		return
	}
	what := "link"
	if start := openingBracket(src[:offset]); start > 0 && src[start-1] == '!' {
		what = "picture"
	}
	p.warn("link-space", offset, "This is not read as a "+what+", because there is a space in its address.",
		"Put the address between angle brackets: (<"+target+">"+title+").")
}

// openingBracket returns the offset of the bracket that the one at the end of a text closes, or -1.
func openingBracket(text []byte) int {
	depth := 0
	for i := len(text) - 1; i >= max(0, len(text)-1000); i-- {
		switch text[i] {
		case ']':
			depth++
		case '[':
			if depth--; depth == 0 {
				return i
			}
		case '\n':
			if bytes.HasSuffix(text[:i], []byte{'\n'}) {
				return -1
			}
		}
	}
	return -1
}

// linkable returns an address as it can be written between the parentheses of a link.
func linkable(address string) string {
	if strings.ContainsAny(address, " ()") {
		return "<" + address + ">"
	}
	return address
}
