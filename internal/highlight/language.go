package highlight

import (
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

type tokenType = chroma.TokenType

// plainLanguages have no colours, and nobody expects any.
var plainLanguages = []string{"mermaid", "none", "plain", "plaintext", "text", "txt"}

// lexersByName finds a lexer by its name or alias in lower case, or by the ending of its files. Languages are never
// guessed from the code.
var lexersByName = sync.OnceValue(func() map[string]chroma.Lexer {
	byName := map[string]chroma.Lexer{}
	add := func(name string, l chroma.Lexer) {
		if name = strings.ToLower(name); byName[name] == nil {
			byName[name] = l
		}
	}
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		add(l.Config().Name, l)
	}
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		for _, alias := range l.Config().Aliases {
			add(alias, l)
		}
	}
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		for _, file := range l.Config().Filenames {
			if ending, ok := strings.CutPrefix(file, "*."); ok && !strings.ContainsAny(ending, "*[.") {
				add(ending, l)
			}
		}
	}
	return byName
})

// Known reports whether a language is known by this name, in upper or lower case.
func Known(language string) bool {
	name := strings.ToLower(language)
	return slices.Contains(plainLanguages, name) || lexersByName()[name] != nil
}

// Languages returns the names of all languages, sorted.
func Languages() []string {
	names := slices.Clone(plainLanguages)
	for name := range lexersByName() {
		if !slices.Contains(plainLanguages, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// tokenClass is chroma's own short class of a type of token, or that of the nearest type above it.
var tokenClass = sync.OnceValue(func() map[chroma.TokenType]string {
	classes := map[chroma.TokenType]string{}
	for t := range chroma.StandardTypes {
		classes[t] = chroma.StandardTypes[t]
	}
	classes[chroma.TextWhitespace] = "" // white space has no colour
	return classes
})

func classOf(classes map[chroma.TokenType]string, t chroma.TokenType) string {
	for {
		if class, ok := classes[t]; ok {
			return class
		}
		if t == 0 {
			return ""
		}
		t = t.Parent()
	}
}
