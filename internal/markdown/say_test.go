package markdown

import (
	"io/fs"
	"slices"
	"testing"

	"pandect/internal/config"
	"pandect/internal/message"
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

// What the text of a page holds is part of its key, so the list of its messages must be one of messages that there are.
func TestMessagesAreThere(t *testing.T) {
	table := inEnglish(t)
	for i, key := range Messages {
		if _, ok := table.Find(key); !ok || slices.Index(Messages, key) != i {
			t.Errorf("%s is no message, or twice in the list", key)
		}
	}
}
