package config

import (
	"fmt"

	"pandect/internal/checklist"
	"pandect/internal/diag"
	"pandect/internal/message"
)

// words returns the words of checklists among the messages that were read so far.
func (m *messageReader) words() checklist.Words {
	return checklist.Words{}.In(message.New(m.code, m.into, nil))
}

// ambiguous reports a word of checklists that means something else as well: nobody could tell what an editor meant by it.
func (r *reader) ambiguous(at *node, key, word string, words checklist.Words) bool {
	other, ok := words.Other(key, word)
	if !ok {
		return false
	}
	r.report(errorAt, "same-word", at.at, at.end,
		fmt.Sprintf("%q cannot be the word for “%s” in checklists: it is one for “%s” already.", clip(word), key, other),
		"Choose another word. Those that come with Pandect stay understood, in English and in the language of the site.")
	return true
}

// CheckWords reports the words of checklists in a config.toml that mean something else in the messages of the site.
func CheckWords(path string, text []byte, messages *message.Table) []diag.Diagnostic {
	r := newReader(path, text, "config")
	if !r.clean() {
		return nil
	}
	lists := r.readTOML().find("checklists")
	if lists == nil || lists.value.find("words") == nil {
		return nil
	}
	r.list = nil // Parse reports what is wrong with the file as such
	all := checklist.Words{}.In(messages)
	fields := lists.value.find("words").value.fields
	for i := range fields {
		f := &fields[i]
		items := f.value.items
		if f.value.kind == kindText {
			items = []*node{f.value}
		}
		for _, item := range items {
			if item.kind == kindText && !r.ambiguous(item, f.name, item.text, all) {
				all[f.name] = append(all[f.name], item.text)
			}
		}
	}
	return diag.Concerning(diag.ConcernConfiguration, r.found())
}
