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

// loadedMessages is the messages of a language, with diagnostics.
type loadedMessages struct {
	table *message.Table
	found []diag.Diagnostic
}

// Equal compares the messages by digest, because a table holds a function, which cannot be compared.
func (s loadedMessages) Equal(t loadedMessages) bool {
	return s.table.Sum() == t.table.Sum() && reflect.DeepEqual(s.found, t.found)
}

// messageFile is the path of a theme's messages in a language.
func messageFile(theme, code string) string { return "themes/" + theme + "/messages/" + code + ".toml" }

// isMessages reports whether a file of a theme holds messages.
func isMessages(path string) bool {
	return strings.HasSuffix(path, ".toml") && strings.Contains(path, "/messages/")
}

// messageFiles returns the files with messages in a language: that of the default theme, then those of the site and of its own
// theme, which override single messages.
func (d *designer) messageFiles(code string) (list []*source.File) {
	base := messageFile(config.Default().Theme, code)
	own := messageFile(d.cfg.Theme, code)
	files := []*source.File{d.tree.Overridden(base), d.tree.File(base)}
	if own != base {
		files = append(files, d.tree.File(own))
	}
	return slices.DeleteFunc(files, func(f *source.File) bool { return f == nil })
}

// readMessages returns the messages in the language of the site.
func (d *designer) readMessages() *message.Table {
	english := d.messageFiles("en")
	var local []*source.File
	code := "en"
	languages := config.MessageLanguages(d.cfg.Language)
	for _, near := range slices.Backward(languages) { // messages of a region override those of its language
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
	d.checkMessageNames()
	h := memo.NewHash("config.Messages")
	h.String(code)
	h.Int(len(english))
	r, _ := d.b.messages.Get(keyOf(h, slices.Concat(english, local)), func() (loadedMessages, error) {
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
		return loadedMessages{table, append(found, more...)}, nil
	})
	d.report(r.found...)
	return r.table
}

// languageFile matches the name of a file with messages.
var languageFile = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*(-x(-[a-z0-9]{1,8})+)?\.toml$`)

// checkMessageNames warns of files that are never read, because their name is not a language.
func (d *designer) checkMessageNames() {
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

// checkWords reports words of checklists in config.toml that mean something else in the messages.
func (d *designer) checkWords() {
	const name = "config.toml"
	if file := d.tree.File(name); file != nil && len(d.cfg.Checklists.Words) > 0 {
		text, _ := text(name, file) // what is wrong with it is reported where it is read
		d.report(config.CheckWords(name, text, d.messages)...)
	}
}

// MessagesAndPartials returns the messages and partials of a site with this configuration, for rendering without an edition.
func MessagesAndPartials(tree *source.Tree, cfg config.Config) (*message.Table, *partial.Set) {
	d := &designer{b: New(Options{}), tree: tree, cfg: cfg}
	d.readMessagesAndPartials()
	return d.messages, d.partials
}
