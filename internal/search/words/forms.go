package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FormsOf returns the forms under which a token is indexed, the whole token first; nothing for a token without a form.
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
		if form != "" {
			for _, other := range forms {
				if other == form {
					return
				}
			}
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
		if before, after := digitsApart(form); before != "" {
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

// digitsApart cuts a form where letters and digits meet, as in "iso27001" and "477r", if they do so in one place alone.
func digitsApart(form string) (before, after string) {
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

// joined returns the form of the pieces written in one.
func joined(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(Fold(p.Text))
	}
	return truncate(b.String())
}

// camelParts calls visit with the parts of a word that is written like this: camelCase.
func camelParts(word string, visit func(string)) {
	start, small := 0, false
	for i, r := range word {
		if small && unicode.IsUpper(r) {
			visit(word[start:i])
			start = i
		}
		small = unicode.IsLower(r)
	}
	if start > 0 {
		visit(word[start:])
	}
}

// IsWord reports whether a form has letters and marks only.
func IsWord(form string) bool {
	for _, r := range form {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return false
		}
	}
	return form != ""
}
