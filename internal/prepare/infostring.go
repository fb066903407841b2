package prepare

import (
	"regexp"
	"strconv"
	"strings"
)

// CodeAttributes are the attributes in braces after the language of a code block.
type CodeAttributes struct {
	Title     string
	Lines     string  // "true", "false" or "" for the site's choice
	Start     int     // number of the first line; 0 means 1
	Highlight []Range // lines to mark
	File      string  // the file to show instead of the content of the block
	Part      string  // lines of File
	Given     bool    // there are braces, if empty ones, or attributes without them
	Bad       string  // the first attribute that is not valid
}

// AttributeNames are the names of the attributes of a code block.
var AttributeNames = []string{"title", "lines", "start", "highlight", "file", "part"}

// SplitInfo parses an info string, which follows the fence of a code block: the language as it is written, and attributes
// in braces. What other tools write there is read where it has one meaning: rust,ignore (rustdoc), js{2,4-6} (VitePress),
// {.python} (pandoc), and attributes without braces (MkDocs, Docusaurus), of which unknown ones are ignored.
func SplitInfo(info []byte) (language string, attrs CodeAttributes) {
	text := string(info)
	list := ""
	if open := strings.IndexByte(text, '{'); open >= 0 && strings.HasSuffix(strings.TrimSpace(text), "}") {
		list = strings.TrimSuffix(strings.TrimSpace(text[open+1:]), "}")
		text = text[:open]
		attrs.Given = true
	}
	if fields := strings.Fields(text); len(fields) > 0 {
		rest := text
		if !strings.Contains(fields[0], "=") { // attributes alone have no language
			language, _, _ = strings.Cut(fields[0], ",")
			_, rest, _ = strings.Cut(text, fields[0])
		}
		attrs.setForeign(rest)
	}
	if ranges, ok := parseRanges(list); ok {
		attrs.Highlight = ranges
		return language, attrs
	}
	for list = strings.TrimLeft(list, " \t,"); list != "" && attrs.Bad == ""; list = strings.TrimLeft(list, " \t,") {
		if list[0] == '.' || list[0] == '#' { // classes and ids of pandoc
			var class string
			class, list, _ = strings.Cut(list, " ")
			switch {
			case strings.EqualFold(class, ".numberLines"), strings.EqualFold(class, ".number-lines"):
				attrs.Lines = "true"
			case language == "" && class[0] == '.':
				language = class[1:]
			}
			continue
		}
		name, rest, ok := strings.Cut(list, "=")
		name = strings.TrimSpace(name)
		if !ok {
			attrs.Bad = list
			break
		}
		rest = strings.TrimLeft(rest, " \t")
		value := ""
		if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
			value, list, ok = quoted(rest)
			if !ok {
				attrs.Bad = name
				break
			}
		} else {
			end := strings.IndexAny(rest, " \t,")
			if end < 0 {
				end = len(rest)
			}
			value, list = rest[:end], rest[end:]
		}
		attrs.set(name, value)
	}
	return language, attrs
}

// foreignAttribute is one of the attributes that other tools write after the language, without braces.
var foreignAttribute = regexp.MustCompile(`(?:^|\s)(title|hl_lines|linenums)=(?:"([^"]*)"|'([^']*)')`)

// setForeign reads the attributes of other tools, each of which has the meaning of one of ours.
func (a *CodeAttributes) setForeign(text string) {
	for _, m := range foreignAttribute.FindAllStringSubmatch(text, -1) {
		value := m[2] + m[3]
		switch m[1] {
		case "title":
			a.Title = value
		case "hl_lines":
			a.Highlight, _ = parseRanges(strings.Join(strings.Fields(value), ","))
		case "linenums":
			a.Lines = "true"
			a.Start, _ = strconv.Atoi(value)
		}
		a.Given = true
	}
}

// quoted takes the quoted value that begins s. A backslash escapes the quotation mark and itself.
func quoted(s string) (value, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return b.String(), s[i+1:], true
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == s[0] || s[i+1] == '\\'):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}

func (a *CodeAttributes) set(name, value string) {
	ok := true
	switch name {
	case "title":
		a.Title = value
	case "lines":
		a.Lines = value
		ok = value == "true" || value == "false"
	case "start", "startFrom":
		n, err := strconv.Atoi(value)
		a.Start = n
		ok = err == nil && n > 0
	case "highlight":
		a.Highlight, ok = parseRanges(value)
	case "file":
		a.File = value
	case "part":
		a.Part = value
	default:
		ok = false
	}
	if !ok {
		a.Bad = name
	}
}

// Range is a range of lines, counted from 1, both ends included.
type Range struct{ First, Last int }

// maxRanges is how many ranges one attribute may have.
const maxRanges = 100

// parseRanges reads "2,4-6".
func parseRanges(s string) (list []Range, ok bool) {
	parts := strings.Split(s, ",")
	if len(parts) > maxRanges {
		return nil, false
	}
	for _, part := range parts {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "-")
		from, err := strconv.Atoi(strings.TrimSpace(first))
		to := from
		if err == nil && ranged {
			to, err = strconv.Atoi(strings.TrimSpace(last))
		}
		if err != nil || from < 1 || to < from {
			return nil, false
		}
		list = append(list, Range{from, to})
	}
	return list, true
}
