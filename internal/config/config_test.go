package config_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pandect/internal/config"
	"pandect/internal/memo"
	"pandect/internal/memo/memotest"
)

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// A digest that leaves out a field would keep an old page after that field changed.
func TestSumCoversEveryField(t *testing.T) {
	memotest.EveryField(t, func(c *config.Config) memo.Sum { return c.Sum() })
	memotest.EveryField(t, func(theme *config.Theme) memo.Sum { return theme.Sum() })
	memotest.EveryField(t, func(l *config.Layout) memo.Sum {
		return config.Theme{Layouts: map[string]config.Layout{"home": *l}}.Sum()
	})
	memotest.EveryField(t, func(m *config.MenuItem) memo.Sum { return config.Config{Menu: []config.MenuItem{*m}}.Sum() })
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
