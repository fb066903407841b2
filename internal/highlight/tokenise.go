package highlight

import (
	"math"
	"regexp/syntax"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/dlclark/regexp2/v2"
)

// Chroma spends nearly all its time on trying one expression after the other at each position. So we run its state
// machine ourselves, over its own compiled rules, with a prefilter before each expression. The tokens are the same: a test
// compares them.

// tokeniser runs the rules of one lexer. It is immutable and safe for concurrent use.
type tokeniser struct {
	lexer    *chroma.RegexLexer
	rules    chroma.CompiledRules
	states   map[string][]rule
	suffixes [][]rune // required suffixes of all rules, each once
}

// rule is one of chroma's rules with its prefilter.
type rule struct {
	*chroma.CompiledRule
	prefilter
	token    tokenType // of the whole match, when simple
	simple   bool      // neither emitter nor mutator reads the groups of the match
	required []int     // prefilter.suffixes as indices into tokeniser.suffixes
}

// compiledRules returns a copy of a lexer with its compiled rules, or nil.
//
// Chroma compiles rules on first use and shows them to mutators only. So the copy has one more state, with a mutator that
// keeps them.
func compiledRules(original *chroma.RegexLexer) (*chroma.RegexLexer, chroma.CompiledRules) {
	raw, err := original.Rules()
	if err != nil {
		return nil, nil
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
		return nil, nil
	}
	own.SetRegistry(lexers.GlobalLexerRegistry)
	tokens, err := own.Tokenise(&chroma.TokeniseOptions{State: probe}, "x")
	if err != nil {
		return nil, nil
	}
	tokens()
	delete(compiled, probe)
	return own, compiled
}

// newTokeniser returns a tokeniser for a lexer, or nil if chroma has to run the lexer itself.
func newTokeniser(l chroma.Lexer) *tokeniser {
	original, ok := l.(*chroma.RegexLexer)
	if !ok {
		return nil
	}
	own, compiled := compiledRules(original)
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
	for state, list := range compiled {
		own := make([]rule, len(list))
		for i, r := range list {
			if _, serialisable := r.Mutator.(chroma.SerialisableMutator); r.Mutator != nil && !serialisable {
				return nil // Go code of the lexer, which may change the rules while it runs
			}
			token, isToken := r.Type.(tokenType)
			r.Regexp.MatchTimeout = regexp2.DefaultMatchTimeout // none
			p := newPrefilter(r.Pattern, flags)
			own[i] = rule{r, p, token, (isToken || r.Type == nil) && ignoresGroups(r.Mutator), t.intern(p.suffixes)}
		}
		t.states[state] = own
	}
	return t
}

// intern returns the indices of suffixes in t.suffixes, to which it adds new ones.
func (t *tokeniser) intern(list []string) (indices []int) {
	for _, text := range list {
		suffix := []rune(text)
		i := slices.IndexFunc(t.suffixes, func(known []rune) bool { return slices.Equal(known, suffix) })
		if i < 0 {
			i = len(t.suffixes)
			t.suffixes = append(t.suffixes, suffix)
		}
		indices = append(indices, i)
	}
	return indices
}

// input is a text that is being tokenised.
type input struct {
	text []rune
	last []int // where each of tokeniser.suffixes occurs last, -1 for nowhere; notSearched until it is needed
}

const notSearched = -2

// suffixFollows reports whether one of the required suffixes occurs at or after a position. If none is required, it is true.
func (t *tokeniser) suffixFollows(in *input, required []int, from int) bool {
	for _, i := range required {
		if in.last[i] == notSearched {
			in.last[i] = lastIndex(in.text, t.suffixes[i])
		}
		if in.last[i] >= from {
			return true
		}
	}
	return len(required) == 0
}

func lastIndex(text, part []rune) int {
	for at := len(text) - len(part); at >= 0; at-- {
		if text[at] == part[0] && slices.Equal(text[at:at+len(part)], part) {
			return at
		}
	}
	return -1
}

// ignoresGroups reports whether a mutator reads the stack of states only.
func ignoresGroups(m chroma.Mutator) bool {
	if m == nil {
		return true
	}
	s, ok := m.(chroma.SerialisableMutator)
	return ok && (s.MutatorKind() == "push" || s.MutatorKind() == "pop")
}

// maxSteps bounds the steps of a lexer: one for each match, and for each character that no rule matches. Empty matches only
// move between states, and a lexer can do that for ever. Where chroma runs a lexer, it bounds the tokens alone.
func maxSteps(characters int) int { return 8*characters + 1000 }

// run calls emit with the tokens of source in order. It returns false if the lexer fails or exceeds maxSteps; the tokens
// are then incomplete. source ends with "\n".
func (t *tokeniser) run(source []byte, emit func(tokenType, []byte)) bool {
	text := []rune(string(source))
	state := &chroma.LexerState{
		Lexer: t.lexer, Registry: boundedRegistry(), Text: text, Rules: t.rules,
		Stack: []string{"root"}, MutatorContext: map[any]any{},
	}
	in := &input{text, slices.Repeat([]int{notSearched}, len(t.suffixes))}
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
		i, matched, length := t.match(list, in, state.Pos)
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
		state.Groups, state.NamedGroups = matched.texts, matched.named
		if r.Mutator != nil {
			if err := r.Mutator.Mutate(state); err != nil {
				return false
			}
		}
		r.emit(state, source[at:at+size], emit)
		at += size
		if r.Mutator != nil && !r.simple { // it may have moved state.Pos
			at = byteLength(text[:min(state.Pos, len(text))])
		}
	}
	if state.Pos < len(text) {
		emit(chroma.Error, source[at:])
	}
	return true
}

// emit calls emit with the tokens of a match.
func (r *rule) emit(state *chroma.LexerState, match []byte, emit func(tokenType, []byte)) {
	switch {
	case r.Type == nil:
	case r.simple:
		if len(match) > 0 {
			emit(r.token, match)
		}
	default:
		tokens := r.Type.Emit(state.Groups, state)
		for token := tokens(); token != chroma.EOF; token = tokens() {
			if token.Type != chroma.Ignore {
				emit(token.Type, []byte(token.Value))
			}
		}
	}
}

// groups are the texts of a match and of its groups.
type groups struct {
	texts []string
	named map[string]string
}

// match finds the first rule that matches at a position. It returns its index, or -1, and the length of the match in
// characters.
func (t *tokeniser) match(list []rule, in *input, at int) (i int, found groups, length int) {
	text := in.text
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
		if !t.suffixFollows(in, r.required, at+r.suffixOffset) {
			continue
		}
		m, err := r.Regexp.FindRunesMatchStartingAt(text, at) // the only error is a timeout, and there is none
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

// tokenise calls emit with the tokens of code in order. It returns false if the lexer fails or exceeds maxSteps.
func tokenise(l chroma.Lexer, code []byte, emit func(tokenType, []byte)) (ok bool) {
	defer func() {
		if recover() != nil { // chroma panics when a lexer pops an empty stack or names an unknown state
			ok = false
		}
	}()
	if t := tokeniserOf(l); t != nil && utf8.Valid(code) && !slices.Contains(code, '\r') { // chroma changes \r; pages have none
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

// boundedRegistry holds the lexers for code that is embedded in other code, such as scripts in HTML. What is over a bound becomes
// one token of the type overBound. Lexers that ask chroma's global registry by name do not find it: see exceededWithin.
var boundedRegistry = sync.OnceValue(func() *chroma.LexerRegistry {
	registry := chroma.NewLexerRegistry()
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		registry.Register(embeddedLexer{l})
		l.SetRegistry(registry) // for those that chroma runs itself
	}
	return registry
})

// overBound is the type of code in other code that is over a bound. Chroma's own types are small numbers.
const overBound tokenType = math.MinInt16

// embeddedLexer is one of chroma's lexers with bounded input.
type embeddedLexer struct{ chroma.Lexer }

func (l embeddedLexer) SetRegistry(*chroma.LexerRegistry) chroma.Lexer { return l }

func (l embeddedLexer) Tokenise(o *chroma.TokeniseOptions, text string) (chroma.Iterator, error) {
	if limitsOf(l.Lexer).exceeded([]byte(text)).What != Nothing {
		return chroma.Literator(chroma.Token{Type: overBound, Value: text}), nil
	}
	return l.Lexer.Tokenise(o, text)
}
