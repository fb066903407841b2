package build

import (
	"fmt"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/message"
	"pandect/internal/partial"
	"pandect/internal/source"
)

// said is the messages of a language, and what is wrong with their files.
type said struct {
	table *message.Table
	found []diag.Diagnostic
}

// Equal reports whether the messages are the same; a table holds a function, which cannot be compared.
func (s said) Equal(t said) bool {
	return s.table.Sum() == t.table.Sum() && reflect.DeepEqual(s.found, t.found)
}

// messageFile is where a theme has its messages in a language.
func messageFile(theme, code string) string { return "themes/" + theme + "/messages/" + code + ".toml" }

// isMessages reports whether a file of a theme holds messages.
func isMessages(path string) bool {
	return strings.HasSuffix(path, ".toml") && strings.Contains(path, "/messages/")
}

// messageFiles returns the files of messages in a language: that of the default theme, then those of the site and of its own
// theme, which change single messages.
func (d *designer) messageFiles(code string) (list []*source.File) {
	base := messageFile(config.Default().Theme, code)
	own := messageFile(d.cfg.Theme, code)
	files := []*source.File{d.tree.Overridden(base), d.tree.File(base)}
	if own != base {
		files = append(files, d.tree.File(own))
	}
	return slices.DeleteFunc(files, func(f *source.File) bool { return f == nil })
}

// messages returns the words of the interface in the language of the site.
func (d *designer) readMessages() *message.Table {
	english := d.messageFiles("en")
	var local []*source.File
	code := "en"
	languages := config.MessageLanguages(d.cfg.Language)
	for _, near := range slices.Backward(languages) { // what is said for a region changes what is said for its language
		if files := d.messageFiles(near); near != "en" && len(files) > 0 {
			local, code = append(local, files...), near
		}
	}
	if general := languages[len(languages)-1]; code == "en" && general != "en" {
		d.report(diag.Diagnostic{
			Severity: diag.Warning, Code: "no-messages", Place: diag.Place{File: "config.toml"},
			Message: fmt.Sprintf("The words of the interface, such as “Search”, are not translated into the language %q, so they are in English.", d.cfg.Language),
			Hint:    "Put a translation of themes/counsel/messages/en.toml into " + messageFile(d.cfg.Theme, general) + ".",
		})
	}
	d.strayMessages()
	h := memo.NewHash("config.Messages")
	h.String(code)
	h.Int(len(english))
	r, _ := d.b.messages.Get(keyOf(h, slices.Concat(english, local)), func() (said, error) {
		var found []diag.Diagnostic
		read := func(files []*source.File) (list []config.MessageFile) {
			for _, f := range files {
				text, more := text(f.Path, f)
				list = append(list, config.MessageFile{Path: f.Path, Text: text})
				found = append(found, more...)
			}
			return list
		}
		table, more := config.Messages(code, read(english), read(local))
		return said{table, append(found, more...)}, nil
	})
	d.report(r.found...)
	return r.table
}

// languageFile is what a file of messages is called.
var languageFile = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*\.toml$`)

// strayMessages warns of files beside those of messages that no language would ever ask for.
func (d *designer) strayMessages() {
	for _, f := range d.tree.Under("themes/" + d.cfg.Theme + "/messages") {
		if !languageFile.MatchString(path.Base(f.Path)) {
			d.report(diag.Diagnostic{
				Severity: diag.Warning, Code: "stray-messages", Place: diag.Place{File: f.Path},
				Message: "This file is never read: its name is not that of a language.",
				Hint:    "Call it as the code of the language, in small letters, with “.toml”: “de.toml”, or “de-AT.toml” for what differs in a region.",
			})
		}
	}
}

// Words returns the words of the interface as a site with this configuration has them, and the partials of its theme, for
// what is made without an edition.
func Words(tree *source.Tree, cfg config.Config) (*message.Table, *partial.Set) {
	d := &designer{b: New(Options{}), tree: tree, cfg: cfg}
	d.readWords()
	return d.messages, d.partials
}
