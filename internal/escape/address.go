package escape

import (
	"html"
	"regexp"
	"strings"
)

// Attributes whose value is an address, and what stands before and in it.
const addressAttribute = `(?i)[\s"'/](?:xlink:)?(?:href|src|action|formaction|poster|cite|background|ping|data|manifest|longdesc|codebase)\s*=\s*`

var (
	wholeAddress = regexp.MustCompile(addressAttribute + `(?:"([^"]*)|'([^']*)|([^\s"'>]+))`)
	openAddress  = regexp.MustCompile(addressAttribute + `(?:"([^"]*)|'([^']*)|([^\s"'>]*))$`)
)

// RunsCode reports whether a browser would run an address, or show it as a page that was made of it.
func RunsCode(address string) bool {
	switch scheme(address) {
	case "javascript", "vbscript", "data":
		return true
	}
	return false
}

// Harmless reports whether a value may begin an address: it is relative, or begins with http, https or mailto.
func Harmless(value string) bool {
	switch scheme(value) {
	case "", "http", "https", "mailto":
		return true
	}
	return false
}

// scheme returns what stands before the first colon as a browser reads it, unless a path, a query or a fragment began before.
func scheme(address string) string {
	address = strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, html.UnescapeString(address))
	end := strings.IndexAny(address, ":/?#")
	if end < 0 || address[end] != ':' {
		return ""
	}
	return strings.ToLower(address[:end])
}

// CodeIn returns the offset of the first attribute in markup with an address that runs code, or -1.
func CodeIn(markup string) int {
	for _, at := range wholeAddress.FindAllStringSubmatchIndex(markup, -1) {
		for group := 2; group < len(at); group += 2 {
			if at[group] >= 0 && RunsCode(markup[at[group]:at[group+1]]) {
				return at[group]
			}
		}
	}
	return -1
}

// InAddress reports whether markup ends within an attribute that is an address, and so far that it could still become any scheme.
func InAddress(markup string) bool {
	m := openAddress.FindStringSubmatch(markup)
	return m != nil && !strings.ContainsAny(html.UnescapeString(m[1]+m[2]+m[3]), ":/?#")
}
