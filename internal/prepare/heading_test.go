package prepare

import "testing"

func TestHeadingAttributes(t *testing.T) {
	for _, c := range []struct {
		list, id, odd string
		ok            bool
	}{
		{"#kovel", "kovel", "", true},
		{" #kovel .unnumbered ", "kovel", "", true},
		{".unnumbered #kovel", "kovel", "", true},
		{"-", "", "", true},
		{"#_Toc123", "", "", true},
		{"#Gebühren-2.1", "Gebühren-2.1", "", true},
		{": #kovel", "kovel", "", true},
		{":.class", "", "", true},
		{"#fees & costs", "fees-costs", "fees & costs", true},
		{"#fees/2", "fees-2", "fees/2", true},
		{"#a(b)! .class", "a-b", "a(b)!", true},
		{`#a,b key="x y" data-k=v`, "a-b", "a,b", true},
		{`width="1in"`, "", "", true},
		{".a .b/c", "", "", true},
		{"draft", "", "", false},
		{"the client", "", "", false},
		{"", "", "", false},
		{"#", "", "", false},
		{"# comment #", "", "", false},
		{"#if x#", "", "", false},
		{"% raw %", "", "", false},
		{"=x", "", "", false},
	} {
		if id, odd, ok := HeadingAttributes(c.list); id != c.id || odd != c.odd || ok != c.ok {
			t.Errorf("%q: %q, %q, %v; want %q, %q, %v", c.list, id, odd, ok, c.id, c.odd, c.ok)
		}
	}
}
