package format

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pandect/internal/search/words"
)

// Script is a shard as a call in a file: scripts load from a disk without a server, where fetching does not work.
type Script struct {
	Kind    Kind // may be unknown
	Number  int
	Digest  string
	Payload string
}

// AppendScript appends the call that passes a payload to the client.
func AppendScript(dst []byte, kind Kind, number int, digest string, payload []byte) []byte {
	dst = slices.Grow(dst, len(payload)+len(payload)/16+64)
	dst = fmt.Appendf(dst, `pandectShard(%d,"%s",%d,"%s","`, Version, kind, number, digest)
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

// plainEnd returns the offset of the first byte that must be escaped, or that may begin U+2028 or U+2029.
func plainEnd(payload []byte) int {
	i := 0
	for ; i+8 <= len(payload); i += 8 {
		x := words.Bytes8(binary.LittleEndian.Uint64(payload[i:]))
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

// ReadScripts decodes the calls in a file.
func ReadScripts(data []byte) ([]Script, error) {
	var list []Script
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

func readScript(line string) (s Script, err error) {
	line, ok := strings.CutPrefix(line, "pandectShard(")
	if !ok {
		return s, ErrForeign
	}
	version, line, _ := strings.Cut(line, ",")
	if version != strconv.Itoa(Version) {
		return s, errors.New("it has another format than this program reads")
	}
	kind, line, _ := strings.Cut(line, ",")
	digits, line, _ := strings.Cut(line, ",")
	digest, line, _ := strings.Cut(line, ",")
	payload, ok := strings.CutSuffix(line, ");")
	if !ok {
		return s, errors.New("it ends in the middle")
	}
	n := 0
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' || n > maxNumber/20 {
			return s, ErrForeign
		}
		n = n*10 + int(c-'0')
	}
	if digits == "" {
		return s, ErrForeign
	}
	s.Number = n
	kindName := ""
	for _, part := range []struct {
		to   *string
		text string
	}{{&kindName, kind}, {&s.Digest, digest}, {&s.Payload, payload}} {
		if *part.to, err = unquote(part.text); err != nil {
			return s, err
		}
	}
	s.Kind = Kind(kindName)
	return s, nil
}

// unquote decodes a string that AppendScript wrote.
func unquote(text string) (string, error) {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return "", ErrForeign
	}
	text = text[1 : len(text)-1]
	if strings.IndexByte(text, '\\') < 0 {
		if strings.IndexByte(text, '"') >= 0 {
			return "", ErrForeign
		}
		return text, nil
	}
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '"' {
			return "", ErrForeign
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
			return "", ErrForeign
		}
	}
	return b.String(), nil
}
