package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// placeholders are replaced in the words of a command.
var placeholders = []string{"{file}", "{line}"}

var placeholderPattern = regexp.MustCompile(`\{[A-Za-z_]*\}`)

// readCommand reads the command that opens a file in an editor.
func (r *reader) readCommand(f *field, into *[]string) {
	s, ok := r.asText(f, f.value)
	if !ok {
		return
	}
	const example = `editor = "code --goto {file}:{line}"`
	refuse := func(message, hint string) { r.report(errorAt, "value", f.value.at, f.value.end, message, hint) }
	words, closed := splitCommand(s)
	places := placeholderPattern.FindAllString(s, -1)
	unknown := slices.IndexFunc(places, func(p string) bool { return !slices.Contains(placeholders, p) })
	switch {
	case !closed:
		refuse("A quotation mark in this command is not closed.", "Put quotation marks on both sides of what belongs together, such as a path with spaces in it.")
	case strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f }):
		refuse("The command holds a character that cannot be seen.", "Type the command anew: "+example+".")
	case unknown >= 0:
		refuse(fmt.Sprintf("Nothing is put in the place of %q.", clip(places[unknown])), "Only {file} and {line} are replaced: "+example+".")
	case len(words) > 0 && placeholderPattern.MatchString(words[0]):
		refuse("The command does not begin with a program.", "Write the name of the editor's program first: "+example+".")
	case len(words) > 0 && !slices.Contains(places, "{file}"):
		refuse("The command does not say where the name of the file belongs.", "Write {file} there, and {line} for the number of the line: "+example+".")
	default:
		*into = words
	}
}

// splitCommand splits a command at its spaces, except inside single or double quotation marks. No other character is special: a
// backslash is part of a path. closed says whether every quotation mark is closed.
func splitCommand(s string) (words []string, closed bool) {
	var word strings.Builder
	var quote rune
	begun := false // so that "" is a word
	end := func() {
		if begun {
			words = append(words, word.String())
		}
		word.Reset()
		begun = false
	}
	for _, c := range s {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(c)
		case c == '"' || c == '\'':
			quote, begun = c, true
		case c == ' ':
			end()
		default:
			word.WriteRune(c)
			begun = true
		}
	}
	end()
	return words, quote == 0
}
