package format

import "strings"

// LabelValue is a value of a label, with the pages that have it.
type LabelValue struct {
	Shown string
	Pages []int32 // ascending
}

// LabelPayload encodes the values of a label.
func LabelPayload(values []LabelValue) []byte {
	var shown []string
	var lists []byte
	for _, v := range values {
		shown = append(shown, v.Shown)
		lists = appendNumber(lists, len(v.Pages))
		last := int32(-1)
		for _, p := range v.Pages {
			lists = appendNumber(lists, int(p-last))
			last = p
		}
	}
	out := append([]byte(strings.Join(shown, "\t")), '\n')
	return append(append(out, lists...), "\nend"...)
}

// ReadLabel decodes what LabelPayload wrote.
func ReadLabel(payload string, h *Head) ([]LabelValue, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != 2 {
		return nil, ErrDamaged
	}
	r := numbers{text: lines[1]}
	var list []LabelValue
	for _, shown := range strings.Split(lines[0], "\t") {
		v := LabelValue{Shown: shown}
		last := -1
		for range r.count() {
			gap := r.next(h.Pages - 1 - last)
			if gap == 0 {
				r.bad = true
				break
			}
			last += gap
			v.Pages = append(v.Pages, int32(last))
		}
		list = append(list, v)
	}
	return list, r.done()
}
