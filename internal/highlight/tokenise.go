package highlight

import (
	"regexp/syntax"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/dlclark/regexp2/v2"
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
	ends   [][]rune // what matches of the rules end with, each once
}

// rule is one of chroma's rules with what we know about it.
type rule struct {
	*chroma.CompiledRule
	shape
	token  tokenType // of the whole match, when simple
	simple bool      // neither emitter nor mutator looks at the groups of the match
	needs  []int     // indices into tokeniser.ends of what a match ends with, of which one must follow
}

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
			token, isToken := r.Type.(tokenType)
			r.Regexp.MatchTimeout = regexp2.DefaultMatchTimeout // none, so that the engine need not look
			shape := shapeOf(r.Pattern, flags)
			known[i] = rule{r, shape, token, (isToken || r.Type == nil) && ignoresGroups(r.Mutator), t.endings(shape.ends)}
		}
		t.states[state] = known
	}
	return t
}

// endings returns the indices of texts in t.ends, where they are put if they are new.
func (t *tokeniser) endings(texts []string) (indices []int) {
	for _, text := range texts {
		end := []rune(text)
		i := slices.IndexFunc(t.ends, func(known []rune) bool { return slices.Equal(known, end) })
		if i < 0 {
			i = len(t.ends)
			t.ends = append(t.ends, end)
		}
		indices = append(indices, i)
	}
	return indices
}

// code is a text that is being tokenised.
type code struct {
	text []rune
	last []int // where each of tokeniser.ends stands last in it; notLooked until it is asked for
}

const notLooked = -2

// ended reports whether one of the ends that a rule needs stands at a place of the text or behind it.
func (t *tokeniser) ended(c *code, needs []int, from int) bool {
	for _, i := range needs {
		if c.last[i] == notLooked {
			c.last[i] = lastIndex(c.text, t.ends[i])
		}
		if c.last[i] >= from {
			return true
		}
	}
	return len(needs) == 0
}

func lastIndex(text, part []rune) int {
	for at := len(text) - len(part); at >= 0; at-- {
		if text[at] == part[0] && slices.Equal(text[at:at+len(part)], part) {
			return at
		}
	}
	return -1
}

// ignoresGroups reports whether a mutator only looks at the stack of states.
func ignoresGroups(m chroma.Mutator) bool {
	if m == nil {
		return true
	}
	s, ok := m.(chroma.SerialisableMutator)
	return ok && (s.MutatorKind() == "push" || s.MutatorKind() == "pop")
}

// maxSteps is how many steps a lexer may take for a text: one for each match or character that no rule matches. Some
// matches are empty and only move between states; a lexer that does little else comes to no end.
func maxSteps(characters int) int { return 8*characters + 1000 }

// run calls emit with the tokens of code, in order. It returns false when the lexer fails or comes to no end; what was
// emitted is then incomplete. The code ends with "\n".
func (t *tokeniser) run(source []byte, emit func(tokenType, []byte)) bool {
	text := []rune(string(source))
	state := &chroma.LexerState{
		Lexer: t.lexer, Registry: embedded(), Text: text, Rules: t.rules,
		Stack: []string{"root"}, MutatorContext: map[any]any{},
	}
	c := &code{text, slices.Repeat([]int{notLooked}, len(t.ends))}
	at := 0 // byte offset of state.Pos
	name, list := "", []rule(nil)
	for steps := maxSteps(len(text)); state.Pos < len(text) && len(state.Stack) > 0; steps-- {
		if steps == 0 {
			return false
		}
		if top := state.Stack[len(state.Stack)-1]; top != name {
			name, list = top, t.states[top]
		}
		state.State = name
		i, groups, length := t.match(list, c, state.Pos)
		if i < 0 {
			if text[state.Pos] == '\n' && name != "root" {
				state.Stack = []string{"root"} // as Pygments does, to recover from what was not closed
				continue
			}
			size := utf8.RuneLen(text[state.Pos])
			emit(chroma.Error, source[at:at+size])
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
				emit(r.token, source[at:at+size])
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
		emit(chroma.Error, source[at:])
	}
	return true
}

// groups are the texts of a match and of its groups.
type groups struct {
	texts []string
	named map[string]string
}

// match finds the first rule that matches at a position: its index or -1, and the length of the match in characters.
func (t *tokeniser) match(list []rule, code *code, at int) (i int, found groups, length int) {
	text := code.text
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
			return i, groups{}, n
		}
		if !t.ended(code, r.needs, at+r.after) {
			continue
		}
		m, err := r.Regexp.FindRunesMatchStartingAt(text, at) // the only error is that it took too long, and it has all the time
		if err != nil || m == nil || m.RuneIndex != at {
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
		return i, found, m.RuneLength
	}
	return -1, groups{}, 0
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

// tokenise calls emit with the tokens of code. It returns false when the lexer fails or comes to no end.
func tokenise(l chroma.Lexer, code []byte, emit func(tokenType, []byte)) (ok bool) {
	defer func() {
		if recover() != nil { // a lexer left a state that it was not in, or named one that it does not have
			ok = false
		}
	}()
	if t := tokeniserOf(l); t != nil && utf8.Valid(code) && !slices.Contains(code, '\r') {
		return t.run(code, emit)
	}
	tokens, err := l.Tokenise(nil, string(code))
	if err != nil {
		return false
	}
	steps := maxSteps(len(code))
	for token := tokens(); token != chroma.EOF; token = tokens() {
		if steps--; steps == 0 {
			return false
		}
		emit(token.Type, []byte(token.Value))
	}
	return true
}

// embedded holds the lexers that others use for what is embedded in their code, such as scripts in HTML. There, too,
// code over its bounds has no colours; that is not reported, because the code around it has them.
var embedded = sync.OnceValue(func() *chroma.LexerRegistry {
	registry := chroma.NewLexerRegistry()
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		registry.Register(embeddedLexer{l})
	}
	return registry
})

// embeddedLexer is one of chroma's own lexers with a bound on what it is given.
type embeddedLexer struct{ chroma.Lexer }

func (l embeddedLexer) SetRegistry(*chroma.LexerRegistry) chroma.Lexer { return l }

func (l embeddedLexer) Tokenise(o *chroma.TokeniseOptions, text string) (chroma.Iterator, error) {
	if limitsOf(l.Lexer).exceeded([]byte(text)).What != Nothing {
		return chroma.Literator(chroma.Token{Type: chroma.Text, Value: text}), nil
	}
	return l.Lexer.Tokenise(o, text)
}
