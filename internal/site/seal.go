package site

import "pandect/internal/memo"

// seal returns the digest of a page: everything that a layout may read, and the layout itself.
func (p *Placer) seal(page *Page, letters memo.Sum) memo.Sum {
	h := memo.NewHash("site.Page")
	h.Sum(page.Site.Sum)
	h.Sum(p.o.LayoutSum(page.Layout))
	h.String(page.Layout)
	h.String(string(page.Kind))
	h.String(page.URL)
	h.String(page.Folder)
	h.String(page.Title)
	h.String(page.Description)
	h.Bool(page.Draft)
	h.Int(len(page.Alternates))
	for i := range page.Alternates {
		a := &page.Alternates[i]
		h.String(a.Name)
		h.String(a.MediaType)
		h.String(a.URL)
		h.Bool(a.Linked)
	}
	if page.Doc != nil { // covers Meta and Headings
		h.Sum(page.Doc.Own)
	}
	h.String(string(page.Review.State))
	h.Time(page.Review.Next) // the rest of the review is front matter
	h.Bool(page.ShowTOC)
	h.Sum(page.Nav.Sum)
	for _, n := range page.Open {
		h.Sum(n.Sum)
	}
	h.Sum(page.Prev.sum())
	h.Sum(page.Next.sum())
	h.Int(len(page.Terms))
	for _, list := range page.Terms {
		h.String(list.Name)
		h.String(list.Title)
		hashRefs(h, list.Terms)
	}
	hashRefs(h, page.Breadcrumbs)
	hashRefs(h, page.Children)
	hashRefs(h, page.Backlinks)
	hashRefs(h, page.Related)
	hashRefs(h, page.Recent)
	h.Sum(letters)
	hashChecklists(h, page.Checklists)
	h.Int(len(page.Inline))
	for _, name := range SortedKeys(page.Inline) {
		h.String(name)
		h.Bytes(page.Inline[name])
	}
	hashTargets(h, page.Targets)
	return h.Done()
}

func hashChecklists(h *memo.Hash, list []ChecklistRef) {
	h.Int(len(list))
	for _, c := range list {
		for _, s := range []string{c.ID, c.Title, c.Version, c.URL, c.Content} {
			h.String(s)
		}
		h.Time(c.Reviewed)
	}
}

func hashTargets(h *memo.Hash, targets []Target) {
	h.Int(len(targets))
	for i := range targets {
		t := &targets[i]
		h.String(t.URL)
		h.String(t.Fragment)
		h.String(t.Query)
		h.String(t.Title)
		h.Int(t.Width)
		h.Int(t.Height)
		h.String(t.Address)
	}
}

func hashRefs(h *memo.Hash, refs []*Ref) {
	h.Int(len(refs))
	for _, r := range refs {
		h.Sum(r.sum())
	}
}

// Seal computes the digest of a finished Info.
func (i *Info) Seal() {
	for k := range i.Menu {
		i.Menu[k].seal()
	}
	i.Sum = memo.SumOf("site.Info", *i)
}
