package search

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"pandect/internal/memo"
	"pandect/internal/search/words"
)

// format is the version of the files. A client refuses any other.
const format = 2

// The digits of numbers: the printable ASCII characters but " and \.
const (
	digits    = 93
	lastDigit = 62 // digits from here on are followed by more
	maxNumber = 1<<31 - 1
)

func digit(n int) byte {
	c := byte(n) + ' '
	if c >= '"' {
		c++
	}
	if c >= '\\' {
		c++
	}
	return c
}

// appendNumber appends a number, the lowest digit first.
func appendNumber(dst []byte, n int) []byte {
	for n >= lastDigit {
		d := lastDigit + (n-lastDigit)%(digits-lastDigit)
		dst = append(dst, digit(d))
		n = (n - d) / (digits - lastDigit)
	}
	return append(dst, digit(n))
}

// errDamaged is what decoders say; who calls them knows which file it was.
var errDamaged = errors.New("its content is damaged")

// numbers reads numbers from a string. After the first failure it gives zeros, and done reports the failure.
type numbers struct {
	text string
	at   int
	bad  bool
}

// next returns the next number, which must be at most limit.
func (r *numbers) next(limit int) int {
	n, m := 0, 1
	for range 7 {
		if r.at >= len(r.text) {
			break
		}
		c := r.text[r.at]
		r.at++
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			break
		}
		d := int(c) - ' '
		if c > '\\' {
			d--
		}
		if c > '"' {
			d--
		}
		n += d * m
		if d < lastDigit {
			if n > limit {
				break
			}
			return n
		}
		m *= digits - lastDigit
	}
	r.bad, r.at = true, len(r.text)
	return 0
}

// count returns the next number, which says how many things follow that take at least one character each.
func (r *numbers) count() int { return r.next(len(r.text) - r.at) }

// done reports whether all was read, and rightly.
func (r *numbers) done() error {
	if r.bad || r.at != len(r.text) {
		return errDamaged
	}
	return nil
}

// maxShared is the most that a form in a list can share with the one before it.
const maxShared = 25

// appendForms appends a sorted list of forms, each as a capital letter that says how much of the one before it begins
// it, and the rest.
func appendForms(dst []byte, list []string) []byte {
	last := ""
	for _, f := range list {
		bytes, units := 0, 0
		for bytes < len(last) && bytes < len(f) {
			r, n := utf8.DecodeRuneInString(f[bytes:])
			if len(last)-bytes < n || last[bytes:bytes+n] != f[bytes:bytes+n] || units+utf16.RuneLen(r) > maxShared {
				break
			}
			bytes, units = bytes+n, units+utf16.RuneLen(r)
		}
		dst = append(dst, byte('A'+units))
		dst = append(dst, f[bytes:]...)
		last = f
	}
	return dst
}

// readForms reads what appendForms wrote.
func readForms(text string) ([]string, error) {
	var list []string
	last := ""
	for at := 0; at < len(text); {
		units := int(text[at]) - 'A'
		if units < 0 || units > maxShared {
			return nil, errDamaged
		}
		shared := 0
		for units > 0 {
			if shared == len(last) {
				return nil, errDamaged
			}
			r, n := utf8.DecodeRuneInString(last[shared:])
			shared, units = shared+n, units-max(1, utf16.RuneLen(r))
		}
		if units < 0 {
			return nil, errDamaged
		}
		at++
		end := at
		for end < len(text) && (text[end] < 'A' || text[end] > 'Z') {
			end++
		}
		f := last[:shared] + text[at:end]
		if len(list) > 0 && words.CompareForms(last, f) >= 0 {
			return nil, errDamaged
		}
		list = append(list, f)
		last, at = f, end
	}
	return list, nil
}

// digestLength is how many characters name the content of a shard: enough that two contents under one number never
// meet, and short because the head holds one for each shard. They are the same in capitals, for file systems that do
// not tell them apart.
const digestLength = 5

func digestOf(sum memo.Sum) string {
	const alphabet = "0123456789abcdefghijklmnopqrstuv"
	var d [digestLength]byte
	for i := range d {
		d[i] = alphabet[sum[i]&31]
	}
	return string(d[:])
}

func readDigests(text string) ([]string, error) {
	var list []string
	if len(text)%digestLength != 0 {
		return nil, errDamaged
	}
	for ; text != ""; text = text[digestLength:] {
		d := text[:digestLength]
		if strings.Trim(d, "0123456789abcdefghijklmnopqrstuv") != "" {
			return nil, errDamaged
		}
		list = append(list, d)
	}
	return list, nil
}

// appendScript appends the call that hands a payload to the client.
func appendScript(dst []byte, kind string, number int, digest string, payload []byte) []byte {
	dst = slices.Grow(dst, len(payload)+len(payload)/16+64)
	dst = fmt.Appendf(dst, `pandectShard(%d,"%s",%d,"%s","`, format, kind, number, digest)
	for {
		n := plainEnd(payload)
		dst = append(dst, payload[:n]...)
		if payload = payload[n:]; len(payload) == 0 {
			return append(dst, "\");\n"...)
		}
		n = 1
		switch c := payload[0]; {
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case len(payload) > 2 && payload[1] == 0x80 && payload[2]&^1 == 0xA8:
			dst = append(append(dst, `\u202`...), "89"[payload[2]&1])
			n = 3
		default:
			dst = append(dst, c)
		}
		payload = payload[n:]
	}
}

// plainEnd returns where the first byte stands that cannot stand in a string as it is, or may begin a character that
// cannot.
func plainEnd(payload []byte) int {
	i := 0
	for ; i+8 <= len(payload); i += 8 {
		x := words.Eight(binary.LittleEndian.Uint64(payload[i:]))
		if n := (x.Equal('"') | x.Equal('\\') | x.Equal('\n') | x.Equal(0xE2)).First(); n < 8 {
			return i + n
		}
	}
	for ; i < len(payload); i++ {
		if c := payload[i]; c == '"' || c == '\\' || c == '\n' || c == 0xE2 {
			break
		}
	}
	return i
}

// script is one call in a file.
type script struct {
	kind    string
	number  int
	digest  string
	payload string
}

// readScripts reads the calls of a file.
func readScripts(data []byte) ([]script, error) {
	var list []script
	text := string(data)
	for text != "" {
		line, rest, ok := strings.Cut(text, "\n")
		if !ok {
			return nil, errors.New("it ends in the middle")
		}
		s, err := readScript(line)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
		text = rest
	}
	if len(list) == 0 {
		return nil, errors.New("it is empty")
	}
	return list, nil
}

var errForeign = errors.New("it is not a part of a search index")

func readScript(line string) (s script, err error) {
	line, ok := strings.CutPrefix(line, "pandectShard(")
	if !ok {
		return s, errForeign
	}
	version, line, _ := strings.Cut(line, ",")
	if version != strconv.Itoa(format) {
		return s, errors.New("it has another format than this program reads")
	}
	kind, line, _ := strings.Cut(line, ",")
	number, line, _ := strings.Cut(line, ",")
	digest, line, _ := strings.Cut(line, ",")
	payload, ok := strings.CutSuffix(line, ");")
	if !ok {
		return s, errors.New("it ends in the middle")
	}
	n := 0
	for _, c := range []byte(number) {
		if c < '0' || c > '9' || n > maxNumber/20 {
			return s, errForeign
		}
		n = n*10 + int(c-'0')
	}
	if number == "" {
		return s, errForeign
	}
	s.number = n
	for _, part := range []struct {
		to   *string
		text string
	}{{&s.kind, kind}, {&s.digest, digest}, {&s.payload, payload}} {
		if *part.to, err = unquote(part.text); err != nil {
			return s, err
		}
	}
	return s, nil
}

// unquote reads a string as appendScript writes it.
func unquote(text string) (string, error) {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return "", errForeign
	}
	text = text[1 : len(text)-1]
	if strings.IndexByte(text, '\\') < 0 {
		if strings.IndexByte(text, '"') >= 0 {
			return "", errForeign
		}
		return text, nil
	}
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '"' {
			return "", errForeign
		}
		if c != '\\' {
			b.WriteByte(c)
			continue
		}
		switch rest := text[i+1:]; {
		case strings.HasPrefix(rest, `"`), strings.HasPrefix(rest, `\`):
			b.WriteByte(rest[0])
			i++
		case strings.HasPrefix(rest, "n"):
			b.WriteByte('\n')
			i++
		case strings.HasPrefix(rest, "u2028"), strings.HasPrefix(rest, "u2029"):
			b.WriteString(map[byte]string{'8': "\u2028", '9': "\u2029"}[rest[4]])
			i += 5
		default:
			return "", errForeign
		}
	}
	return b.String(), nil
}

// linesOf divides a payload into lines, the last of which must be "end".
func linesOf(payload string) ([]string, error) {
	lines := strings.Split(payload, "\n")
	if lines[len(lines)-1] != "end" {
		return nil, errDamaged
	}
	return lines[:len(lines)-1], nil
}
