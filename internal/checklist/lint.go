package checklist

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pandect/internal/diag"
	"pandect/internal/site"
)

// Limits of Lint. They follow advice on checklists in practice: few items between gates, few critical items, one action in
// an item, and a reason for each.
const (
	maxStretch  = 9  // items between two gates
	maxWords    = 25 // of an item
	maxCritical = 60 // percent of the items
	fewItems    = 4  // least number of items for which the share of critical ones is checked
	itemSeconds = 8  // estimated time to read and answer one
)

// Lint returns advice on a checklist, as warnings. Rules about words apply to English only. now is for the age of the last
// review.
func Lint(p Page, language string, now time.Time) []diag.Diagnostic {
	l := linter{page: p}
	l.about(now)
	l.stretches()
	l.shares()
	for _, item := range p.List.Items() {
		l.item(item)
		if language == "en" || strings.HasPrefix(language, "en-") {
			l.english(item)
		}
	}
	return l.found
}

type linter struct {
	page  Page
	found []diag.Diagnostic
}

func (l *linter) warn(code string, place diag.Place, message, hint string) {
	l.found = append(l.found, diag.Diagnostic{Severity: diag.Warning, Code: code, Place: place, Message: message, Hint: hint})
}

// about checks the front matter.
func (l *linter) about(now time.Time) {
	place, m := diag.Place{File: l.page.File}, l.page.Meta
	switch {
	case m.Reviewed.IsZero():
		l.warn("check-review", place, "This checklist does not say when it was last reviewed, so nobody can tell whether it still holds.", "Add the day to the front matter: reviewed: 2026-10-01.")
	case now.After(m.Reviewed.AddDate(1, 0, 0)):
		l.warn("check-review", place, fmt.Sprintf("This checklist was last reviewed on %s, more than a year ago.", m.Reviewed.Format("2 January 2006")), "Review it, and correct the day in the front matter.")
	}
	if m.Owner == "" {
		l.warn("check-owner", place, "This checklist has no owner, so nobody knows whom to ask about it.", "Add owner: and a role or a team to the front matter.")
	}
	if m.Checklist.Mode == "" {
		l.warn("check-mode", place, "This checklist does not say how it is used.", "Add mode: do-confirm to the front matter if work is done first and then checked, or mode: read-do if it is done item by item.")
	}
	if m.Checklist.ID == "" {
		l.warn("check-id", place, "This checklist has no id, so its runs are lost when its file is renamed or moved.", fmt.Sprintf("Add id: %s to the front matter, and never change it.", l.page.List.ID))
	}
	if m.Checklist.Prefix == "" && slices.ContainsFunc(l.page.List.Items(), func(i *site.CheckItem) bool { return !i.Named() }) {
		l.warn("check-reference", place, "Items of this checklist have no reference, so an item whose wording is changed loses its answers.", "Add prefix: and a few capital letters to the front matter, then run pandect stamp.")
	}
}

// stretches checks the number of items between two gates.
func (l *linter) stretches() {
	var stretch []*site.CheckItem
	end := func() {
		if n := len(stretch); n > maxStretch {
			l.warn("check-stretch", at(stretch[maxStretch]), fmt.Sprintf("%d items stand here without a pause point, about %d seconds of work at the least; after %d people begin to skip.", n, n*itemSeconds, maxStretch),
				"Write (gate) at the end of a heading on the way, after which one stops and looks back.")
		}
		stretch = nil
	}
	for i := range l.page.List.Sections {
		s := &l.page.List.Sections[i]
		for k := range s.Items {
			stretch = append(stretch, &s.Items[k])
		}
		if s.Gate {
			end()
		}
	}
	end()
}

// shares checks the share of critical items.
func (l *linter) shares() {
	items := l.page.List.Items()
	critical := 0
	for _, item := range items {
		if item.Severity == site.Critical {
			critical++
		}
	}
	switch n := len(items); {
	case n < fewItems:
	case critical == 0:
		l.warn("check-critical", diag.Place{File: l.page.File}, "No item of this checklist is critical, so nothing on it can stop the work.", "Mark as (critical) what must never be missed.")
	case 100*critical > maxCritical*n:
		l.warn("check-critical", diag.Place{File: l.page.File}, fmt.Sprintf("%d of %d items are critical; where most things are critical, none is.", critical, n), "Keep (critical) for what must stop the work.")
	}
}

// item applies the rules for items in any language.
func (l *linter) item(i *site.CheckItem) {
	if n := len(strings.Fields(i.Text)); n > maxWords {
		l.warn("check-length", at(i), fmt.Sprintf("This item has %d words; more than %d are not read while one works.", n, maxWords), "Keep the instruction, and move the rest to a line below it: Why, How or Evidence.")
	}
	if i.Severity == site.Critical && (i.Label("why") == "" || i.Label("evidence") == "") {
		missing := "Why"
		if i.Label("why") != "" {
			missing = "Evidence"
		}
		l.warn("check-reason", at(i), "This critical item has no line that begins with "+missing+".", "Add it below the item: an item that stops the work has to say why, and what proves that it is done.")
	}
	if strings.HasSuffix(strings.TrimSpace(i.Text), "?") && i.Answer != "yes/no" {
		l.warn("check-question", at(i), "This item is a question, and a tick is no answer to it.", "Add a line below it: Answer: yes/no. Or make an instruction of it.")
	}
	for _, label := range i.Labels {
		if label.Name == "authority" && strings.TrimSpace(label.Text) == "" {
			l.warn("check-authority", at(i), "The authority of this item has no text.", "Write what it is called, and link that.")
		}
	}
}

// english applies the rules for items in English.
func (l *linter) english(i *site.CheckItem) {
	words := strings.FieldsFunc(strings.ToLower(i.Text), func(r rune) bool { return strings.ContainsRune(" ,.;:()\"“”", r) })
	if len(words) == 0 {
		return
	}
	if i.Answer != "yes/no" && !strings.HasSuffix(i.Text, "?") && !startsWithVerb(words[0]) {
		l.warn("check-verb", at(i), fmt.Sprintf("This item does not begin with a verb but with “%s”, so it does not say what to do.", words[0]), "Begin with the action: Obtain, Confirm, Record, Agree.")
	}
	if i.Severity == site.Critical {
		for k := 1; k+1 < len(words); k++ {
			if words[k] == "and" && slices.Contains(verbs, words[k+1]) {
				l.warn("check-two", at(i), fmt.Sprintf("This critical item asks for two things, the second of them to %s; one tick cannot answer both.", words[k+1]), "Make two items of it.")
				break
			}
		}
	}
	text := strings.ToLower(i.Text)
	for _, vague := range vagueWords {
		if strings.Contains(" "+text+" ", " "+vague) {
			l.warn("check-vague", at(i), fmt.Sprintf("“%s” leaves it to the reader what is to be done.", vague), "Say what is enough: a document, a number, a date, a name.")
			break
		}
	}
}

// vagueWords leave open what is enough, so that two people tick the same box for different things.
var vagueWords = []string{"appropriate", "adequate", "as necessary", "as needed", "as required", "if relevant", "sufficient", "ensure that all", "properly", "suitable"}

// noVerbs are words that do not begin an instruction.
var noVerbs = []string{"a", "all", "an", "any", "are", "at", "both", "by", "can", "each", "every", "for", "from", "has", "he", "if", "in", "is",
	"it", "its", "no", "not", "of", "on", "one", "our", "she", "should", "shall", "must", "some", "that", "the", "their", "there", "these", "they", "this", "those", "to",
	"was", "we", "were", "what", "when", "where", "which", "who", "will", "with", "without", "you", "your"}

// startsWithVerb reports whether a word may be a verb. Unknown words may.
func startsWithVerb(word string) bool {
	if slices.Contains(verbs, word) {
		return true
	}
	for _, ending := range []string{"tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship", "ing"} {
		if len(word) > len(ending)+3 && strings.HasSuffix(word, ending) {
			return false
		}
	}
	return !slices.Contains(noVerbs, word)
}

// verbs are instructions that are common in checklists.
var verbs = []string{"accept", "add", "agree", "appoint", "approve", "archive", "ask", "assess", "assign", "bar", "book", "brief", "calculate", "cap", "check", "classify", "close",
	"collect", "compare", "complete", "confirm", "count", "decide", "define", "delete", "deliver", "describe", "destroy", "disclose", "document", "draft", "encrypt", "examine",
	"exclude", "explain", "file", "fix", "forbid", "get", "give", "hold", "identify", "include", "inform", "inspect", "instruct", "interview", "keep", "limit", "list",
	"log", "map", "mark", "measure", "mention", "monitor", "name", "note", "notify", "obtain", "open", "pay", "plan", "prepare", "prevent", "print", "prohibit", "protect", "prove",
	"publish", "read", "recall", "reconcile", "record", "register", "reject", "release", "remove", "renew", "repeat", "report", "require", "restrict", "return", "review", "revoke", "run", "sample",
	"save", "schedule", "score", "screen", "secure", "see", "send", "separate", "set", "sign", "state", "store", "summarise", "supervise", "suspend", "tell", "test", "track", "train", "transfer", "update",
	"use", "verify", "visit", "walk", "warn", "withdraw", "write"}
