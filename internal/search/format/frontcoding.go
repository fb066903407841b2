package format

import (
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"pandect/internal/search/words"
)

// maxShared is the greatest length, in UTF-16 units, of the prefix that a form shares with the one before.
const maxShared = 25

// appendForms appends a sorted list of forms in front coding: for each a capital letter, which is the length of the prefix
// that it shares with the form before, and the rest. Forms have no capital letters.
func appendForms(dst []byte, list []string) []byte {
	last := ""
	for _, f := range list {
		bytes, units := 0, 0
		for bytes < len(last) && bytes < len(f) {
			r, n := utf8.DecodeRuneInString(f[bytes:])
			if len(last)-bytes < n || last[bytes:bytes+n] != f[bytes:bytes+n] || units+utf16.RuneLen(r) > maxShared {
				break
			}
			bytes, units = bytes+n, units+utf16.RuneLen(r)
		}
		dst = append(dst, byte('A'+units))
		dst = append(dst, f[bytes:]...)
		last = f
	}
	return dst
}

// readForms decodes what appendForms wrote.
func readForms(text string) ([]string, error) {
	var list []string
	last := ""
	for at := 0; at < len(text); {
		units := int(text[at]) - 'A'
		if units < 0 || units > maxShared {
			return nil, ErrDamaged
		}
		shared := 0
		for units > 0 {
			if shared == len(last) {
				return nil, ErrDamaged
			}
			r, n := utf8.DecodeRuneInString(last[shared:])
			shared, units = shared+n, units-max(1, utf16.RuneLen(r))
		}
		if units < 0 {
			return nil, ErrDamaged
		}
		at++
		end := at
		for end < len(text) && (text[end] < 'A' || text[end] > 'Z') {
			end++
		}
		f := last[:shared] + text[at:end]
		if len(list) > 0 && words.CompareForms(last, f) >= 0 {
			return nil, ErrDamaged
		}
		list = append(list, f)
		last, at = f, end
	}
	return list, nil
}

// Lookup returns the index of a form in a sorted list.
func Lookup(forms []string, form string) (int, bool) {
	return sort.Find(len(forms), func(i int) int { return words.CompareForms(form, forms[i]) })
}

// WithPrefix returns the range of forms that begin with a prefix.
func WithPrefix(forms []string, prefix string) (first, end int) {
	first, _ = Lookup(forms, prefix)
	for end = first; end < len(forms) && strings.HasPrefix(forms[end], prefix); end++ {
	}
	return first, end
}
