package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/site"
)

// fix writes what the findings of a site say can be written without asking, and shows each change.
func (p *program) fix(ctx context.Context, flags *siteFlags) error {
	quiet := *flags
	quiet.quiet = true
	s, err := p.compiledSession(ctx, &quiet)
	if err != nil {
		return err
	}
	defer s.end()
	byFile := map[string][]diag.Diagnostic{}
	for _, d := range s.found {
		if d.Fix != nil && d.Place.Line > 0 {
			byFile[d.Place.File] = append(byFile[d.Place.File], d)
		}
	}
	s.end()
	var out io.Writer = p.stdout
	if flags.format.value != "text" { // standard output has the report alone
		out = p.stderr
	}
	for _, file := range site.SortedKeys(byFile) {
		if err := fixFile(out, filepath.Join(flags.source, filepath.FromSlash(file)), file, byFile[file]); err != nil {
			return err
		}
	}
	return nil
}

// fixFile writes the corrections of one file, which is replaced atomically, and only if nobody saved it meanwhile.
func fixFile(out io.Writer, name, file string, found []diag.Diagnostic) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return workError("Check that you may read it.", "The page %s could not be read (%v).", name, disk.Reason(err))
	}
	if !utf8.Valid(text) {
		return workError("Save it as UTF-8 first.", "The page %s is not written in UTF-8, so nothing is written into it.", name)
	}
	after, done := corrected(text, found)
	if len(done) == 0 {
		return nil
	}
	err = replaceFile(name, after, change{text, after}.isUnchanged)
	switch {
	case errors.Is(err, errChanged):
		return workError("Nothing of that was lost. Run pandect check --fix once more.", "The file %s was saved by somebody else meanwhile, so it was left as it is.", name)
	case err != nil:
		return workError("Check that you may write there and that no other program has it open.", "The file %s could not be written (%v).", name, disk.Reason(err))
	}
	for _, d := range done {
		fmt.Fprintf(out, "%s:%d: wrote %q in place of %q.\n", file, d.Place.Line, d.Fix.New, d.Fix.Old)
	}
	return nil
}

// corrected returns a text with the corrections in it, and those that were made, in the order of the text.
func corrected(text []byte, found []diag.Diagnostic) (after []byte, done []diag.Diagnostic) {
	slices.SortFunc(found, func(a, b diag.Diagnostic) int { // from the end, so that earlier places stay where they are
		return cmp.Or(cmp.Compare(b.Place.Line, a.Place.Line), cmp.Compare(b.Place.Column, a.Place.Column))
	})
	after = bytes.Clone(text)
	for _, d := range found {
		at := destinationAt(after, d)
		if at < 0 {
			continue
		}
		after = slices.Replace(after, at, at+len(d.Fix.Old), []byte(d.Fix.New)...)
		done = append(done, d)
	}
	slices.Reverse(done)
	return after, done
}

// destinationAt returns where the destination of the link at a place is written: in its paragraph, or else where its label is
// defined. It returns -1 if it is nowhere.
func destinationAt(text []byte, d diag.Diagnostic) int {
	start := 0
	for range d.Place.Line - 1 {
		end := bytes.IndexByte(text[start:], '\n')
		if end < 0 {
			return -1
		}
		start += end + 1
	}
	for range d.Place.Column - 1 {
		_, size := utf8.DecodeRune(text[start:])
		start += size
	}
	end := len(text)
	for _, blank := range []string{"\n\n", "\n\r\n"} {
		if i := bytes.Index(text[start:end], []byte(blank)); i >= 0 {
			end = start + i
		}
	}
	old := []byte(d.Fix.Old)
	for at := start; ; at++ {
		i := bytes.Index(text[at:end], old)
		if i < 0 {
			break
		}
		if at += i; isWhole(text, at, len(old)) && strings.ContainsRune("(<", rune(text[at-1])) {
			return at
		}
	}
	for at := 0; ; at++ {
		i := bytes.Index(text[at:], old)
		if i < 0 {
			return -1
		}
		at += i
		line := text[bytes.LastIndexByte(text[:at], '\n')+1 : at]
		if label := bytes.TrimRight(line, "< \t"); isWhole(text, at, len(old)) && bytes.HasSuffix(label, []byte("]:")) {
			return at
		}
	}
}

// isWhole reports whether a part of a text is a whole destination.
func isWhole(text []byte, at, length int) bool {
	return at > 0 && (at+length == len(text) || bytes.IndexByte([]byte(") >\t\r\n"), text[at+length]) >= 0)
}
