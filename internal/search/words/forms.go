package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FormsOf returns the forms under which a token is indexed, that of the whole token first. A token may have none.
func FormsOf(token string) []string {
	whole := Fold(token)
	if whole == "" {
		return nil
	}
	if IsSpaceless(token) {
		return Bigrams(whole)
	}
	forms := []string{whole}
	add := func(form string) {
		if form != "" && !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	pieces, bare := Pieces(token)
	for _, p := range pieces {
		form := Fold(p.Text)
		if p.Apostrophe && utf8.RuneCountInString(form) < 2 {
			continue
		}
		add(form)
		camelParts(p.Text, func(part string) { add(Fold(part)) })
		if before, after := splitDigits(form); before != "" {
			add(before)
			add(after)
		}
	}
	if !bare && strings.IndexFunc(whole, unicode.IsLetter) >= 0 {
		add(joined(pieces))
	}
	return forms
}

// Bigrams returns the pairs of neighbouring characters of a folded token of a script without spaces.
func Bigrams(form string) []string {
	runes := []rune(form)
	if len(runes) < 2 {
		return []string{form}
	}
	list := make([]string, 0, len(runes)-1)
	for i := range len(runes) - 1 {
		list = append(list, string(runes[i:i+2]))
	}
	return list
}

// splitDigits splits a form where letters and digits meet, as in "iso27001" and "477r", if that is in one place only.
func splitDigits(form string) (before, after string) {
	at := 0
	for i := 1; i < len(form); i++ {
		if isDigit(form[i-1]) == isDigit(form[i]) {
			continue
		}
		if at > 0 {
			return "", ""
		}
		at = i
	}
	if at == 0 {
		return "", ""
	}
	return form[:at], form[at:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// joined returns the form of the pieces without connectors.
func joined(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(Fold(p.Text))
	}
	return truncate(b.String())
}

// camelParts calls visit with the parts of a word in camelCase.
func camelParts(word string, visit func(string)) {
	start, lower := 0, false
	for i, r := range word {
		if lower && unicode.IsUpper(r) {
			visit(word[start:i])
			start = i
		}
		lower = unicode.IsLower(r)
	}
	if start > 0 {
		visit(word[start:])
	}
}

// IsWord reports whether a form consists of letters and marks.
func IsWord(form string) bool {
	for _, r := range form {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return false
		}
	}
	return form != ""
}
