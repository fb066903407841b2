package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"pandect/internal/memo"
)

// sum returns the digest of a value made of structs, slices, maps with text as keys, interfaces, times and basic types.
// It goes through all fields by itself, so that a new field cannot be forgotten.
func sum(name string, value any) memo.Sum {
	h := memo.NewHash(name)
	add(h, reflect.ValueOf(value))
	return h.Done()
}

func add(h *memo.Hash, v reflect.Value) {
	if !v.IsValid() {
		h.String("nil")
		return
	}
	h.String(v.Type().String())
	if t, ok := v.Interface().(time.Time); ok {
		h.Time(t)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			add(h, v.Field(i))
		}
	case reflect.Slice:
		h.Int(v.Len())
		for i := range v.Len() {
			add(h, v.Index(i))
		}
	case reflect.Map:
		h.Int(v.Len())
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			h.String(k.String())
			add(h, v.MapIndex(k))
		}
	case reflect.Interface:
		add(h, v.Elem())
	default:
		h.String(fmt.Sprint(v.Interface()))
	}
}
