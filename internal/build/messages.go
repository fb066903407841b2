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

// messages returns the words of the interface in the language of the site. The file of the default theme comes first;
// those of the site and of its own theme, if it has one, change single messages.
func (l *load) messages(cfg config.Config) *message.Table {
	files := func(code string) (list []*source.File) {
		base := messageFile(config.Default().Theme, code)
		names := []string{base}
		if own := messageFile(cfg.Theme, code); own != base {
			names = append(names, own)
		}
		if f := l.tree.Covered(base); f != nil {
			list = append(list, f)
		}
		for _, name := range names {
			if f := l.tree.File(name); f != nil {
				list = append(list, f)
			}
		}
		return list
	}
	english := files("en")
	var local []*source.File
	code := "en"
	languages := config.MessageLanguages(cfg.Language)
	for _, near := range slices.Backward(languages) { // what is said for a region changes what is said for its language
		if more := files(near); near != "en" && len(more) > 0 {
			local, code = append(local, more...), near
		}
	}
	if code == "en" && languages[len(languages)-1] != "en" {
		l.report(diag.Diagnostic{
			Severity: diag.Warning, Code: "no-messages", Place: diag.Place{File: "config.toml"},
			Message: fmt.Sprintf("The words of the interface, such as “Search”, are not translated into the language %q, so they are in English.", cfg.Language),
			Hint:    "Put a translation of themes/counsel/messages/en.toml into " + messageFile(cfg.Theme, languages[len(languages)-1]) + ".",
		})
	}
	l.strayMessages(cfg)
	h := memo.NewHash("config.Messages")
	h.String(code)
	for _, list := range [][]*source.File{english, local} {
		h.Int(len(list))
		for _, f := range list {
			h.Sum(f.Key)
		}
	}
	r, _ := l.b.messages.Get(h.Done(), func() (said, error) {
		var out said
		read := func(files []*source.File) (list []config.MessageFile) {
			for _, f := range files {
				text, found := text(f.Path, f)
				list = append(list, config.MessageFile{Path: f.Path, Text: text})
				out.found = append(out.found, found...)
			}
			return list
		}
		var found []diag.Diagnostic
		out.table, found = config.Messages(code, read(english), read(local))
		out.found = append(out.found, found...)
		return out, nil
	})
	l.report(r.found...)
	return r.table
}

// languageFile is what a file of messages is called.
var languageFile = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\.toml$`)

// strayMessages warns of files beside those of messages that no language would ever ask for.
func (l *load) strayMessages(cfg config.Config) {
	for _, f := range l.tree.Under("themes/" + cfg.Theme + "/messages") {
		if !languageFile.MatchString(path.Base(f.Path)) {
			l.report(diag.Diagnostic{
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
	l := &load{b: New(Options{}), tree: tree}
	messages := l.messages(cfg)
	return messages, l.partials(cfg, messages)
}
