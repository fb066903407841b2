package message_test

import (
	"testing"

	"pandect/internal/message"
	"pandect/internal/twins"
)

// TestNumberTwins: messages that depend on a number, as templates and scripts fill them. The rules of languages are stated here,
// by CLDR; a script takes them from the browser.
func TestNumberTwins(t *testing.T) {
	type language struct {
		Group string            `json:"group"`
		Forms map[string]string `json:"forms"`
	}
	type vector struct {
		Language string `json:"language"`
		N        int    `json:"n"`
		Name     string `json:"name"`
		Want     string `json:"want"`
	}
	var vectors struct {
		Languages map[string]language `json:"languages"`
		Cases     []vector            `json:"cases"`
	}
	vectors.Languages = map[string]language{}
	within := func(n, from, to int) bool { return from <= n && n <= to }
	slavic := func(n int) bool { return within(n%10, 2, 4) && !within(n%100, 12, 14) }
	for _, c := range []struct {
		code, group string
		of          map[string]func(n int) bool // "other" is the rest
	}{
		{"en", ",", map[string]func(int) bool{"one": func(n int) bool { return n == 1 }}},
		{"de-CH", "’", map[string]func(int) bool{"one": func(n int) bool { return n == 1 }}},
		{"fr", "\u202f", map[string]func(int) bool{"one": func(n int) bool { return n < 2 }}},
		{"hi", "", map[string]func(int) bool{"one": func(n int) bool { return n < 2 }}},
		{"ja", ",", nil},
		{"ru", "\u00a0", map[string]func(int) bool{"one": func(n int) bool { return n%10 == 1 && n%100 != 11 }, "few": slavic,
			"many": func(n int) bool { return n%10 == 0 || within(n%10, 5, 9) || within(n%100, 11, 14) }}},
		{"pl", "\u00a0", map[string]func(int) bool{"one": func(n int) bool { return n == 1 }, "few": slavic, "many": func(n int) bool { return n != 1 && !slavic(n) }}},
		{"sl", ".", map[string]func(int) bool{"one": func(n int) bool { return n%100 == 1 }, "two": func(n int) bool { return n%100 == 2 }, "few": func(n int) bool { return within(n%100, 3, 4) }}},
		{"ar", "٬", map[string]func(int) bool{"zero": func(n int) bool { return n == 0 }, "one": func(n int) bool { return n == 1 }, "two": func(n int) bool { return n == 2 },
			"few": func(n int) bool { return within(n%100, 3, 10) }, "many": func(n int) bool { return within(n%100, 11, 99) }}},
	} {
		category := func(n int) string {
			for name, has := range c.of {
				if has(n) {
					return name
				}
			}
			return message.Other
		}
		forms := map[string]string{message.Other: "{n} “é漢😀” {name} {n} {unknown} {"}
		for name := range c.of {
			forms[name] = name + ": {n} e\u0301 {name}"
		}
		table := message.New(c.code, map[string]message.Message{"number.group": {Text: c.group}, "a.pages": {Forms: forms}}, category)
		vectors.Languages[c.code] = language{c.group, forms}
		for _, n := range []int{0, 1, 2, 3, 4, 5, 7, 10, 11, 12, 14, 15, 19, 20, 21, 22, 25, 99, 100, 101, 102, 103, 111, 112, 121, 999, 1000, 1001, 12_345, 1_234_567} {
			const name = "{n} $& $1 Zoë"
			vectors.Cases = append(vectors.Cases, vector{c.code, n, name, table.Number("a.pages", n, "name", name)})
		}
	}
	twins.Compare(t, "testdata/numbers.json", vectors)
}
