package partial_test

import (
	"html/template"
	"strings"
	"testing"

	"pandect/internal/message"
	"pandect/internal/partial"
)

var shape = partial.Shape{Name: "one", Wraps: true, Fields: []partial.Field{
	{Name: "Title"}, {Name: "URL", Kind: partial.URL}, {Name: "Day", Kind: partial.HTML}, {Name: "Count", Kind: partial.Number},
	{Name: "Open", Kind: partial.Flag}, {Name: "Content", Kind: partial.Content}}}

func messages() *message.Table {
	return message.New("en", map[string]message.Message{
		"a.plain": {Text: `Find "it" & go`}, "a.by": {Text: "by {name} on {day}"}, "number.group": {Text: ","},
		"a.pages": {Forms: map[string]string{"one": "{n} page", "other": "{n} pages"}},
	}, func(n int) string {
		if n == 1 {
			return "one"
		}
		return "other"
	})
}

func parse(text string) (*partial.Partial, string) {
	set, found := partial.Parse([]partial.File{{Path: "themes/own/partials/one.html", Text: []byte(text)}}, []partial.Shape{shape}, partial.Shape{}, messages())
	if len(found) > 0 {
		return nil, found[0].Message
	}
	return set.Get("one"), ""
}

func values(title string, count int, open bool) []partial.Value {
	markup := func(s string) partial.Value {
		return partial.Value{HTML: func(dst []byte) []byte { return append(dst, s...) }}
	}
	return []partial.Value{{Text: title}, {Text: "a b.html"}, markup("<time>"), {Number: count}, partial.On(open), markup("<b>")}
}

func TestAppend(t *testing.T) {
	for text, want := range map[string]string{
		"\n{{.Content}}\n": "<b>",
		`<a href="{{.URL}}" title="{{.Title}}">{{.Content}}</a>`:                       `<a href="a%20b.html" title="&lt;&quot;&gt;"><b></a>`,
		`{{if .Open}}{{.Count}}{{else}}no{{end}}{{.Content}}`:                          "1,234<b>",
		`{{if not .Open}}{{.Count}}{{else if .Title}}t{{end}}{{.Content}}`:             "t<b>",
		`{{t "a.plain"}} {{t "a.pages" "n" .Count}}{{.Content}}`:                       "Find &quot;it&quot; &amp; go 1,234 pages<b>",
		`{{t "a.by" "name" .Title "day" .Day}}{{.Content}}`:                            "by &lt;&quot;&gt; on <time><b>",
		"{{if .Open}}{{if not .Title}}x{{end}}y{{end}}{{/* a comment */}}{{.Content}}": "y<b>",
	} {
		p, problem := parse(text)
		if problem != "" {
			t.Errorf("%s: %s", text, problem)
			continue
		}
		if got := string(p.Append([]byte("+"), values(`<">`, 1234, true)...)); got != "+"+want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// A text in an address is an address only in the schemes that html/template allows.
func TestTextsInAddresses(t *testing.T) {
	for text, want := range map[string]string{
		`<a href="{{.Title}}">{{.Content}}</a>`:                                `<a href="#ZgotmplZ"><b></a>`,
		`<form ACTION = "{{if .Open}}{{.Title}}{{end}}">{{.Content}}`:          `<form ACTION = "#ZgotmplZ"><b>`,
		`<a href="{{if .Day}}x{{else}}{{end}}{{.Title}}">{{.Content}}</a>`:     `<a href="x#ZgotmplZ"><b></a>`,
		`<a href="{{if not .Day}}x{{else}}{{.Title}}{{end}}">{{.Content}}</a>`: `<a href="#ZgotmplZ"><b></a>`,
		`<a href="java{{.Title}}">{{.Content}}</a>`:                            `<a href="java#ZgotmplZ"><b></a>`,
		`<a href="{{.URL}}{{.Title}}">{{.Content}}</a>`:                        `<a href="a%20b.html#ZgotmplZ"><b></a>`,
		`<a href="#{{.Title}}">{{.Content}}</a>`:                               `<a href="#java&#9;Script:x"><b></a>`,
		`<a title="{{.Title}}" data-href="{{.Title}}">{{.Content}}</a>`:        "<a title=\"java\tScript:x\" data-href=\"java\tScript:x\"><b></a>",
	} {
		p, problem := parse(text)
		if problem != "" {
			t.Errorf("%s: %s", text, problem)
			continue
		}
		got := string(p.Append(nil, values("java\tScript:x", 1, true)...))
		if strings.ReplaceAll(got, "\t", "&#9;") != strings.ReplaceAll(want, "\t", "&#9;") {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	p, _ := parse(`<a href="{{.Title}}">{{.Content}}</a>`)
	for title, want := range map[string]string{"https://a.b/?c=d&e": "https://a.b/?c=d&amp;e", "a/b:c": "a/b:c", "mailto:a@b": "mailto:a@b", "vbscript:x": "#ZgotmplZ", "data:text/html,x": "#ZgotmplZ", "ab cd": "ab%20cd"} {
		if got := string(p.Append(nil, values(title, 1, true)...)); got != `<a href="`+want+`"><b></a>` {
			t.Errorf("%s: %s, want %s", title, got, want)
		}
	}
}

func TestHalves(t *testing.T) {
	p, problem := parse(`<p>{{if .Open}}o{{end}}{{.Content}}{{if .Open}}{{.Title}}{{end}}</p>`)
	if problem != "" {
		t.Fatal(problem)
	}
	v := values("t", 0, true)
	if before, after := string(p.Before(nil, v...)), string(p.After(nil, v...)); before != "<p>o" || after != "t</p>" {
		t.Errorf("%q and %q", before, after)
	}
}

func TestMistakesAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		`{{.Content}}{{.Name}}`:                                           "there is no “.Name” in the partial “one”; it has .Title, .URL, .Day, .Count, .Open, .Content.",
		`<a href="javascript:{{.Title}}">{{.Content}}</a>`:                "an address cannot begin with “javascript:”, “vbscript:” or “data:”, which would run code.",
		`<a href="{{if .Open}} JAVA&#9;script{{end}}:x">{{.Content}}</a>`: "an address cannot begin with “javascript:”, “vbscript:” or “data:”, which would run code.",
		" \r\n":                                      "it is empty; to show nothing, write {{/* nothing */}}.",
		`{{.Title}}`:                                 "it does not show {{.Content}}.",
		`{{.Content}}{{.Content}}`:                   "“.Content” may be shown only once.",
		`{{if .Open}}{{.Content}}{{end}}`:            "“.Content” may not depend on a condition.",
		`<a title={{.Title}}>{{.Content}}</a>`:       "“.Title” stands in a tag, but not in double quotation marks.",
		`<a title='{{.Title}}'>{{.Content}}</a>`:     "values of attributes stand in double quotation marks.",
		`<a title="{{.Content}}"></a>`:               "“.Content” is markup, which cannot stand in an attribute.",
		`<a{{if .Open}} title="{{end}}>{{.Content}}`: "the branches of “{{if}}” do not leave tags and quotation marks in the same state.",
		`{{.Content}}<a`:                             "a tag or a quotation mark is left open at the end.",
		`{{.Content}}{{.Open}}`:                      "“.Open” is only there to be asked for: {{if .Open}}.",
		`{{.Content}}{{if eq .Title "a"}}{{end}}`:    "a condition asks for one field: {{if .Field}} or {{if not .Field}}.",
		`{{.Content}}{{range .Title}}{{end}}`:        "“{{range .Title}}{{end}}” has no place in a partial.",
		`{{.Content}}{{t "a.none"}}`:                 "there is no message “a.none”.",
		`{{.Content}}{{t "a.by" "name" .Title}}`:     "the message “a.by” needs a value for {day}.",
		`{{.Content}}{{t "a.plain" "x" .Title}}`:     "the message “a.plain” has no place \"x\".",
		`{{.Content}}{{t "a.pages" "n" .Title}}`:     "the message “a.pages” counts something: its one place {n} is a number.",
		`{{.Content}}{{if .Open}}`:                   "a “{{if}}”, “{{with}}”, “{{range}}”, “{{block}}” or “{{define}}” has no “{{end}}”.",
		`{{.Content}}{{`:                             "a “{{” has no “}}”.",
		`{{.Content}}<script>`:                       "a partial cannot hold scripts or styles, nor attributes that are such.",
		`{{.Content}}<b style="color:red">`:          "a partial cannot hold scripts or styles, nor attributes that are such.",
		`{{.Content}}{{.Titel}}`:                     "there is no “.Titel” in the partial “one” (did you mean “.Title”?); it has .Title, .URL, .Day, .Count, .Open, .Content.",
		`{{.Content}}{{t "a.plane"}}`:                "there is no message “a.plane” (did you mean “a.plain”?).",
	} {
		if _, got := parse(text); got != "This partial cannot be read: "+want {
			t.Errorf("%s:\n got %s\nwant %s", text, got, want)
		}
	}
	_, found := partial.Parse(nil, []partial.Shape{shape}, partial.Shape{}, messages())
	if len(found) != 1 || found[0].Code != "missing-partial" {
		t.Errorf("a partial without a file: %v", found)
	}
}

// A field can never leave the place in which it was written: what a browser would see as tags and attributes is the same
// for every value.
func FuzzPartial(f *testing.F) {
	for _, text := range []string{`<a href="{{.URL}}">{{.Content}}</a>`, `{{if .Open}}<b title="{{.Title}}">{{else}}<b>{{end}}{{.Content}}</b>`, "{{", "<{{.Title}}>", `{{t "a.by" "name" .Title "day" .Day}}`} {
		f.Add(text, `"><script>`)
	}
	f.Fuzz(func(t *testing.T, text, title string) {
		p, problem := parse(text)
		if problem != "" {
			return
		}
		count := func(title string) [4]int {
			out := string(p.Append(nil, values(title, 2, true)...))
			return [4]int{strings.Count(out, "<"), strings.Count(out, ">"), strings.Count(out, `"`), strings.Count(out, "<script")}
		}
		if plain, hostile := count("x"), count("x"+title); plain != hostile {
			t.Errorf("%s with %q: %v, and %v with a plain title", text, template.HTMLEscapeString(title), hostile, plain)
		}
	})
}
