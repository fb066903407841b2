package markdown

import (
	"io/fs"
	"slices"
	"testing"

	"pandect/internal/config"
	"pandect/internal/message"
	"pandect/internal/partial"
	"pandect/themes"
)

// inEnglish returns the messages of the default theme in English.
func inEnglish(t testing.TB) *message.Table {
	t.Helper()
	const name = "counsel/messages/en.toml"
	data, err := fs.ReadFile(themes.FS, name)
	if err != nil {
		t.Fatal(err)
	}
	table, found := config.Messages("en", []config.MessageFile{{Path: name, Text: data}}, nil)
	if len(found) > 0 {
		t.Fatalf("the messages have mistakes: %v", found)
	}
	return table
}

// counselPartials returns the partials of the default theme in English.
func counselPartials(t testing.TB) *partial.Set {
	t.Helper()
	names, err := fs.Glob(themes.FS, "counsel/partials/checklist-*.html")
	if err != nil {
		t.Fatal(err)
	}
	var files []partial.File
	for _, name := range names {
		data, err := fs.ReadFile(themes.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, partial.File{Path: name, Text: data})
	}
	set, found := partial.Parse(files, Partials, partial.Shape{}, inEnglish(t))
	if len(found) > 0 {
		t.Fatalf("the partials have mistakes: %v", found)
	}
	return set
}

// What the text of a page holds is part of its key, so the list of its messages must be one of messages that there are.
func TestMessagesAreThere(t *testing.T) {
	table := inEnglish(t)
	for i, key := range Messages {
		if _, ok := table.Find(key); !ok || slices.Index(Messages, key) != i {
			t.Errorf("%s is no message, or twice in the list", key)
		}
	}
}
