package markdown

import (
	"regexp/syntax"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// Nearly all the time that chroma needs goes into trying, at each place of the code, one expression after the other
// until one matches. So we run its state machine ourselves over its own compiled rules, skip an expression when the next
// character cannot begin a match of it, and match the simplest expressions without its engine (see shape). The tokens
// are the same; a test compares them.

// tokeniser runs the rules of one lexer. It is immutable and safe for concurrent use.
type tokeniser struct {
	lexer  *chroma.RegexLexer
	rules  chroma.CompiledRules
	states map[string][]rule
}

// rule is one of chroma's rules with what we know about it.
type rule struct {
	*chroma.CompiledRule
	shape
	token  chroma.TokenType // of the whole match, when simple
	simple bool             // neither emitter nor mutator looks at the groups of the match
}

// matchLimit ends a match that takes unreasonably long, as some expressions do on text made for it.
const matchLimit = time.Second

// newTokeniser returns a tokeniser for a lexer, or nil for one that chroma has to run itself.
//
// chroma compiles a lexer's rules on first use and keeps them, but shows them to every mutator. So a copy of the lexer
// gets one more state, whose only purpose is a mutator that takes the rules out.
func newTokeniser(l chroma.Lexer) *tokeniser {
	original, ok := l.(*chroma.RegexLexer)
	if !ok {
		return nil
	}
	raw, err := original.Rules()
	if err != nil {
		return nil
	}
	const probe = "pandect: show the rules"
	var compiled chroma.CompiledRules
	rules := raw.Clone()
	rules[probe] = []chroma.Rule{{Pattern: `.`, Type: chroma.Text, Mutator: chroma.MutatorFunc(func(s *chroma.LexerState) error {
		compiled = s.Rules
		return nil
	})}}
	own, err := chroma.NewLexer(original.Config(), func() chroma.Rules { return rules })
	if err != nil {
		return nil
	}
	own.SetRegistry(lexers.GlobalLexerRegistry)
	tokens, err := own.Tokenise(&chroma.TokeniseOptions{State: probe}, "x")
	if err != nil {
		return nil
	}
	tokens()
	if compiled == nil {
		return nil
	}
	t := &tokeniser{lexer: own, rules: compiled, states: map[string][]rule{}}
	config := original.Config()
	flags := syntax.Perl
	if config.CaseInsensitive {
		flags |= syntax.FoldCase
	}
	if config.DotAll {
		flags |= syntax.DotNL
	}
	delete(compiled, probe)
	for state, list := range compiled {
		known := make([]rule, len(list))
		for i, r := range list {
			if _, known := r.Mutator.(chroma.SerialisableMutator); r.Mutator != nil && !known {
				return nil // code of the lexer's own, which may change the rules while it runs
			}
			token, isToken := r.Type.(chroma.TokenType)
			r.Regexp.MatchTimeout = matchLimit
			known[i] = rule{r, shapeOf(r.Pattern, flags), token, (isToken || r.Type == nil) && ignoresGroups(r.Mutator)}
		}
		t.states[state] = known
	}
	return t
}

// ignoresGroups reports whether a mutator only looks at the stack of states.
func ignoresGroups(m chroma.Mutator) bool {
	if m == nil {
		return true
	}
	s, ok := m.(chroma.SerialisableMutator)
	return ok && (s.MutatorKind() == "push" || s.MutatorKind() == "pop")
}

// run calls emit with the tokens of code, in order. It returns false when a match took too long; what was emitted is
// then incomplete. The code ends with "\n".
func (t *tokeniser) run(code []byte, emit func(chroma.TokenType, []byte)) bool {
	text := []rune(string(code))
	state := &chroma.LexerState{
		Lexer: t.lexer, Registry: lexers.GlobalLexerRegistry, Text: text, Rules: t.rules,
		Stack: []string{"root"}, MutatorContext: map[any]any{},
	}
	at := 0 // byte offset of state.Pos
	name, list := "", []rule(nil)
	for state.Pos < len(text) && len(state.Stack) > 0 {
		if top := state.Stack[len(state.Stack)-1]; top != name {
			name, list = top, t.states[top]
		}
		state.State = name
		i, groups, length, ok := t.match(list, text, state.Pos)
		if !ok {
			return false
		}
		if i < 0 {
			if text[state.Pos] == '\n' && name != "root" {
				state.Stack = []string{"root"} // as Pygments does, to recover from what was not closed
				continue
			}
			size := utf8.RuneLen(text[state.Pos])
			emit(chroma.Error, code[at:at+size])
			at += size
			state.Pos++
			continue
		}
		r := &list[i]
		size := byteLength(text[state.Pos : state.Pos+length])
		state.Rule = i
		state.Pos += length
		state.Groups, state.NamedGroups = groups.texts, groups.named
		if r.Mutator != nil {
			if err := r.Mutator.Mutate(state); err != nil {
				return false
			}
		}
		switch {
		case r.Type == nil:
		case r.simple:
			if size > 0 {
				emit(r.token, code[at:at+size])
			}
		default:
			tokens := r.Type.Emit(groups.texts, state)
			for token := tokens(); token != chroma.EOF; token = tokens() {
				if token.Type != chroma.Ignore {
					emit(token.Type, []byte(token.Value))
				}
			}
		}
		at += size
		if r.Mutator != nil && !r.simple { // it may have moved
			at = byteLength(text[:min(state.Pos, len(text))])
		}
	}
	if state.Pos < len(text) {
		emit(chroma.Error, code[at:])
	}
	return true
}

// groups are the texts of a match and of its groups.
type groups struct {
	texts []string
	named map[string]string
}

// match finds the first rule that matches at a position: its index or -1, and the length of the match in characters.
// It returns false when a match took too long.
func (t *tokeniser) match(list []rule, text []rune, at int) (i int, found groups, length int, ok bool) {
	c := text[at]
	for i := range list {
		r := &list[i]
		if !r.first.has(c) {
			continue
		}
		switch n := r.try(text, at); {
		case n == noMatch:
			continue
		case n >= 0 && r.simple:
			return i, groups{}, n, true
		}
		m, err := r.Regexp.FindRunesMatchStartingAt(text, at)
		if err != nil {
			return -1, groups{}, 0, false
		}
		if m == nil || m.RuneIndex != at {
			continue
		}
		if !r.simple {
			found.named = map[string]string{}
			for _, g := range m.Groups() {
				s := g.String()
				found.named[g.Name] = s
				found.texts = append(found.texts, s)
			}
		}
		return i, found, m.RuneLength, true
	}
	return -1, groups{}, 0, true
}

func byteLength(text []rune) int {
	n := 0
	for _, c := range text {
		n += utf8.RuneLen(c)
	}
	return n
}

// tokenisers holds the tokeniser of each lexer that was used.
var tokenisers sync.Map

// tokeniserOf returns the tokeniser of a lexer, or nil.
func tokeniserOf(l chroma.Lexer) *tokeniser {
	if t, ok := tokenisers.Load(l); ok {
		return t.(*tokeniser)
	}
	t, _ := tokenisers.LoadOrStore(l, newTokeniser(l))
	return t.(*tokeniser)
}

// tokenise calls emit with the tokens of code. It returns false when the code cannot be highlighted.
func tokenise(l chroma.Lexer, code []byte, emit func(chroma.TokenType, []byte)) bool {
	if t := tokeniserOf(l); t != nil && utf8.Valid(code) && !slices.Contains(code, '\r') {
		return t.run(code, emit)
	}
	tokens, err := l.Tokenise(nil, string(code))
	if err != nil {
		return false
	}
	for token := tokens(); token != chroma.EOF; token = tokens() {
		emit(token.Type, []byte(token.Value))
	}
	return true
}
