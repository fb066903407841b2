package config

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

var (
	yamlPair  = regexp.MustCompile(`^([ ]*(?:- +)*)([A-Za-z_][^:"'\[\]{}#]*?) *:( +|$)`)
	yamlItem  = regexp.MustCompile(`^[ ]*(?:- +)+`)
	yamlJoint = regexp.MustCompile(`^([a-z_]+):(\S.*)$`)
	yamlBlock = regexp.MustCompile(`(?:^|: +|- +)[|>][-+0-9]{0,2} *(?:#.*)?$`)
)

// explain reports the usual mistakes in single lines of a text that the library could not parse.
func (y *yamlReader) explain() {
	block := -1 // indentation of the key with the current block scalar
	lines := bytes.SplitAfter(y.text, []byte("\n"))
	at := 0
	for i, raw := range lines {
		line := strings.TrimRight(string(raw), " \n")
		indent := len(line) - len(strings.TrimLeft(line, " "))
		start := at
		at += len(raw)
		if line == "" || strings.HasPrefix(line[indent:], "#") || block >= 0 && indent > block {
			continue
		}
		block = -1
		if yamlBlock.MatchString(line) {
			block = indent
			continue
		}
		goesOn := i+1 < len(lines) && len(bytes.TrimSpace(lines[i+1])) > 0 && lines[i+1][0] == ' '
		m, open := explainLine(line, goesOn)
		if open {
			block = indent
		}
		if m.message != "" {
			y.report(errorAt, m.code, start+m.from, start+len(line), m.message, m.hint)
		}
	}
}

// mistake is a mistake in a line, from an offset on.
type mistake struct {
	from                int
	code, message, hint string
}

// explainLine finds a mistake in one line of YAML; the message is empty when there is none. open is true when the line opens a
// quotation or list that may be closed on a later line; goesOn says whether the next line is a continuation.
func explainLine(line string, goesOn bool) (m mistake, open bool) {
	if m := yamlJoint.FindStringSubmatch(line); m != nil {
		return mistake{len(m[1]), "syntax", "A space is missing after the colon.", fmt.Sprintf("Write %s: %s", m[1], clip(m[2]))}, false
	}
	pair := yamlPair.FindStringIndex(line)
	from := len(yamlItem.FindString(line))
	switch {
	case pair != nil:
		from = pair[1]
	case from > 0:
	case line[0] != ' ' && line[0] != '-' && !strings.ContainsAny(line, `:[]{}"'`):
		return mistake{0, "syntax", "This line has no colon.", "Write a key, a colon, a space and a value; begin a further line of the same value with two spaces."}, false
	default:
		return mistake{}, false
	}
	value := line[from:]
	if value == "" {
		return mistake{}, false
	}
	switch first := value[0]; first {
	case '"', '\'':
		end := closing(value)
		switch {
		case end < 0 && goesOn:
			return mistake{}, true
		case end < 0:
			return mistake{from, "quotes", "The quotation mark at the beginning of the value is not closed.", "Put the same straight quotation mark at the end of the value."}, false
		case pair != nil && !emptyTail(value[end:]):
			return mistake{from, "quotes", "The value goes on after its closing quotation mark.", "Put the value in quotes as a whole: " + quoted(value)}, false
		}
	case '[', '{':
		shut := map[byte]string{'[': "]", '{': "}"}[first]
		end := strings.LastIndex(value, shut)
		switch {
		case end < 0 && goesOn:
			return mistake{}, true
		case end < 0:
			return mistake{from, "syntax", "The bracket at the beginning of the value is not closed.", fmt.Sprintf("Put %s at the end, or put the value in quotes if it is not a list.", shut)}, false
		case !emptyTail(value[end+1:]):
			return mistake{from, "quotes", "The value goes on after its closing bracket.", "Put the value in quotes: " + quoted(value)}, false
		}
	case '@', '`', '%', '*', '&', '!', '|', '>', ',', ']', '}':
		return mistake{from, "quotes", fmt.Sprintf("A value that begins with %q has a special meaning.", value[:1]), "Put the value in quotes: " + quoted(value)}, false
	default:
		if i := strings.Index(value, " #"); i >= 0 {
			value = strings.TrimRight(value[:i], " ")
		}
		if pair != nil && (strings.Contains(value, ": ") || strings.HasSuffix(value, ":")) {
			return mistake{from, "quotes", "The value holds a colon.", "Put the value in quotes: " + quoted(value)}, false
		}
	}
	return mistake{}, false
}

// emptyTail reports whether what follows a value is nothing or a comment.
func emptyTail(rest string) bool {
	rest = strings.TrimSpace(rest)
	return rest == "" || rest[0] == '#'
}

// closing returns the offset after the quotation mark that closes the one at the beginning of s, or -1.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[0] == '"' && s[i] == '\\':
			i++
		case s[i] == s[0] && s[0] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return -1
}

// quoted returns text as it can be written in quotes in YAML.
func quoted(text string) string {
	if !strings.ContainsAny(text, `"\`) {
		return `"` + clip(text) + `"`
	}
	return "'" + clip(strings.ReplaceAll(text, "'", "''")) + "'"
}
