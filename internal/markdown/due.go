package markdown

import (
	"regexp"
	"slices"
	"strings"
)

var (
	dueDay  = regexp.MustCompile(`^\d{4}-\d\d-\d\d\.?$`)
	dueRule = regexp.MustCompile(`^(.+?)\s*([-+−–])\s*(\d{1,4})\s*(\pL+)\.?$`)
)

// dueOf returns when an item is due in the form that scripts read: a day, or a rule such as "Signature date - 10 days", whose unit
// may be written in English or in the language of the site. It returns false for any other text, of which no day can be made.
func dueOf(p *page, text string) (due string, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" || dueDay.MatchString(text) {
		return strings.TrimSuffix(text, "."), true
	}
	m := dueRule.FindStringSubmatch(text)
	if m == nil {
		return text, false
	}
	units := append(strings.Split(p.message("checklist.days"), ","), "day", "days")
	if !slices.ContainsFunc(units, func(unit string) bool { return strings.EqualFold(strings.TrimSpace(unit), m[4]) }) {
		return text, false
	}
	return m[1] + " " + m[2] + " " + m[3] + " days", true
}
