package partial

import (
	"regexp"
	"strings"
)

// plainMessages rewords messages of the template packages for editors of themes: of text/template, and of html/template for
// package theme, so that layouts and partials have their mistakes in the same words.
var plainMessages = []struct {
	message *regexp.Regexp
	meaning string
}{
	{regexp.MustCompile(`^unexpected EOF$`), "a “{{if}}”, “{{with}}”, “{{range}}”, “{{block}}” or “{{define}}” has no “{{end}}”"},
	{regexp.MustCompile(`^unclosed action.*`), "a “{{” has no “}}”"},
	{regexp.MustCompile(`^bad character U\+\w+ '(.)'.*`), "“$1” cannot stand between “{{” and “}}”"},
	{regexp.MustCompile(`^no such template "(.*)"$`), "there is no template “$1”"},
	{regexp.MustCompile(`^function "(.*)" not defined$`), "there is no function “$1”"},
	{regexp.MustCompile(`^(?:on range loop re-entry: )?\{\{(\w+)\}\} branches end in different contexts: .*`), "the branches of “{{$1}}” do not leave tags and quotation marks in the same state"},
	{regexp.MustCompile(`.*ends in a non-text context: .*`), "a tag or a quotation mark is left open at the end"},
	{regexp.MustCompile(`.*can't evaluate field (\w+) in type \*?(?:\w+\.)?(\w+)$`), "$2 has no “$1”"},
	{regexp.MustCompile(`.*can't evaluate field (\w+) in type \[\].*`), "a list has no “$1”: write {{range}} to get at what is in it"},
	{regexp.MustCompile(`.*nil pointer evaluating .*\.(\w+)$`), "“$1” is asked of something that this page does not have"},
	{regexp.MustCompile(`^map has no entry for key "(.*)"$`), "“$1” is not set"},
}

// Explain rewords a message of the template packages, with a full stop.
func Explain(message string) string {
	message = strings.TrimRight(message, ". \n")
	for _, p := range plainMessages {
		if p.message.MatchString(message) {
			return p.message.ReplaceAllString(message, p.meaning) + "."
		}
	}
	return message + "."
}
