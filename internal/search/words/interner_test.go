package words

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// randomText returns a text of tokens of many kinds, some of them again and again, some with a capital letter.
func randomText(random *rand.Rand, n int) string {
	letters := []string{"a", "b", "z", "Z", "é", "q7", "-", "'", "漢", "(1)", "3"}
	between := []string{" ", " ", " ", ". ", ", ", "\n", " – ", "  "}
	var b strings.Builder
	for range n {
		length := 1 + random.IntN(8)
		if random.IntN(10) == 0 {
			length = 20
		}
		for range length {
			if random.IntN(5) > 0 {
				b.WriteByte("ab"[random.IntN(2)])
			} else {
				b.WriteString(letters[random.IntN(len(letters))])
			}
		}
		b.WriteString(between[random.IntN(len(between))])
	}
	return b.String()
}

// TestInterner compares an Interner with a map, over texts whose tokens make the table grow several times.
func TestInterner(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	interner := NewInterner()
	type entry struct{ number, value uint32 }
	known := map[string]entry{}
	for range 60 {
		text := randomText(random, 400) + strings.Repeat("x", random.IntN(12))
		at := 0
		for more := true; more; {
			var tokens []Token
			tokens, more = interner.Lookahead(text, at)
			for i := range tokens {
				token := &tokens[i]
				start, end := NextToken(text, at)
				if token.Start != start || token.End != end {
					t.Fatalf("%q: a token from %d to %d, want %d to %d", text, token.Start, token.End, start, end)
				}
				at = end
				name := text[start:end]
				if len(name) <= maxPacked && isCapitalised(name) {
					name = strings.ToLower(name)
				}
				if got := token.Text(text); got != name {
					t.Fatalf("%q has the text %q, want %q", text[start:end], got, name)
				}
				want, ok := known[name]
				if got := interner.Known(text, token); got != ok {
					t.Fatalf("%q is known: %t, want %t", name, got, ok)
				}
				if !ok {
					want = entry{uint32(len(known)), random.Uint32()}
					known[name] = want
					interner.Add(text, token, want.value)
				}
				if got := (entry{token.Number, token.Value}); got != want {
					t.Fatalf("%q has number and value %v, want %v", name, got, want)
				}
			}
		}
		if start, end := NextToken(text, at); start < end {
			t.Fatalf("%q: there are tokens behind %d", text, at)
		}
	}
	if interner.Len() != len(known) || len(known) < 5000 {
		t.Errorf("%d tokens have numbers, want %d; there should be thousands", interner.Len(), len(known))
	}
}

// isCapitalised reports whether a token is a capital ASCII letter and then small ones only.
func isCapitalised(s string) bool {
	for i := range len(s) {
		if c := s[i]; i == 0 && (c < 'A' || c > 'Z') || i > 0 && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// TestEight compares what is seen of eight bytes at once with what a loop over them sees.
func TestEight(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const bytes = "aAzZ09@[`{/:\\\"\n\x00\x7f\x80\xe2\xff bm"
	isDigit := func(c byte) bool { return '0' <= c && c <= '9' }
	isLower := func(c byte) bool { return 'a' <= c && c <= 'z' }
	isUpper := func(c byte) bool { return 'A' <= c && c <= 'Z' }
	for range 200_000 {
		var list [8]byte
		for i := range list {
			if list[i] = bytes[random.IntN(len(bytes))]; random.IntN(3) == 0 {
				list[i] = byte(random.UintN(256))
			}
		}
		x := load8(string(list[:]))
		c := list[random.IntN(8)] ^ byte(random.UintN(2))
		first := func(is func(byte) bool) int {
			for i, c := range list {
				if is(c) {
					return i
				}
			}
			return 8
		}
		if got, want := x.Equal(c).First(), first(func(b byte) bool { return b == c }); got != want {
			t.Fatalf("%q has %q at %d, want %d", list, c, got, want)
		}
		for i, b := range list {
			marked := func(m Mask) bool { return m>>(8*i+7)&1 == 1 }
			if got, want := marked(x.notAlphanumeric()), !isDigit(b) && !isLower(b) && !isUpper(b); got != want {
				t.Fatalf("%q: byte %d is no letter or digit: %t, want %t", list, i, got, want)
			}
			if got, want := marked(x.notLower()), !isLower(b); got != want {
				t.Fatalf("%q: byte %d is no small letter: %t, want %t", list, i, got, want)
			}
		}
	}
}

// TestPacked packs texts of every length, with and without something behind them, and expects them back.
func TestPacked(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		n := 1 + random.IntN(maxPacked)
		text := make([]byte, n)
		for i := range text {
			text[i] = byte(1 + random.UintN(255))
		}
		text[0] = byte('a' + random.UintN(26))
		long := "#" + string(text) + strings.Repeat("x", random.IntN(30))
		low, high := pack(long, 1, 1+n)
		p := Pack(string(text))
		if p != (Packed{low, high}) || p.IsZero() {
			t.Fatalf("%q is packed as %v, and as %v where the text goes on", text, p, Packed{low, high})
		}
		if got := string(p.Append([]byte("before"), n, 0)); got != "before"+string(text) {
			t.Fatalf("%q comes back as %q", text, got)
		}
		if got := string(p.Append(nil, n, 1)); got != strings.ToUpper(string(text[:1]))+string(text[1:]) {
			t.Fatalf("%q comes back as %q with a capital letter", text, got)
		}
		other := append([]byte{}, text...)
		other[random.IntN(n)]++
		if string(other) != string(text) && Pack(string(other)) == p {
			t.Fatalf("%q and %q are packed alike", text, other)
		}
	}
	for _, s := range []string{"", strings.Repeat("x", maxPacked+1)} {
		if !Pack(s).IsZero() {
			t.Errorf("%q is packed, though it has %d bytes", s, len(s))
		}
	}
}
