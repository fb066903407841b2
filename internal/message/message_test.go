package message_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pandect/internal/message"
)

func table(language string, more map[string]message.Message) *message.Table {
	list := map[string]message.Message{
		"date.pattern": {Text: "{day}. {month} {year}"}, "date.months": {List: strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")},
		"number.group": {Text: "."}, "a.plain": {Text: "Suchen"}, "a.by": {Text: "von {name} am {day}"},
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
