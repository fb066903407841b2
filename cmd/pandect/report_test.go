package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pandect/internal/diag"
)

func TestGatherTellsAFewAndCountsTheOthers(t *testing.T) {
	at := func(line int, code, message string) diag.Diagnostic {
		return diag.Diagnostic{Severity: diag.Error, Code: code, Place: diag.Place{File: "base.html", Line: line}, Message: message}
	}
	for n := range 3 * maxRepeated {
		list := []diag.Diagnostic{at(1, "other", "before")}
		for i := range n {
			list = append(list, at(2, "layout", fmt.Sprintf("page %02d", i)))
		}
		list = append(list, at(2, "zother", "another rule"), at(3, "layout", "another place"))
		whole := slices.Clone(list)
		short := shorten(list)
		if want := min(n, maxRepeated) + 3; len(short) != want {
			t.Errorf("%d findings at one place: %d are told, want %d", n, len(short), want)
		}
		var text strings.Builder
		if err := diag.WriteText(&text, short, diag.TextOptions{}); err != nil {
			t.Fatal(err)
		}
		counted := strings.Contains(text.String(), fmt.Sprintf("base.html:2: and %d more like this", n-maxRepeated))
		if counted != (n > maxRepeated) {
			t.Errorf("%d findings at one place: the others are counted = %v:\n%s", n, counted, text.String())
		}
		for i := range list {
			if len(list[i].Related) != len(whole[i].Related) {
				t.Fatal("the list itself was changed")
			}
		}
	}
}

func TestGatherKeepsFindingsOfWholeFiles(t *testing.T) {
	var list []diag.Diagnostic
	for i := range 2 * maxRepeated {
		list = append(list, diag.Diagnostic{Code: "same", Place: diag.Place{File: "a.md"}, Message: fmt.Sprint(i)})
	}
	if got := shorten(list); len(got) != len(list) {
		t.Errorf("%d of %d findings are told", len(got), len(list))
	}
}

// TestForeignMarkupIsToldOnce checks that each kind of foreign markup is told once for all files, with the number of the others.
func TestForeignMarkupIsToldOnce(t *testing.T) {
	var list []diag.Diagnostic
	for i := range 9 {
		place := diag.Place{File: fmt.Sprintf("content/%d.md", i), Line: 1, Column: 1}
		list = append(list,
			diag.Diagnostic{Severity: diag.Warning, Code: "foreign-tag", Place: place, Message: "A tag."},
			diag.Diagnostic{Severity: diag.Warning, Code: "heading-level", Place: place, Message: "A level."})
	}
	list = append(list, diag.Diagnostic{Severity: diag.Warning, Code: "foreign-box", Place: list[0].Place, Message: "A box."})
	count := map[string]int{}
	for _, d := range shorten(list) {
		count[d.Code]++
		if d.Code == "foreign-tag" {
			if n := len(d.Related); n != maxRepeated || d.Related[0].Place.File != "content/1.md" || d.Related[n-1].Message != "and in 6 more files" {
				t.Errorf("%+v", d.Related)
			}
		}
	}
	if count["foreign-tag"] != 1 || count["foreign-box"] != 1 || count["heading-level"] != 9 {
		t.Error(count)
	}
}
