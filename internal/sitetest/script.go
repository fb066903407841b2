// Package sitetest makes random small sites and scripts of edits for tests, and says what a site is after each edit.
//
// A script is text, one edit a line, so that one that failed can be printed, shortened and replayed from a file. The
// same script can be played in memory, where a test takes the files of the State, or on a disk, where a test does what
// the edits say and compares with the State.
//
// It is for tests alone: no part of the program imports it. It knows how sites are written, but not how they are built.
package sitetest

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// Edit is one line of a script: a verb and its arguments. Paths are below the site's root, with slashes.
//
//	write FILE TEXT          the file has this text
//	append FILE TEXT         the text is added to the file
//	insert FILE LINE TEXT    a line before the one with that number, from 1
//	cut FILE LINE            without that line
//	replace FILE OLD NEW     the first OLD becomes NEW
//	set FILE KEY VALUE       a key of the YAML front matter; without it when VALUE is empty
//	encode FILE HOW          as bom, crlf, utf-16 or windows-1252
//	png FILE WIDTH HEIGHT    a picture of that size, in pixels
//	many FOLDER COUNT        so many small pages
//	theme NAME               a small theme of that name
//	rename OLD NEW           a file, or a folder with all that is in it; NEW is not there yet
//	copy OLD NEW             a file
//	remove NAME              a file, or a folder
//	back COUNT               all files are as they were so many loads ago
//	with OPTION              a setting of the whole run, known to the test that plays the script
//	clock TIME               the time is that, as in RFC 3339
//	load                     the site is built and looked at
//	cancel COUNT             a build begins and is cancelled when it has asked COUNT times whether it is
//
// An edit that cannot be done, such as one of a file that is not there, changes nothing. So a script from which some
// lines are taken out is still a script.
type Edit struct {
	Verb string
	Args []string
}

// Script is a list of edits.
type Script []Edit

// String returns the edit as one line of text.
func (e Edit) String() string {
	words := []string{e.Verb}
	for _, arg := range e.Args {
		words = append(words, word(arg))
	}
	return strings.Join(words, " ")
}

// word returns an argument as it is written in a script: in Go's quotes unless it is plain.
func word(s string) string {
	special := func(r rune) bool { return r <= ' ' || r == '"' || r == '`' || r == '\\' || r == '#' || r > '~' }
	if s == "" || strings.ContainsFunc(s, special) {
		return strconv.Quote(s)
	}
	return s
}

// String returns the script as text, one edit a line.
func (s Script) String() string {
	var b strings.Builder
	for _, e := range s {
		b.WriteString(e.String())
		b.WriteByte('\n')
	}
	return b.String()
}

// Parse reads a script. Empty lines and those that begin with "#" are remarks.
func Parse(text string) (Script, error) {
	var script Script
	n := 0
	for line := range strings.Lines(text) {
		n++
		words, err := split(strings.TrimSpace(line))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if len(words) == 0 {
			continue
		}
		e := Edit{words[0], words[1:]}
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		script = append(script, e)
	}
	return script, nil
}

func split(line string) (words []string, err error) {
	for line != "" && line[0] != '#' {
		end := strings.IndexByte(line, ' ')
		if line[0] == '"' {
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				return nil, fmt.Errorf("the quotation in %q has no end", line)
			}
			w, _ := strconv.Unquote(quoted)
			words, end = append(words, w), len(quoted)
		} else {
			if end < 0 {
				end = len(line)
			}
			words = append(words, line[:end])
		}
		line = strings.TrimLeft(line[end:], " ")
	}
	return words, nil
}

// arguments is how many arguments each verb has.
var arguments = map[string]int{
	"write": 2, "append": 2, "insert": 3, "cut": 2, "replace": 3, "set": 3, "encode": 2, "png": 3, "many": 2, "theme": 1,
	"rename": 2, "copy": 2, "remove": 1, "back": 1, "with": 1, "clock": 1, "load": 0, "cancel": 1,
}

func (e Edit) check() error {
	n, ok := arguments[e.Verb]
	if !ok {
		return fmt.Errorf("there is no edit %q", e.Verb)
	}
	if n != len(e.Args) {
		return fmt.Errorf("%s has %d arguments, not %d", e.Verb, n, len(e.Args))
	}
	return nil
}

// ParseArchive reads a script from a txtar archive: the archive's files are there at the start, its comment is the
// script.
func ParseArchive(data []byte) (Script, error) {
	archive := txtar.Parse(data)
	rest, err := Parse(string(archive.Comment))
	if err != nil {
		return nil, err
	}
	var script Script
	for _, f := range archive.Files {
		script = append(script, Edit{"write", []string{f.Name, string(f.Data)}})
	}
	return append(script, rest...), nil
}

// FormatArchive is the opposite of ParseArchive: what the script begins with by writing becomes the archive's files.
func FormatArchive(s Script) []byte {
	archive := &txtar.Archive{}
	var rest Script
	for i, e := range s {
		if !slices.Contains([]string{"write", "with", "clock", "png"}, e.Verb) {
			rest = append(rest, s[i:]...)
			break
		}
		if e.Verb != "write" || !plainFile(archive, e.Args[0], e.Args[1]) {
			rest = append(rest, e)
			continue
		}
		archive.Files = append(archive.Files, txtar.File{Name: e.Args[0], Data: []byte(e.Args[1])})
	}
	archive.Comment = []byte(rest.String())
	return txtar.Format(archive)
}

// plainFile reports whether a file comes out of an archive as it went in.
func plainFile(archive *txtar.Archive, name, text string) bool {
	if slices.ContainsFunc(archive.Files, func(f txtar.File) bool { return f.Name == name }) {
		return false
	}
	again := txtar.Parse(txtar.Format(&txtar.Archive{Files: []txtar.File{{Name: name, Data: []byte(text)}}}))
	return len(again.Files) == 1 && again.Files[0].Name == name && bytes.Equal(again.Files[0].Data, []byte(text)) &&
		!strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' || r == '\ufffd' || r == '\ufeff' })
}
