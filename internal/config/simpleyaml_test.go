package config

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"
)

// The short way to read YAML and the library's make the same tree, or the short way is not taken.
func FuzzSimpleYAML(f *testing.F) {
	archives, _ := filepath.Glob("testdata/golden/*.txtar")
	for _, file := range archives {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if filepath.Ext(file.Name) == ".md" {
				f.Add(bytes.Trim(file.Data, "-+\n"))
			}
		}
	}
	f.Add([]byte("a: 1\nb:\n- x\n-  'y'\nc:\n  d: [e, \"f, g\", 1.5]\n\n  # note\n  h: 2026-01-01\ni:\nj: é ü\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if !utf8.Valid(text) || bytes.Contains(text, []byte("\r")) {
			return
		}
		r := newReader("x.md", text, "front-matter")
		r.yaml = true
		if !r.clean() {
			return
		}
		for line := range bytes.Lines(r.text) {
			if line = bytes.TrimRight(line, " \n"); string(line) == "---" || string(line) == "..." {
				return // would have been a fence
			}
		}
		short, ok := simpleYAML(string(r.text))
		if !ok {
			return
		}
		before := len(r.list)
		long := r.readAnyYAML()
		if len(r.list) > before {
			t.Fatalf("read without a word: %q: %+v", r.text, r.list[before:])
		}
		if d := cmp.Diff(long, short, cmp.AllowUnexported(node{}, field{}), cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("%q (-library +short):\n%s", r.text, d)
		}
	})
}

// The short way is worth its lines only while ordinary front matter takes it.
func TestSimpleYAMLIsTheCommonCase(t *testing.T) {
	text := `title: Privilege when work is sent abroad
description: "How to keep advice: privileged"
weight: 20
date: 2026-03-01
review_every: 12 months
draft: false
tags: [Privilege, "Cross-border work", Ethics]
jurisdiction:
  - United States
  - 'England and Wales'
audience:
- In-house counsel
search:
  keywords: [kovel, agent]
  boost: 1.5
# for the editors
owner:
`
	if _, ok := simpleYAML(text); !ok {
		t.Error("ordinary front matter needs the library")
	}
}

// Hyphens that are no entries of lists are not counted as nesting.
func TestLinesOfHyphensAreNoNesting(t *testing.T) {
	hyphens := strings.Repeat("-", 60)
	for _, text := range []string{
		"# " + hyphens + " Basics\ntitle: A\ndescription: >\n  Text\n",
		"title: A\ndescription: >\n  " + hyphens + " over\n",
	} {
		if at := nesting([]byte(text)); at >= 0 {
			t.Errorf("%q is said to nest too deep at %d", text, at)
		}
	}
	if nesting([]byte(strings.Repeat("- ", 60)+"a")) < 0 || nesting([]byte("a: "+strings.Repeat("[", 60))) < 0 {
		t.Error("deep nesting is not seen")
	}
}
