package message_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pandect/internal/message"
)

func table(language string, more map[string]message.Message) *message.Table {
	list := map[string]message.Message{
		"date.pattern": {Text: "{day}. {month} {year}"}, "date.months": {List: strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")},
		"number.group": {Text: "."}, "a.plain": {Text: "Suchen"}, "a.by": {Text: "von {name} am {day}"}, "date.time": {Text: "{day}, {time}"},
		"a.pages": {Forms: map[string]string{"one": "{n} Seite", "other": "{n} Seiten"}},
	}
	for key, one := range more {
		list[key] = one
	}
	return message.New(language, list, func(n int) string {
		if n == 1 {
			return "one"
		}
		return "other"
	})
}

func TestTexts(t *testing.T) {
	m := table("de", nil)
	before, after := m.Split("a.by", "name")
	for got, want := range map[string]string{
		m.Text("a.plain"): "Suchen",
		m.Text("a.by", "name", "{day}", "day", "1"):         "von {day} am 1", // a value is never read as a message
		m.Number("a.pages", 1):                              "1 Seite",
		m.Number("a.pages", 1234567):                        "1.234.567 Seiten",
		m.Digits(999):                                       "999",
		m.Text("a.unknown"):                                 "a.unknown",
		before + "|" + after:                                "von | am {day}",
		m.Date(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)): "1. März 2026",
		(*message.Table)(nil).Text("a.plain"):               "a.plain",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestDigests(t *testing.T) {
	m := table("de", nil)
	other := table("de", map[string]message.Message{"a.pages": {Forms: map[string]string{"one": "{n} Blatt", "other": "{n} Seiten"}}})
	switch {
	case m.Sum() == other.Sum():
		t.Error("another form, and the same digest")
	case m.SumOf("a.pages") == other.SumOf("a.pages"):
		t.Error("another form, and the same digest of the message")
	case m.SumOf("a.plain") != other.SumOf("a.plain"):
		t.Error("the digest of a message moves with another")
	case m.Sum() == table("at", nil).Sum():
		t.Error("another language, and the same digest")
	case m.Sum() != table("de", nil).Sum():
		t.Error("the same table, and another digest")
	}
}

func TestPlaceholders(t *testing.T) {
	if got := message.Placeholders("{b} and {a}, {b} {"); !slices.Equal(got, []string{"a", "b"}) {
		t.Error(got)
	}
}

func TestModule(t *testing.T) {
	module := string(message.Module(table("de", map[string]message.Message{"a.quote_it": {Text: "„\"\\“ <b>"}})))
	for _, want := range []string{
		"export const LANGUAGE = \"de\"\n",
		"const NUMBERS = /* @__PURE__ */ numbersOf(LANGUAGE, \".\")\n",
		"export const day = /* @__PURE__ */ daysOf(\"{day}. {month} {year}\", [\"Januar\", \"Februar\", ",
		"export const dateTime = /* @__PURE__ */ filled<{ day: string | number; time: string | number }>(\"{day}, {time}\")\n",
		"export const aPlain = \"Suchen\"\n",
		"export const aQuoteIt = \"„\\\"\\\\“ <b>\"\n",
		"export const aBy = /* @__PURE__ */ filled<{ day: string | number; name: string | number }>(\"von {name} am {day}\")\n",
		"export const aPages = /* @__PURE__ */ counted<{ }>(NUMBERS, { one: \"{n} Seite\", other: \"{n} Seiten\" })\n",
	} {
		if !strings.Contains(module, want) {
			t.Errorf("no line %s in\n%s", want, module)
		}
	}
}

// countless are the messages with {n} that need no forms, and why.
var countless = map[string]string{
	"item.why_na_hint": "{n} is always 10",
}

// TestCountsHaveForms finds a message with a number that would say "1 records".
func TestCountsHaveForms(t *testing.T) {
	files, err := filepath.Glob("../../themes/counsel/messages/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	line := regexp.MustCompile(`^(?:\[(\w+)\]|(\w+) = "[^\n]*\{n\})`)
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		unmet := maps.Clone(countless)
		table := ""
		for text := range strings.Lines(string(data)) {
			m := line.FindStringSubmatch(text)
			switch {
			case m == nil:
			case m[1] != "":
				table = m[1]
			case countless[table+"."+m[2]] == "":
				t.Errorf("%s: %s.%s has a number {n} and no forms for it", name, table, m[2])
			default:
				delete(unmet, table+"."+m[2])
			}
		}
		for key := range unmet {
			t.Errorf("%s: %s has forms, or no number: it needs no exception", name, key)
		}
	}
}
