package message

import (
	"encoding/json"
	"strings"
)

// Module returns a table as a TypeScript module. Each message is an export of its own, so that tree shaking leaves unused
// ones out of a bundle and a script that names an unknown one does not compile. A message with placeholders is a function of
// their values, made by functions of the module "./say". The patterns of days and numbers are functions
// as well.
func Module(t *Table) []byte {
	var b strings.Builder
	b.WriteString("// The messages of the theme. This file is made of messages/en.toml: a build puts the messages of the site's language into\n" +
		"// its place, and `go test ./internal/theme -update` writes it anew.\n" +
		"import { counted, daysOf, filled, numbersOf } from \"./say\"\n\n")
	group, _ := t.Find("number.group")
	b.WriteString("export const LANGUAGE = " + quote(t.language) + "\n")
	b.WriteString("const NUMBERS = /* @__PURE__ */ numbersOf(LANGUAGE, " + quote(group.Text) + ")\n\n" +
		"/** A whole number as the language writes it. */\n" +
		"export const digits = (n: number): string => NUMBERS.digits(n)\n\n")
	months := make([]string, len(t.months))
	for i, month := range t.months {
		months[i] = quote(month)
	}
	b.WriteString("/** A day, YYYY-MM-DD, as the language writes it. Any other text stays as it is. */\n" +
		"export const day = /* @__PURE__ */ daysOf(" + quote(t.Text("date.pattern")) + ", [" + strings.Join(months, ", ") + "])\n\n")
	for _, key := range t.Keys() {
		m := t.messages[key]
		if m.List != nil || key == "date.pattern" || strings.HasPrefix(key, "number.") {
			continue
		}
		b.WriteString("export const " + Name(key) + " = ")
		placeholders := m.Placeholders()
		var values strings.Builder
		for _, name := range placeholders {
			if name != "n" || m.Forms == nil {
				values.WriteString(" " + name + ": string | number;")
			}
		}
		kind := "{" + strings.TrimSuffix(values.String(), ";") + " }"
		switch {
		case m.Forms != nil:
			b.WriteString("/* @__PURE__ */ counted<" + kind + ">(NUMBERS, {")
			for i, category := range sorted(m.Forms) {
				if i > 0 {
					b.WriteByte(',')
				}
				b.WriteString(" " + category + ": " + quote(m.Forms[category]))
			}
			b.WriteString(" })")
		case len(placeholders) > 0:
			b.WriteString("/* @__PURE__ */ filled<" + kind + ">(" + quote(m.Text) + ")")
		default:
			b.WriteString(quote(m.Text))
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// Styles returns the messages of the table "style" as custom properties of a style sheet: style.another_site is
// --style-another-site. Style sheets say them where words stand beside a sign that they draw.
func Styles(t *Table) []byte {
	var b strings.Builder
	b.WriteString("/* The messages of style sheets. Made of messages/en.toml, as scripts/messages.ts is. */\n:root {\n")
	for _, key := range t.Keys() {
		if strings.HasPrefix(key, "style.") {
			text := strings.NewReplacer(`\`, `\5c `, `"`, `\22 `, "\n", `\a `, "<", `\3c `).Replace(t.Text(key))
			b.WriteString("  --" + strings.NewReplacer(".", "-", "_", "-").Replace(key) + ": \"" + text + "\";\n")
		}
	}
	b.WriteString("}\n")
	return []byte(b.String())
}

// Name returns the name of a message in scripts: of "search.no_result" it is searchNoResult.
func Name(key string) string {
	parts := strings.FieldsFunc(key, func(r rune) bool { return r == '.' || r == '_' })
	for i := 1; i < len(parts); i++ {
		parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
	}
	return strings.Join(parts, "")
}

func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // of a string: cannot fail
	return strings.TrimSuffix(b.String(), "\n")
}
