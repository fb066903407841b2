package format

// ReadyList is the best hits of a short prefix, computed in advance because its forms are in many shards.
type ReadyList struct {
	Prefix string
	IDF    int   // at least 1
	Hits   []Hit // by page and section
}

// Hit is a section with its score for a prefix.
type Hit struct {
	Page    int32
	Section uint16
	Value   float64 // rounded down to a multiple of readyUnit when it is encoded
}

// readyUnit is the unit of the encoded values of ready lists.
const readyUnit = 128

// PrefixesPayload encodes a shard of ready lists, which are sorted by prefix.
func PrefixesPayload(lists []ReadyList) []byte {
	var prefixes []string
	var records []byte
	for _, l := range lists {
		prefixes = append(prefixes, l.Prefix)
		records = appendNumber(appendNumber(records, l.IDF), len(l.Hits))
		at := positionWriter{page: -1}
		for _, f := range l.Hits {
			records = appendNumber(at.append(records, f.Page, f.Section), int(f.Value/readyUnit))
		}
	}
	out := append(appendForms(nil, prefixes), '\n')
	return append(append(out, records...), "\nend"...)
}

// ReadPrefixes decodes what PrefixesPayload wrote.
func ReadPrefixes(payload string, h *Head) ([]ReadyList, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != 2 {
		return nil, ErrDamaged
	}
	prefixes, err := readForms(lines[0])
	if err != nil {
		return nil, err
	}
	r := numbers{text: lines[1]}
	lists := make([]ReadyList, 0, len(prefixes))
	for _, p := range prefixes {
		l := ReadyList{Prefix: p, IDF: r.next(maxNumber)}
		if l.IDF == 0 {
			r.bad = true
		}
		at := positionReader{r: &r, h: h, page: -1}
		for range r.count() {
			page, section := at.next()
			l.Hits = append(l.Hits, Hit{page, section, float64(readyUnit * r.next(maxNumber/readyUnit))})
		}
		lists = append(lists, l)
	}
	return lists, r.done()
}
