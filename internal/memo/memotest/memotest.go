// Package memotest checks digests. It is for tests alone.
package memotest

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pandect/internal/memo"
)

// EveryField checks that the digest of a T moves when any of its fields does, those of structs within it included, and that
// it does not move with those that are excepted, by their names in T (“Review”, “Review.Owner”). Fields that are not exported follow from the others.
func EveryField[T any](t *testing.T, digest func(*T) memo.Sum, except ...string) {
	t.Helper()
	var before T
	plain := digest(&before)
	var visit func(kind reflect.Type, index []int, name string)
	visit = func(kind reflect.Type, index []int, name string) {
		if kind.Kind() == reflect.Struct && kind != reflect.TypeFor[time.Time]() {
			for i := range kind.NumField() {
				if field := kind.Field(i); field.IsExported() {
					visit(field.Type, append(slices.Clip(index), i), name+"."+field.Name)
				}
			}
			return
		}
		var after T
		change(t, name, reflect.ValueOf(&after).Elem().FieldByIndex(index))
		below := name[strings.IndexByte(name, '.')+1:]
		top, _, _ := strings.Cut(below, ".")
		if moved := digest(&after) != plain; moved == (slices.Contains(except, top) || slices.Contains(except, below)) {
			t.Errorf("%s: the digest moves: %v", name, moved)
		}
	}
	visit(reflect.TypeFor[T](), nil, reflect.TypeFor[T]().Name())
}

// change sets a zero value to something else.
func change(t *testing.T, name string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("x").Convert(v.Type().Key()), reflect.Zero(v.Type().Elem()))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Array: // a digest
		v.Index(0).SetUint(1)
	case reflect.Func:
		v.Set(reflect.MakeFunc(v.Type(), nil))
	case reflect.Struct:
		v.Set(reflect.ValueOf(time.Unix(1, 0).UTC()))
	default:
		t.Fatalf("%s: nobody has said how to change a %s", name, v.Type())
	}
}
