package site

import (
	"testing"

	"pandect/internal/memo"
	"pandect/internal/memo/memotest"
)

func TestDigestsCoverEveryField(t *testing.T) {
	memotest.EveryField(t, func(m *Meta) memo.Sum {
		h := memo.NewHash("test")
		m.hash(h)
		return h.Done()
	})
	memotest.EveryField(t, func(r *Ref) memo.Sum {
		h := memo.NewHash("test")
		r.hash(h)
		return h.Done()
	}, "Sum")
	memotest.EveryField(t, func(d *Doc) memo.Sum { d.Seal(); return d.Own }, "Sections", "Own", "Card")
	memotest.EveryField(t, func(d *Doc) memo.Sum { d.Seal(); return d.Card }, "Spots", "TitleBody", "Sections", "Body", "Plain", "Own", "Card")
	memotest.EveryField(t, func(i *Info) memo.Sum { i.Seal(); return i.Sum }, "Sum")

	linked := func(f func(*Link)) memo.Sum {
		l := Link{}
		f(&l)
		d := Doc{Links: []Link{l}}
		d.Seal()
		return d.Own
	}
	memotest.EveryField(t, func(l *Link) memo.Sum { return linked(func(x *Link) { *x = *l }) })
	asked := func(c Checklist) memo.Sum {
		d := Doc{Checklist: &c}
		d.Seal()
		return d.Own
	}
	memotest.EveryField(t, func(c *Checklist) memo.Sum { return asked(*c) })
	memotest.EveryField(t, func(s *CheckSection) memo.Sum { return asked(Checklist{Sections: []CheckSection{*s}}) })
	memotest.EveryField(t, func(i *CheckItem) memo.Sum {
		return asked(Checklist{Sections: []CheckSection{{Items: []CheckItem{*i}}}})
	})
	memotest.EveryField(t, func(l *CheckLabel) memo.Sum {
		return asked(Checklist{Sections: []CheckSection{{Items: []CheckItem{{Labels: []CheckLabel{*l}}}}}})
	})
	memotest.EveryField(t, func(m *ChecklistMeta) memo.Sum { d := Doc{Meta: Meta{Checklist: *m}}; d.Seal(); return d.Own })
	memotest.EveryField(t, func(x *Heading) memo.Sum { d := Doc{Headings: []Heading{*x}}; d.Seal(); return d.Card })
	memotest.EveryField(t, func(x *Hole) memo.Sum { d := Doc{Body: Body{Holes: []Hole{*x}}}; d.Seal(); return d.Own })
}

// TestPageDigestCoversEveryField leaves out what Doc.Own covers, and the collections that have a digest of their own.
func TestPageDigestCoversEveryField(t *testing.T) {
	x := NewIndex(nil, nil, IndexOptions{})
	p := &Placer{x: x, o: PlaceOptions{LayoutSum: func(string) memo.Sum { return memo.Sum{} }}}
	memotest.EveryField(t, func(page *Page) memo.Sum {
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
	}, "Meta", "Headings", "Letters", "Sum", "Review.Owner", "Review.Reviewed", "Review.Changed")
	memotest.EveryField(t, func(r *Review) memo.Sum {
		return p.seal(&Page{Site: &Info{}, Nav: &NavNode{}, Review: *r}, memo.Sum{})
	}, "Owner", "Reviewed", "Changed")
	memotest.EveryField(t, func(c *ChecklistRef) memo.Sum {
		return p.seal(&Page{Site: &Info{}, Nav: &NavNode{}, Checklists: []ChecklistRef{*c}}, memo.Sum{})
	})
	memotest.EveryField(t, func(a *Alternate) memo.Sum {
		return p.seal(&Page{Site: &Info{}, Nav: &NavNode{}, Alternates: []Alternate{*a}}, memo.Sum{})
	})
	memotest.EveryField(t, func(target *Target) memo.Sum {
		return p.seal(&Page{Site: &Info{}, Nav: &NavNode{}, Targets: []Target{*target}}, memo.Sum{})
	})
}
