package config_test

import (
	"slices"
	"strings"
	"testing"

	"pandect/internal/checklist"
	"pandect/internal/config"
	"pandect/internal/diag"
)

// words are messages that are words of checklists, in English and in German.
const (
	englishWords = "[severity]\ncritical = \"critical\"\nrequired = \"required\"\n[word]\ngate = \"gate\"\nallowed = \"allowed\"\nnot_allowed = \"not allowed\"\n" +
		"[label]\nwhy = \"Why\"\nna = \"N/A\"\n"
	germanWords = "[severity]\ncritical = \"kritisch\"\nrequired = \"erforderlich\"\n[word]\ngate = \"Haltepunkt\"\nallowed = \"zulässig\"\nnot_allowed = \"nicht zulässig\"\n" +
		"[label]\nwhy = \"Warum\"\nna = \"Entfällt\"\n"
)

func files(texts ...string) (list []config.MessageFile) {
	for _, text := range texts {
		list = append(list, config.MessageFile{Path: "messages/x.toml", Text: []byte(text)})
	}
	return list
}

// A site that shows another word still understands the one that comes with the theme, however many files lie in between.
func TestAnOverriddenWordStaysUnderstood(t *testing.T) {
	table, found := config.Messages("de-AT", files(englishWords), files(germanWords, "[severity]\ncritical = \"heikel\"\n", "[severity]\ncritical = \"ernst\"\n"))
	if len(found) > 0 {
		t.Fatal(found)
	}
	all := checklist.Words{"critical": {"arg"}}.In(table)
	for _, word := range []string{"critical", "kritisch", "KRITISCH", "heikel", "ernst", "arg"} {
		if s, ok := all.Severity(word); !ok || s != "critical" {
			t.Errorf("%q is not understood", word)
		}
	}
	if table.Text("severity.critical") != "ernst" {
		t.Error("what is shown:", table.Text("severity.critical"))
	}
	table, found = config.Messages("en-GB", files(englishWords, "[word]\ngate = \"stop\"\n"), files("[word]\ngate = \"halt\"\n"))
	if len(found) > 0 {
		t.Error("a region of English lacks nothing:", found)
	}
	if all := (checklist.Words{}.In(table)); !all.Is("gate", "gate") || !all.Is("stop", "gate") || !all.Is("halt", "gate") {
		t.Error(all)
	}
}

func TestOneWordForTwoThings(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
		want string
	}{
		{"[word]\nnot_allowed = \"zulässig\"\n", 2, `"zulässig" cannot be the word for “not allowed” in checklists: it is one for “allowed” already.`},
		{"[word]\nnot_allowed = \"Zula\u0308ssig\"\n", 2, "\"Zula\u0308ssig\" cannot be the word for “not allowed” in checklists: it is one for “allowed” already."},
		{"[severity]\ncritical = \"Pflicht\"\nrequired = \"Pflicht\"\n", 3, `"Pflicht" cannot be the word for “required” in checklists: it is one for “critical” already.`},
		{"[severity]\ncritical = \"required\"\n", 2, `"required" cannot be the word for “critical” in checklists: it is one for “required” already.`},
		{"[severity]\nrequired = \"x\"\ncritical = \"erforderlich\"\n", 3, `"erforderlich" cannot be the word for “critical” in checklists: it is one for “required” already.`},
		{"[label]\nna = \"warum\"\n", 2, `"warum" cannot be the word for “n/a” in checklists: it is one for “why” already.`},
	} {
		_, found := config.Messages("de", files(englishWords), files(germanWords, c.text))
		if len(found) != 1 || found[0].Severity != diag.Error || found[0].Code != "messages-same-word" || found[0].Place.Line != c.line || found[0].Message != c.want || found[0].Hint == "" {
			t.Errorf("%s: %+v", c.text, found)
		}
	}
	if _, found := config.Messages("de", files(englishWords), files(germanWords, "[label]\nwhy = \"Haltepunkt\"\n")); len(found) > 0 {
		t.Error("a label is not what stands in parentheses:", found)
	}
}

func TestWordsOfTheConfigurationMeanOneThing(t *testing.T) {
	table, _ := config.Messages("de", files(englishWords), files(germanWords))
	text := "title = “x”\n[checklists.words]\ncritical = [\"heikel\", \"erforderlich\"]\ngate = \"Heikel\"\nwhy = [\"Wieso\"]\n\"n/a\" = [\"Wieso\", \"N/A\"]\n"
	var got []string
	for _, d := range config.CheckWords("config.toml", []byte(text), table) {
		if d.Severity != diag.Error || d.Concerns != diag.ConcernConfiguration {
			t.Errorf("%+v", d)
		}
		got = append(got, d.Quote)
	}
	if want := strings.Split(text, "\n"); !slices.Equal(got, []string{want[2], want[3], want[5]}) {
		t.Errorf("%q", got)
	}
}
