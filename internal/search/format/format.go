// Package format is how an index is written down, in both directions: what a payload says is a type, and beside the
// function that writes it stands the one that reads it. docs/search-format.md describes the same for clients in other
// languages.
//
// What was written is read back as it was. What is read may be anything: a payload that nothing here would write gives
// ErrDamaged or ErrForeign, or values that keep to what their types say, so that whoever uses them need not check again.
// All of it depends on arguments alone.
//
// It is not for: making an index, ranking, or loading files.
package format

import (
	"errors"
	"strconv"
	"strings"

	"pandect/internal/memo"
)

// Version is the version of the files. A client refuses any other.
const Version = 2

// Kind says what a shard holds. Shards of a kind are numbered from 0.
type Kind string

// All kinds there are.
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

// initials are the first letters of the files' names by kind.
var initials = map[Kind]string{KindTerms: "t", KindPrefixes: "x", KindWords: "v", KindPages: "p", KindLabels: "l"}

// FileName returns the name of the file of a shard other than the head, below the site's root.
func FileName(kind Kind, number int, digest string) string {
	return "search/" + initials[kind] + strconv.Itoa(number) + "-" + digest + ".js"
}

// What readers say; who calls them knows which file it was.
var (
	ErrDamaged = errors.New("its content is damaged")
	ErrForeign = errors.New("it is not a part of a search index")
)

// digestLength is how many characters name the content of a shard: enough that two contents under one number never
// meet, and short because the head holds one for each shard. They are the same in capitals, for file systems that do
// not tell them apart.
const (
	digestLength = 5
	digestDigits = "0123456789abcdefghijklmnopqrstuv"
)

// Digest returns the characters that name a content.
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
	for ; text != ""; text = text[digestLength:] {
		d := text[:digestLength]
		if strings.Trim(d, digestDigits) != "" {
			return nil, ErrDamaged
		}
		list = append(list, d)
	}
	return list, nil
}

// linesOf divides a payload into lines, the last of which must be "end".
func linesOf(payload string) ([]string, error) {
	lines := strings.Split(payload, "\n")
	if lines[len(lines)-1] != "end" {
		return nil, ErrDamaged
	}
	return lines[:len(lines)-1], nil
}
