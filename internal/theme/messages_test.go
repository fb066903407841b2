package theme_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/message"
	"pandect/themes"
)

// table returns the messages of the default theme in a language.
func table(t *testing.T, code string) (*message.Table, []diag.Diagnostic) {
	t.Helper()
	read := func(code string) []config.MessageFile {
		name := "counsel/messages/" + code + ".toml"
		data, err := fs.ReadFile(themes.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		return []config.MessageFile{{Path: name, Text: data}}
	}
	if code == "en" {
		return config.Messages(code, read("en"), nil)
	}
	return config.Messages(code, read("en"), read(code))
}

func TestEveryLanguageIsWhole(t *testing.T) {
	files, err := fs.Glob(themes.FS, "counsel/messages/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		code := strings.TrimSuffix(path.Base(f), ".toml")
		if _, found := table(t, code); len(found) > 0 {
			t.Errorf("%s: %v", code, found)
		}
	}
}

// The types of scripts follow from a module that is made of the English messages.
func TestTheModuleOfMessagesIsUpToDate(t *testing.T) {
	english, _ := table(t, "en")
	const name = "../../themes/counsel/scripts/messages.ts"
	want := message.Module(english)
	if *update {
		if err := os.WriteFile(filepath.FromSlash(name), want, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got, err := os.ReadFile(filepath.FromSlash(name)); err != nil || string(got) != string(want) {
		t.Errorf("%s is not what the messages say: run go test ./internal/theme -update (%v)", name, err)
	}
}
