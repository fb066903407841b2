package config_test

import (
	"strings"
	"testing"

	"pandect/internal/config"
	"pandect/internal/diag"
)

const englishMessages = `
[number]
group = ""
[date]
months = ["January", "February"]
[search]
find = "Find"
by = "by {name}"
pages = {one = "{n} page", other = "{n} pages"}
`

func messages(code string, local ...string) (func(key string, n int) string, []diag.Diagnostic) {
	var files []config.MessageFile
	for _, text := range local {
		files = append(files, config.MessageFile{Path: "messages/" + code + ".toml", Text: []byte(text)})
	}
	english := []config.MessageFile{{Path: "messages/en.toml", Text: []byte(englishMessages)}}
	if code == "en" {
		english, files = append(english, files...), nil
	}
	table, found := config.Messages(code, english, files)
	return func(key string, n int) string { return table.Number(key, n, "name", "X") }, found
}

const german = `
[date]
months = ["Januar", "Februar"]
[search]
find = "Suchen"
by = "von {name}"
pages = {one = "{n} Seite", other = "{n} Seiten"}
[number]
group = ""
`

func TestMessages(t *testing.T) {
	for _, c := range []struct {
		name, code string
		files      []string
		key        string
		n          int
		want       string
	}{
		{"English", "en", nil, "search.pages", 1, "1 page"},
		{"English, many", "en", nil, "search.pages", 2, "2 pages"},
		{"a place", "en", nil, "search.by", 0, "by X"},
		{"German", "de", []string{german}, "search.pages", 2, "2 Seiten"},
		{"a region has the rules of its language", "de-AT", []string{german}, "search.pages", 1, "1 Seite"},
		{"a site changes one message", "en", []string{"[search]\nfind = \"Look\"\n"}, "search.find", 0, "Look"},
		{"and leaves the others", "en", []string{"[search]\nfind = \"Look\"\n"}, "search.by", 0, "by X"},
		{"a theme has words of its own", "en", []string{"[own]\nmotto = \"Fiat\"\n"}, "own.motto", 0, "Fiat"},
		{"a site changes a translation", "de", []string{german, "[search]\nfind = \"Finden\"\n"}, "search.find", 0, "Finden"},
		{"other forms than English", "pl", []string{strings.Replace(german, `{one = "{n} Seite", other = "{n} Seiten"}`, `{one = "{n} strona", few = "{n} strony", many = "{n} stron", other = "{n} strony"}`, 1)}, "search.pages", 5, "5 stron"},
	} {
		text, found := messages(c.code, c.files...)
		if len(found) > 0 {
			t.Errorf("%s: %v", c.name, found)
		}
		if got := text(c.key, c.n); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMistakesInMessages(t *testing.T) {
	for _, c := range []struct {
		name, code string
		files      []string
		line       int
		want       string
	}{
		{"unknown key", "en", []string{"[search]\nfinds = \"Look\"\n"}, 2, "There is no message \"search.finds\", so this would never be shown."},
		{"a place too many", "de", []string{strings.Replace(german, "Suchen", "Suchen {what}", 1)}, 5, "The message \"find\" has no place {what}."},
		{"a place too few", "de", []string{strings.Replace(german, "von {name}", "von", 1)}, 6, "The message \"by\" lacks the place {name}."},
		{"a form too few", "de", []string{strings.Replace(german, `one = "{n} Seite", `, "", 1)}, 7, "The message \"pages\" has no form \"one\"."},
		{"a form that no language has", "de", []string{strings.Replace(german, "one =", "ones =", 1)}, 7, "\"ones\" is no form that a number has in this language."},
		{"one form alone", "de", []string{strings.Replace(german, `{one = "{n} Seite", other = "{n} Seiten"}`, `"{n} Seiten"`, 1)}, 7, "The message \"pages\" depends on a number, and has only one form."},
		{"nothing", "de", []string{strings.Replace(german, "Suchen", "", 1)}, 5, "The message \"find\" is empty, so that nothing would be shown."},
		{"an empty entry", "de", []string{strings.Replace(german, "Februar", "", 1)}, 3, "The message \"months\" is empty, so that nothing would be shown."},
		{"a sign between thousands that is a word", "de", []string{strings.Replace(german, `group = ""`, `group = "Punkt"`, 1)}, 9, "\"group\" cannot be \"Punkt\"."},
		{"a list that is too short", "de", []string{strings.Replace(german, `, "Februar"`, "", 1)}, 3, "\"months\" has to be a list of 2 texts."},
		{"nothing, in a file that changes one", "de", []string{german, "[search]\nfind = \" \"\n"}, 2, "The message \"find\" is empty, so that nothing would be shown."},
		{"a list where there is none", "de", []string{german, "[search]\nfind = [\"x\"]\n"}, 2, "The message \"find\" is one text, and this is a list."},
		{"not text", "en", []string{"[search]\nfind = 1\n"}, 2, "The value of \"find\" has to be text, and this is a number."},
		{"not TOML", "en", []string{"[search]\nfind = Look\n"}, 2, "Text has to stand in quotes."},
	} {
		_, found := messages(c.code, c.files...)
		if len(found) != 1 || found[0].Severity != diag.Error || found[0].Place.Line != c.line || found[0].Message != c.want {
			t.Errorf("%s: %+v, want one error in line %d: %s", c.name, found, c.line, c.want)
		}
	}
}

// A translation that is not finished is shown as far as it goes.
func TestATranslationMayBeUnfinished(t *testing.T) {
	text, found := messages("de", strings.Replace(german, "find = \"Suchen\"\n", "", 1))
	const want = "Missing from this translation, so in English: search.find."
	if len(found) != 1 || found[0].Severity != diag.Warning || found[0].Message != want || found[0].Place.File != "messages/de.toml" {
		t.Errorf("%+v, want one warning: %s", found, want)
	}
	if got := text("search.find", 0) + text("search.pages", 1234); got != "Find1234 Seiten" {
		t.Error(got)
	}
}

// An empty message is not shown in English when the theme has it in the language.
func TestWhatIsShownInsteadOfNothing(t *testing.T) {
	for want, files := range map[string][]string{
		"Write it, or remove the line to have “Suchen”.":          {german, "[search]\nfind = \"\"\n"},
		"Write it, or remove the line to have it in English.":     {strings.Replace(german, "Suchen", "", 1)},
		"Write it, or remove the line to have that of the theme.": {german, "[search]\npages = {one = \"\", other = \"\"}\n"},
	} {
		if _, found := messages("de", files...); len(found) != 1 || found[0].Hint != want {
			t.Errorf("%+v, want %s", found, want)
		}
	}
}

func TestAFormThatNoNumberHas(t *testing.T) {
	text, found := messages("de", german, "[search]\npages = {one = \"{n} Blatt\", few = \"{n} Blatt\", other = \"{n} Blätter\"}\n")
	const want = "The form \"few\" is never shown: no number has it in this language."
	if len(found) != 1 || found[0].Severity != diag.Warning || found[0].Message != want || found[0].Place.Line != 2 {
		t.Errorf("%+v, want one warning: %s", found, want)
	}
	if text("search.pages", 3) != "3 Blätter" {
		t.Error(text("search.pages", 3))
	}
}

func TestAllMissingMessagesAreNamed(t *testing.T) {
	english := "[a]\n"
	for c := 'a'; c <= 'z'; c++ {
		english += string(c) + " = \"x\"\n"
	}
	_, found := config.Messages("fr", files(english), files("[a]\nb = \"y\"\n"))
	if len(found) != 1 || len(found[0].All) != 25 || found[0].All[24] != "a.z" || !strings.Contains(found[0].Message, "a.k and 15 more.") {
		t.Errorf("%+v", found)
	}
}

func TestMessageLanguages(t *testing.T) {
	for code, want := range map[string]string{"de": "de", "de-AT": "de-AT de", "en-GB": "en-GB en", "zh-Hant-TW": "zh-Hant-TW zh"} {
		if got := strings.Join(config.MessageLanguages(code), " "); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}
