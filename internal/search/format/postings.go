package format

// Posting says that forms of a group stand in a section.
type Posting struct {
	Page    int32
	Section uint16
	Level   uint8  // of what that is worth; Head.Levels has the values
	Fields  uint8  // Title to Keywords
	Set     uint32 // bits: places of the forms in their group
}

// The fields in which a posting says that forms stand, as bits.
const (
	Title uint8 = 1 << iota
	Heading
	Body
	Keywords
)

const (
	// MaxPlace is the highest place of a form in its group that has a bit of its own in a set; those behind it share it.
	MaxPlace = 23
	// MaxSections is more than any page has that a person can read.
	MaxSections = 1 << 15
)

// place is the page and section of the posting before.
type place struct {
	page    int32
	section uint16
}

// append appends the way from one posting to the next.
func (at *place) append(dst []byte, page int32, section uint16) []byte {
	if page == at.page {
		dst = appendNumber(appendNumber(dst, 0), int(section-at.section-1))
	} else {
		dst = appendNumber(appendNumber(dst, int(page-at.page)), int(section))
	}
	at.page, at.section = page, section
	return dst
}

// walker reads the pages and sections of a list, which ascend.
type walker struct {
	r             *numbers
	h             *Head
	page, section int
}

func (w *walker) next() (int32, uint16) {
	gap := w.r.next(w.h.Pages - 1 - w.page)
	section := w.r.next(MaxSections - 1)
	switch {
	case gap > 0:
		w.page, w.section = w.page+gap, section
	case w.page < 0:
		w.r.bad = true
		return 0, 0
	default:
		w.section += section + 1
	}
	if w.section >= min(w.h.Sections, MaxSections) {
		w.r.bad = true
	}
	return int32(w.page), uint16(w.section)
}

// A posting's level and fields are one number, which has one digit where all that is found stands in the body.

func appendImpact(dst []byte, p *Posting) []byte {
	if p.Fields == Body {
		return appendNumber(dst, int(p.Level))
	}
	return appendNumber(dst, lastDigit+int(p.Level)<<4+int(p.Fields))
}

func readImpact(r *numbers, h *Head, p *Posting) {
	p.Fields = Body
	n := r.next(lastDigit + len(h.Levels)<<4 - 1)
	if n >= lastDigit {
		n -= lastDigit
		p.Fields = uint8(n & 15)
		n >>= 4
	}
	if n >= len(h.Levels) || n > 255 {
		r.bad = true
	}
	p.Level = uint8(n)
}
