package config

import (
	"slices"
	"testing"
)

func TestSplitCommand(t *testing.T) {
	for _, c := range []struct {
		command string
		words   []string
		closed  bool
	}{
		{"", nil, true},
		{"  ", nil, true},
		{"code", []string{"code"}, true},
		{"code --goto {file}:{line}", []string{"code", "--goto", "{file}:{line}"}, true},
		{"  vim   +{line}  {file} ", []string{"vim", "+{line}", "{file}"}, true},
		{`"C:\Program Files\Code.exe" -g {file}`, []string{`C:\Program Files\Code.exe`, "-g", "{file}"}, true},
		{`'/Applications/My Editor' {file}`, []string{"/Applications/My Editor", "{file}"}, true},
		{`e --title="a 'b' c" {file}`, []string{"e", "--title=a 'b' c", "{file}"}, true},
		{`e '' "" x`, []string{"e", "", "", "x"}, true},
		{`e "it's"`, []string{"e", "it's"}, true},
		{`e it's {file}`, []string{"e", "its {file}"}, false},
		{`e "`, []string{"e", ""}, false},
		{"e $HOME ~ a|b;c > d `x` \\n", []string{"e", "$HOME", "~", "a|b;c", ">", "d", "`x`", `\n`}, true},
		{"é {file} 字 符", []string{"é", "{file}", "字", "符"}, true},
	} {
		words, closed := splitCommand(c.command)
		if !slices.Equal(words, c.words) || closed != c.closed {
			t.Errorf("%q: %q, closed %v; want %q, %v", c.command, words, closed, c.words, c.closed)
		}
	}
}
