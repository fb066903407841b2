package publish

import (
	"fmt"
	"path"
	"strings"
	"time"

	"pandect/internal/diag"
	"pandect/internal/site"
)

// kind says what a published file is to its readers.
type kind string

const (
	kindFile  kind = ""         // needed by pages, or read by machines
	kindPage  kind = "page"     // made from the content
	kindBlank kind = "blank"    // the same, of a file without text: losing all its text is as good as losing the page
	kindCopy  kind = "copy"     // a file of the content, published as it is
	kindAsset kind = "asset"    // its name holds the digest of its content, so that versions lie side by side
	kindIndex kind = "index"    // the same, and a part of the search index
	kindMade  kind = "overview" // a page that every site has, such as the A-Z index: it says nothing about the content
)

func kindOf(out site.Output) kind {
	switch {
	case out.Phase == site.PhaseDigested && out.Search:
		return kindIndex
	case out.Phase == site.PhaseDigested:
		return kindAsset
	case out.Copied:
		return kindCopy
	case !out.Page:
		return kindFile
	case out.Blank:
		return kindBlank
	case strings.HasPrefix(out.Source, "content/"):
		return kindPage
	}
	return kindMade
}

// pages returns the published pages whose disappearance tells something: those from the content if there are any, else all of
// them. A manifest that does not know its pages is taken to have one in each HTML file.
func (m manifest) pages() (paths []string, of kind) {
	byKind := map[kind][]string{}
	for _, e := range m.entries {
		byKind[e.kind] = append(byKind[e.kind], e.path)
	}
	for _, k := range []kind{kindPage, kindMade} {
		if len(byKind[k]) > 0 {
			return byKind[k], k
		}
	}
	for _, p := range byKind[kindFile] {
		if path.Ext(p) == ".html" {
			paths = append(paths, p)
		}
	}
	return paths, kindMade
}

// A site that loses fewer pages or files than this, or no larger part of them, was most likely edited.
const (
	minLost  = 5
	lostPart = 5 // one in so many
)

// lossTime is how long losses are added up, so that a site is not emptied in small steps either.
const lossTime = 24 * time.Hour

// peak is the most that was published since the first of the losses that are added up. It is zero while nothing is lost.
type peak struct {
	pages, files int
	since        time.Time
}

// peakOf returns the peak that a run is compared with.
func (m manifest) peakOf(now time.Time) peak {
	p := m.peak
	if p.since.IsZero() || now.Sub(p.since) >= lossTime {
		p = peak{since: now}
	}
	p.pages, p.files = max(p.pages, m.count(kindPage)), max(p.files, m.count(kindCopy))
	return p
}

func (m manifest) count(of kind) (n int) {
	for _, e := range m.entries {
		if e.kind == of {
			n++
		}
	}
	return n
}

// checkRemovals refuses to take away most of a site, because content that is not connected looks like content that was deleted.
func (r *run) checkRemovals() {
	if r.o.AcceptRemovals {
		return
	}
	now := map[string]kind{}
	count := map[kind]int{}
	for _, out := range r.outputs {
		k := kindOf(out)
		if k == kindBlank && !r.old.counted { // an earlier version listed them as pages
			k = kindPage
		}
		now[out.Path] = k
		count[k]++
	}
	most := r.old.peakOf(r.o.now())
	pages := loss{what: "pages", now: now, most: most.pages, left: count[kindPage]}
	pages.before, pages.of = r.old.pages()
	if pages.of != kindPage {
		pages.most, pages.left = 0, count[kindPage]+count[pages.of]
	}
	files := loss{what: "files", now: now, of: kindCopy, most: most.files, left: count[kindCopy]}
	for _, e := range r.old.entries {
		if e.kind == kindCopy {
			files.before = append(files.before, e.path)
		}
	}
	for _, l := range []loss{pages, files} {
		message := l.judge()
		if message == "" {
			continue
		}
		hint := "Bring the content back and build again. If these " + l.what + " are meant to go: pandect build --accept-removals."
		if r.o.Watching {
			hint = "Bring the content back, and it is published as before. If these " + l.what + " are meant to go, end this and start it again with --accept-removals."
		}
		r.add(diag.Error, l.what+"-removed", "", message, hint)
	}
	if count[kindPage] < most.pages || count[kindCopy] < most.files {
		r.peak = most
	}
}

// loss compares what was published with what would be.
type loss struct {
	what   string // "pages" or "files"
	before []string
	of     kind // of before
	now    map[string]kind
	most   int // that was published within the day
	left   int
}

// judge says what is wrong with a loss; "" if it is no larger than that of an edit. No site loses its last page by one.
func (l loss) judge() string {
	gone, blank := 0, 0
	for _, p := range l.before {
		k, there := l.now[p]
		switch {
		case !there:
			gone++
		case l.of == kindPage && k == kindBlank:
			gone++
			blank++
		}
	}
	none := l.left == 0 && l.what == "pages"
	if none {
		gone = len(l.before)
	}
	published, when := len(l.before), "at once"
	if l.most-l.left > gone {
		gone, published, when = l.most-l.left, l.most, "within a day"
	}
	if published == 0 || !none && (gone < minLost || gone*lostPart <= published) {
		return ""
	}
	emptied := ""
	if blank > 0 {
		emptied = fmt.Sprintf(" Of these, %d would have no text any more.", blank)
	}
	return fmt.Sprintf("%d of the %d published %s would be removed %s.%s Most likely the content is not all there: "+
		"a drive or share is not connected, or a folder was moved or renamed.", gone, published, l.what, when, emptied)
}
