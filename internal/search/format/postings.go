package format

// Posting says that a section has forms of a group.
type Posting struct {
	Page    int32
	Section uint16
	Level   uint8  // of the impact; Head.Levels has the values
	Fields  uint8  // bits: Title to Keywords
	Set     uint32 // bits: the forms, by their indices in the group
}

// Fields of a section, as bits.
const (
	Title uint8 = 1 << iota
	Heading
	Body
	Keywords
)

const (
	// MaxPlace is the highest index of a form with a bit of its own in a set; all forms after it share that bit.
	MaxPlace = 23
	// MaxSections is the maximum number of sections of a page.
	MaxSections = 1 << 15
)

// positionWriter delta-encodes the ascending positions of a list: pages and sections.
type positionWriter struct {
	page    int32
	section uint16
}

// append appends the difference between a position and the one before.
func (at *positionWriter) append(dst []byte, page int32, section uint16) []byte {
	if page == at.page {
		dst = appendNumber(appendNumber(dst, 0), int(section-at.section-1))
	} else {
		dst = appendNumber(appendNumber(dst, int(page-at.page)), int(section))
	}
	at.page, at.section = page, section
	return dst
}

// positionReader decodes what a positionWriter wrote.
type positionReader struct {
	r             *numbers
	h             *Head
	page, section int
}

func (w *positionReader) next() (int32, uint16) {
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

// appendImpact appends level and fields as one number, which has one digit if the only field is the body.
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
