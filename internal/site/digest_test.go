package site

import (
	"reflect"
	"testing"
	"time"

	"pandect/internal/memo"
)

// change sets a value to something that it was not.
func change(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8:
		v.SetUint(v.Uint() + 1)
	case reflect.Float64:
		v.SetFloat(v.Float() + 1)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Slice:
		v.Set(reflect.Append(v, reflect.New(v.Type().Elem()).Elem()))
	case reflect.Map:
		m := reflect.MakeMap(v.Type())
		m.SetMapIndex(reflect.ValueOf("x"), reflect.Zero(v.Type().Elem()))
		v.Set(m)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Array: // a digest
		v.Index(0).SetUint(v.Index(0).Uint() + 1)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(v.Interface().(time.Time).Add(time.Hour)))
			return
		}
		change(t, v.Field(0))
	default:
		t.Fatalf("cannot change a %s", v.Type())
	}
}

// covered checks that the digest of a T moves when any of its fields does, but for those named. Fields that only this
// package sees follow from the others.
func covered[T any](t *testing.T, digest func(*T) memo.Sum, except ...string) {
	t.Helper()
	kind := reflect.TypeFor[T]()
	free := map[string]bool{}
	for _, name := range except {
		free[name] = true
	}
	for i := range kind.NumField() {
		field := kind.Field(i)
		if !field.IsExported() {
			continue
		}
		var before, after T
		change(t, reflect.ValueOf(&after).Elem().Field(i))
		moved := digest(&before) != digest(&after)
		if moved == free[field.Name] {
			t.Errorf("%s.%s: the digest moves: %v", kind.Name(), field.Name, moved)
		}
	}
}

func TestDigestsCoverEveryField(t *testing.T) {
	covered(t, func(m *Meta) memo.Sum {
		h := memo.NewHash("test")
		m.hash(h)
		return h.Done()
	})
	covered(t, func(r *Ref) memo.Sum {
		h := memo.NewHash("test")
		r.hash(h)
		return h.Done()
	}, "Sum")
	covered(t, func(d *Doc) memo.Sum { d.Seal(); return d.Own }, "Sections", "Own", "Card")
	covered(t, func(d *Doc) memo.Sum { d.Seal(); return d.Card }, "Sections", "Body", "Plain", "Own", "Card")
	covered(t, func(i *Info) memo.Sum { i.Seal(); return i.Sum }, "Sum")

	linked := func(f func(*Link)) memo.Sum {
		l := Link{}
		f(&l)
		d := Doc{Links: []Link{l}}
		d.Seal()
		return d.Own
	}
	covered(t, func(l *Link) memo.Sum { return linked(func(x *Link) { *x = *l }) })
	asked := func(c Checklist) memo.Sum {
		d := Doc{Checklist: &c}
		d.Seal()
		return d.Own
	}
	covered(t, func(c *Checklist) memo.Sum { return asked(*c) })
	covered(t, func(s *CheckSection) memo.Sum { return asked(Checklist{Sections: []CheckSection{*s}}) })
	covered(t, func(i *CheckItem) memo.Sum {
		return asked(Checklist{Sections: []CheckSection{{Items: []CheckItem{*i}}}})
	})
	covered(t, func(l *CheckLabel) memo.Sum {
		return asked(Checklist{Sections: []CheckSection{{Items: []CheckItem{{Labels: []CheckLabel{*l}}}}}})
	})
	covered(t, func(m *ChecklistMeta) memo.Sum { d := Doc{Meta: Meta{Checklist: *m}}; d.Seal(); return d.Own })
	covered(t, func(x *Heading) memo.Sum { d := Doc{Headings: []Heading{*x}}; d.Seal(); return d.Card })
	covered(t, func(x *Hole) memo.Sum { d := Doc{Body: Body{Holes: []Hole{*x}}}; d.Seal(); return d.Own })
}

// TestPageDigestCoversEveryField leaves out what Doc.Own covers, and the collections that have a digest of their own.
func TestPageDigestCoversEveryField(t *testing.T) {
	x := NewIndex(nil, nil, IndexOptions{})
	p := &Placer{x: x, o: PlaceOptions{LayoutSum: func(string) memo.Sum { return memo.Sum{} }}}
	covered(t, func(page *Page) memo.Sum {
		copied := *page
		if copied.Site == nil {
			copied.Site = &Info{}
		} else {
			copied.Site = &Info{Sum: memo.Sum{1}}
		}
		if copied.Nav == nil {
			copied.Nav = &NavNode{}
		} else {
			copied.Nav = &NavNode{Sum: memo.Sum{1}}
		}
		for i := range copied.Open {
			copied.Open[i] = &NavNode{}
		}
		for _, ref := range []**Ref{&copied.Prev, &copied.Next} {
			if *ref != nil {
				*ref = &Ref{Sum: memo.Sum{1}}
			}
		}
		return p.seal(&copied, memo.Sum{})
	}, "Meta", "Headings", "Letters", "Sum")
	covered(t, func(r *Review) memo.Sum {
		return p.seal(&Page{Site: &Info{}, Nav: &NavNode{}, Review: *r}, memo.Sum{})
	}, "Owner", "Reviewed", "Changed")
	covered(t, func(c *ChecklistRef) memo.Sum {
		return p.seal(&Page{Site: &Info{}, Nav: &NavNode{}, Checklists: []ChecklistRef{*c}}, memo.Sum{})
	})
	covered(t, func(a *Alternate) memo.Sum {
		return p.seal(&Page{Site: &Info{}, Nav: &NavNode{}, Alternates: []Alternate{*a}}, memo.Sum{})
	})
	covered(t, func(target *Target) memo.Sum {
		return p.seal(&Page{Site: &Info{}, Nav: &NavNode{}, Targets: []Target{*target}}, memo.Sum{})
	})
}
