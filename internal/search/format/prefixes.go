package format

// ReadyList is what a short prefix finds, worked out beforehand because its forms are spread over many shards.
type ReadyList struct {
	Prefix string
	IDF    int    // at least 1
	Finds  []Find // by page and section
}

// Find is a section with the value that a prefix has for it.
type Find struct {
	Page    int32
	Section uint16
	Value   float64 // is rounded down to whole units when it is written
}

// readyUnit is in what the values of ready lists are counted.
const readyUnit = 128

// PrefixesPayload writes a shard of ready lists, which are sorted by their prefixes.
func PrefixesPayload(lists []ReadyList) []byte {
	var prefixes []string
	var records []byte
	for _, l := range lists {
		prefixes = append(prefixes, l.Prefix)
		records = appendNumber(appendNumber(records, l.IDF), len(l.Finds))
		at := place{page: -1}
		for _, f := range l.Finds {
			records = appendNumber(at.append(records, f.Page, f.Section), int(f.Value/readyUnit))
		}
	}
	out := append(appendForms(nil, prefixes), '\n')
	return append(append(out, records...), "\nend"...)
}

// ReadPrefixes reads what PrefixesPayload wrote.
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
		at := walker{r: &r, h: h, page: -1}
		for range r.count() {
			page, section := at.next()
			l.Finds = append(l.Finds, Find{page, section, float64(readyUnit * r.next(maxNumber/readyUnit))})
		}
		lists = append(lists, l)
	}
	return lists, r.done()
}
