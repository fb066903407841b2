package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"pandect/internal/diag"
)

// editors are the commands that config.toml may name, by the name of their program. A site comes from somebody else, so that its
// config.toml must not choose what runs: each of these only shows a file, in a window of its own.
var editors = map[string][]string{
	"bbedit":        {"bbedit", "+{line}", "{file}"},
	"code":          {"code", "--goto", "{file}:{line}"},
	"code-insiders": {"code-insiders", "--goto", "{file}:{line}"},
	"codium":        {"codium", "--goto", "{file}:{line}"},
	"geany":         {"geany", "--line", "{line}", "{file}"},
	"gedit":         {"gedit", "+{line}", "{file}"},
	"gvim":          {"gvim", "+{line}", "{file}"},
	"kate":          {"kate", "--line", "{line}", "{file}"},
	"mate":          {"mate", "--line", "{line}", "{file}"},
	"notepad":       {"notepad", "{file}"},
	"notepad++":     {"notepad++", "-n{line}", "{file}"},
	"subl":          {"subl", "{file}:{line}"},
	"zed":           {"zed", "{file}:{line}"},
}

// readEditor reads the name of an editor. The whole command of a known one means the same.
func (r *reader) readEditor(f *field, into *[]string) {
	s, ok := r.asText(f, f.value)
	if !ok {
		return
	}
	words, closed := splitCommand(s)
	if len(words) == 0 {
		return
	}
	if known := editors[words[0]]; closed && known != nil && (len(words) == 1 || slices.Equal(words, known)) {
		*into = known
		return
	}
	names := slices.Sorted(maps.Keys(editors))
	r.report(diag.Warning, "editor", f.value.at, f.value.end,
		"This is not the name of an editor that Pandect knows, and the command of a site is not run, because it may come from somebody else.",
		"Write one of "+strings.Join(names, ", ")+
			". Any other command you can set for yourself, with pandect serve --editor or in the environment variable PANDECT_EDITOR.")
}

// Own is the configuration of a user, which holds for all sites on the machine.
type Own struct {
	Editor []string // the words of a command, as in Preview; nil for none
}

// ParseOwn reads the configuration of a user.
func ParseOwn(path string, text []byte) (Own, []diag.Diagnostic) {
	var own Own
	r := newReader(path, text, "config")
	if r.clean() {
		readTable(r, r.readTOML(), table[Own]{unknown: errorAt, keys: []key[Own]{
			{"preview", func(r *reader, f *field, o *Own) {
				readSubtable(r, f, []key[Own]{{"editor", func(r *reader, f *field, o *Own) { r.readCommand(f, &o.Editor) }}}, o)
			}},
		}}, &own)
	}
	return own, diag.Concerning(diag.ConcernConfiguration, r.found())
}

func (r *reader) readCommand(f *field, into *[]string) {
	s, ok := r.asText(f, f.value)
	if !ok {
		return
	}
	words, mistake := Command(s)
	if mistake != nil {
		r.report(errorAt, "value", f.value.at, f.value.end, mistake.Message, mistake.Hint)
	}
	*into = words
}

// placeholders are what is replaced in the words of a command.
var placeholders = []string{"{file}", "{line}"}

var placeholderPattern = regexp.MustCompile(`\{[A-Za-z_]*\}`)

// CommandError says what is wrong with a command, and what to do about it, in sentences.
type CommandError struct{ Message, Hint string }

// Command returns the words of the command with which a user opens files: a command with places, or the name of a known editor.
func Command(s string) ([]string, *CommandError) {
	const example = "code --goto {file}:{line}"
	words, closed := splitCommand(s)
	if len(words) == 1 && editors[words[0]] != nil {
		return editors[words[0]], nil
	}
	places := placeholderPattern.FindAllString(s, -1)
	unknown := slices.IndexFunc(places, func(p string) bool { return !slices.Contains(placeholders, p) })
	switch {
	case !closed:
		return nil, &CommandError{"A quotation mark in this command is not closed.", "Put quotation marks on both sides of what belongs together, such as a path with spaces in it."}
	case strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0x7f }):
		return nil, &CommandError{"The command holds a character that cannot be seen.", "Type the command anew: " + example + "."}
	case unknown >= 0:
		return nil, &CommandError{fmt.Sprintf("Nothing is put in the place of %q.", clip(places[unknown])), "Only {file} and {line} are replaced: " + example + "."}
	case len(words) > 0 && placeholderPattern.MatchString(words[0]):
		return nil, &CommandError{"The command does not begin with a program.", "Write the name of the editor's program first: " + example + "."}
	case len(words) > 0 && !slices.Contains(places, "{file}"):
		return nil, &CommandError{"The command does not say where the name of the file belongs.", "Write {file} there, and {line} for the number of the line: " + example + "."}
	}
	return words, nil
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
