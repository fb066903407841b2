// Package format encodes and decodes the files of a search index. Each kind of payload is a type, with its encoder and its
// decoder in one file. docs/search-format.md specifies the format for clients in other languages.
//
// Decoding returns what was encoded. Input is not trusted: for a payload that no encoder writes, a decoder returns ErrDamaged
// or ErrForeign, or values that satisfy the documented invariants of their types.
//
// Making an index, ranking and loading files are other packages' matters.
package format

import (
	"errors"
	"strconv"
	"strings"

	"pandect/internal/memo"
)

// Version is the version of the files. A client refuses any other.
const Version = 2

// Kind is the kind of a shard. Shards of a kind are numbered from 0.
type Kind string

// All kinds.
const (
	KindHead     Kind = "head"
	KindTerms    Kind = "terms"
	KindPrefixes Kind = "prefixes"
	KindWords    Kind = "words"
	KindPages    Kind = "pages"
	KindLabels   Kind = "labels"
)

// HeadFile is the name of the file that a client loads first, below the site's root.
const HeadFile = "search/head.js"

// initials are the first letters of file names by kind.
var initials = map[Kind]string{KindTerms: "t", KindPrefixes: "x", KindWords: "v", KindPages: "p", KindLabels: "l"}

// FileName returns the name of the file of a shard other than the head, below the site's root.
func FileName(kind Kind, number int, digest string) string {
	return "search/" + initials[kind] + strconv.Itoa(number) + "-" + digest + ".js"
}

// Errors of decoders. The caller adds the name of the file.
var (
	ErrDamaged = errors.New("its content is damaged")
	ErrForeign = errors.New("it is not a part of a search index")
)

// digestLength is the number of characters of the digest of a shard: enough to tell apart the contents that one number ever
// has, and few because the head holds the digest of each shard. The digits have one case, for file systems that ignore it.
const (
	digestLength = 5
	digestDigits = "0123456789abcdefghijklmnopqrstuv"
)

// Digest returns the digest of a shard with a sum.
func Digest(sum memo.Sum) string {
	var d [digestLength]byte
	for i := range d {
		d[i] = digestDigits[sum[i]&31]
	}
	return string(d[:])
}

func readDigests(text string) ([]string, error) {
	var list []string
	if len(text)%digestLength != 0 {
		return nil, ErrDamaged
	}
	if strings.Trim(text, digestDigits) != "" {
		return nil, ErrDamaged
	}
	for ; text != ""; text = text[digestLength:] {
		list = append(list, text[:digestLength])
	}
	return list, nil
}

// linesOf splits a payload into lines and drops the last one, which must be "end".
func linesOf(payload string) ([]string, error) {
	lines := strings.Split(payload, "\n")
	if lines[len(lines)-1] != "end" {
		return nil, ErrDamaged
	}
	return lines[:len(lines)-1], nil
}
