package config_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pandect/internal/config"
	"pandect/internal/memo"
)

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// A digest that leaves out a field would keep an old page after that field changed.
func TestSumCoversEveryField(t *testing.T) {
	c := config.Default()
	c.Params = map[string]any{"a": int64(1)}
	c.Menu = []config.MenuItem{{Title: "t", Page: "p"}}
	changeEach(t, "Config", reflect.ValueOf(&c).Elem(), func() memo.Sum { return c.Sum() })

	theme := config.Theme{Layouts: map[string]config.Layout{"home": {}}, Params: map[string]any{"a": "b"}, Scripts: []string{"x"}}
	changeEach(t, "Theme", reflect.ValueOf(&theme).Elem(), func() memo.Sum { return theme.Sum() })
	before := theme.Sum()
	theme.Layouts = map[string]config.Layout{"page": {}}
	if theme.Sum() == before {
		t.Error("the name of a layout does not change the digest")
	}
	var layout config.Layout
	theme.Layouts = map[string]config.Layout{"home": layout}
	changeEach(t, "Layout", reflect.ValueOf(&layout).Elem(), func() memo.Sum { theme.Layouts["home"] = layout; return theme.Sum() })
}

// changeEach changes each field in turn, and expects another digest each time and the first one after changing it back.
func changeEach(t *testing.T, name string, v reflect.Value, sum func() memo.Sum) {
	t.Helper()
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			changeEach(t, name+"."+v.Type().Field(i).Name, v.Field(i), sum)
		}
		return
	}
	before := sum()
	old := reflect.New(v.Type()).Elem()
	old.Set(v)
	change(t, name, v)
	if sum() == before {
		t.Errorf("%s does not change the digest", name)
	}
	v.Set(old)
	if sum() != before {
		t.Errorf("%s: another digest for the same value", name)
	}
}

func change(t *testing.T, name string, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8:
		v.SetUint(v.Uint() + 1)
	case reflect.Slice:
		longer := reflect.MakeSlice(v.Type(), v.Len(), v.Len()+1)
		reflect.Copy(longer, v)
		v.Set(reflect.Append(longer, reflect.Zero(v.Type().Elem())))
	case reflect.Map:
		larger := reflect.MakeMap(v.Type())
		for _, k := range v.MapKeys() {
			larger.SetMapIndex(k, v.MapIndex(k))
		}
		larger.SetMapIndex(reflect.ValueOf("changed"), reflect.Zero(v.Type().Elem()))
		v.Set(larger)
	default:
		t.Fatalf("%s: nobody has said how to change a %s", name, v.Kind())
	}
}

func TestSumOfParams(t *testing.T) {
	values := []any{
		nil, "1", int64(1), 1.0, true, "true", time.Unix(1, 0).UTC(), []any{}, []any{"1"}, []any{[]any{"1"}}, []any{"1", "1"},
		map[string]any{}, map[string]any{"1": "1"}, map[string]any{"1": int64(1)},
	}
	seen := map[memo.Sum]string{}
	for _, v := range values {
		c := config.Default()
		c.Params = map[string]any{"a": v}
		text := fmt.Sprintf("%#v", v)
		if other, ok := seen[c.Sum()]; ok {
			t.Errorf("%s and %s have the same digest", text, other)
		}
		seen[c.Sum()] = text
	}
}

const page = `---
title: Privilege when work is sent abroad
description: How to keep legal advice privileged when a vendor handles it.
weight: 20
date: 2026-03-01
updated: 2026-09-14
owner: Head of Legal Operations
reviewed: 2026-09-01
review_every: 12 months
tags: [Privilege, "Cross-border work", Ethics]
jurisdiction:
  - United States
  - England and Wales
audience: In-house counsel
type: guidance
search:
  keywords: [kovel, agent]
  boost: 1.5
---

Text
`

func BenchmarkFrontMatter(b *testing.B) {
	known := config.Options{Taxonomies: []string{"tags"}}
	b.ReportAllocs()
	for b.Loop() {
		if r, list := config.FrontMatter("content/x.md", []byte(page), known); r.Meta.Title == "" || len(list) > 0 {
			b.Fatal(list)
		}
	}
}

func BenchmarkNoFrontMatter(b *testing.B) {
	text := []byte(page[3:])
	b.ReportAllocs()
	for b.Loop() {
		config.FrontMatter("content/x.md", text, config.Options{})
	}
}
