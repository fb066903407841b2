package memo

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Summed is a value that knows its own digest.
type Summed interface{ Sum() Sum }

// SumOf returns the digest of a struct: see Fields.
func SumOf(name string, options any) Sum {
	h := NewHash(name)
	h.Fields(options)
	return h.Done()
}

// Fields adds all fields of a struct by reflection, so that a new one cannot be forgotten. Fields may be structs, slices,
// arrays, maps with string keys, pointers, interfaces, times and basic types; of a Summed its Sum is added. A field with the
// tag `memo:"-"`, which must not change any result, is left out. Other types, such as functions, panic: they have no digest.
//
// It is about ten times slower than a call for each field.
func (h *Hash) Fields(v any) { h.fields(reflect.ValueOf(v)) }

func (h *Hash) fields(v reflect.Value) {
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("memo") != "-" {
			h.value(v.Field(i))
		}
	}
}

var (
	summed  = reflect.TypeFor[Summed]()
	instant = reflect.TypeFor[time.Time]()
)

func (h *Hash) value(v reflect.Value) {
	if !v.IsValid() {
		h.String("nil")
		return
	}
	kind := v.Type()
	switch {
	case kind == instant:
		h.Time(v.Interface().(time.Time))
		return
	case kind.Implements(summed) && kind.Kind() != reflect.Interface:
		h.Bool(v.Kind() == reflect.Pointer && v.IsNil())
		h.Sum(v.Interface().(Summed).Sum())
		return
	}
	switch v.Kind() {
	case reflect.String:
		h.String(v.String())
	case reflect.Bool:
		h.Bool(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.Int(int(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		h.Int(int(v.Uint()))
	case reflect.Float32, reflect.Float64:
		h.Float(v.Float())
	case reflect.Struct:
		h.fields(v)
	case reflect.Slice, reflect.Array:
		h.Int(v.Len())
		for i := range v.Len() {
			h.value(v.Index(i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		h.Int(len(keys))
		for _, k := range keys {
			h.String(k.String())
			h.value(v.MapIndex(k))
		}
	case reflect.Pointer:
		if h.Bool(v.IsNil()); !v.IsNil() {
			h.value(v.Elem())
		}
	case reflect.Interface:
		if v = v.Elem(); v.IsValid() {
			h.String(v.Type().String())
		}
		h.value(v)
	default:
		panic(fmt.Sprintf("memo: a %s has no digest", kind))
	}
}
