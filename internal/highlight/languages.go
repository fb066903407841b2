package highlight

import (
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

type tokenType = chroma.TokenType

// plainLanguages are names of plain text: no lexer, and no warning that colours are missing.
var plainLanguages = []string{"mermaid", "none", "plain", "plaintext", "text", "txt"}

// lexersByName maps names, then aliases, then file extensions to lexers, all in lower case. Languages are never guessed
// from the code.
var lexersByName = sync.OnceValue(func() map[string]chroma.Lexer {
	boundedRegistry() // before any lexer runs
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
			if extension, ok := strings.CutPrefix(file, "*."); ok && !strings.ContainsAny(extension, "*[.") {
				add(extension, l)
			}
		}
	}
	for name, usual := range otherNames {
		add(name, byName[usual])
	}
	return byName
})

// otherNames are names that other tools know a language by, and chroma does not.
var otherNames = map[string]string{
	"htaccess": "apacheconf", "jenkinsfile": "groovy", "liquid": "django", "mongo": "js", "mongodb": "js", "njk": "django", "node": "js",
	"nunjucks": "django", "psql": "postgres", "rs": "rust", "sh-vue": "sh", "vue-html": "html",
}

// Known reports whether there is a language of this name, in any case.
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

// classOf returns chroma's short class for a type of token, or that of its nearest ancestor. White space has none.
func classOf(t tokenType) string {
	if t == chroma.TextWhitespace {
		return ""
	}
	for {
		if class, ok := chroma.StandardTypes[t]; ok || t == 0 {
			return class
		}
		t = t.Parent()
	}
}
