package format

import (
	"strings"
	"testing"

	"pandect/internal/search/vectors"
)

// TestDecodingVectors: how numbers and lists of forms are written.
func TestDecodingVectors(t *testing.T) {
	type numberVector struct {
		Number int    `json:"number"`
		Text   string `json:"text"`
	}
	var list []numberVector
	for _, n := range []int{0, 1, 2, 57, 58, 59, 61, 62, 63, 92, 93, 1983, 1984, 65535, 61534, 1 << 20, maxNumber} {
		text := string(appendNumber(nil, n))
		r := numbers{text: text}
		if got := r.next(maxNumber); got != n || r.done() != nil {
			t.Errorf("%d is read as %d from %q", n, got, text)
		}
		list = append(list, numberVector{n, text})
	}
	damagedNumbers := []string{"", "~", "~~~~~~~~", "\"", "é", "~~~~~~a", "\n"}
	for _, text := range damagedNumbers {
		r := numbers{text: text}
		if r.next(maxNumber); r.done() == nil {
			t.Errorf("%q is read as a number", text)
		}
	}
	type formsVector struct {
		Forms []string `json:"forms"`
		Text  string   `json:"text"`
	}
	var forms []formsVector
	for _, f := range [][]string{
		{}, {""}, {"", "a"}, {"privacy", "privilege", "privileged", "privileges"}, {"5", "5.3", "28(3)"}, {strings.Repeat("a", 30), strings.Repeat("a", 30) + "b"},
		{"𠀀", "𠀀𠀁", "\uE000"}, {"हिन", "हिनद"},
	} {
		if len(f) > 2 && f[0] == "5" {
			f = []string{"28(3)", "5", "5.3"}
		}
		text := string(appendForms(nil, f))
		if got, err := readForms(text); err != nil || strings.Join(got, " ") != strings.Join(f, " ") {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
		forms = append(forms, formsVector{f, text})
	}
	damagedForms := []string{"privacy", "Ba", "AaA", "AbAa", "AaAa", "[x", "A𠀀Bx"}
	for _, text := range damagedForms {
		if f, err := readForms(text); err == nil {
			t.Errorf("%q is read as %q", text, f)
		}
	}
	scripts := map[string]string{
		"good":    string(AppendScript(nil, KindPages, 12, "k3f9a", []byte("a\"b\\c\nd\u2028\u2029\te"))),
		"payload": "a\"b\\c\nd\u2028\u2029\te",
	}
	vectors.Compare(t, "decoding.json", map[string]any{"numbers": list, "damagedNumbers": damagedNumbers, "forms": forms, "damagedForms": damagedForms, "script": scripts})
}
