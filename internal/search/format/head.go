package format

import "strings"

// Head is what a client must know before it can find anything.
type Head struct {
	Build, Language string
	Pages, Sections int
	PerShard        int // pages a shard
	Look            int // pages that are ranked anew with their text at hand
	Screen          int // pages a round of results
	Further         int // sections of a page besides its best
	Verify          int // pages in which phrases are sought
	Rare            int // the idf of a word that the site does not have
	Levels          []int
	Weights         Weights
	Terms, Prefixes ShardTable
	Letters         [2][]string // of the shards of words: by first and by second letter
	Words           []string    // digests of these
	PageDigests     []string
	Labels          []string // names
	LabelDigests    []string
	Stop            []string // unimportant words
}

// ShardTable names sorted shards by their first prefixes.
type ShardTable struct {
	Firsts  Boundaries
	Digests []string
}

const headLines = 14

// numbers returns the numbers of the head that have places of their own.
func (h *Head) numbers() []*int {
	return []*int{&h.Pages, &h.Sections, &h.PerShard, &h.Look, &h.Screen, &h.Further, &h.Verify, &h.Rare}
}

// Payload writes the head.
func (h *Head) Payload() []byte {
	counts := []byte{}
	for _, n := range h.numbers() {
		counts = appendNumber(counts, *n)
	}
	for _, list := range [][]int{h.Levels, h.Weights.thousandths()} {
		counts = appendNumber(counts, len(list))
		for _, n := range list {
			counts = appendNumber(counts, n)
		}
	}
	firstWords := len(h.Letters[0])
	lines := [headLines]string{
		h.Build + "\t" + h.Language,
		string(counts),
		string(appendForms(nil, h.Terms.Firsts)), strings.Join(h.Terms.Digests, ""),
		string(appendForms(nil, h.Prefixes.Firsts)), strings.Join(h.Prefixes.Digests, ""),
		strings.Join(h.Letters[0], " "), strings.Join(h.Words[:firstWords], ""),
		strings.Join(h.Letters[1], " "), strings.Join(h.Words[firstWords:], ""),
		strings.Join(h.PageDigests, ""),
		strings.Join(h.Labels, "\t"), strings.Join(h.LabelDigests, ""),
		strings.Join(h.Stop, " "),
	}
	return []byte(strings.Join(lines[:], "\n") + "\nend")
}

// ReadHead reads what Payload wrote.
func ReadHead(payload string) (*Head, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != headLines {
		return nil, ErrDamaged
	}
	h := &Head{}
	h.Build, h.Language, _ = strings.Cut(lines[0], "\t")
	if err := h.readNumbers(lines[1]); err != nil {
		return nil, err
	}
	for i, table := range []*ShardTable{&h.Terms, &h.Prefixes} {
		firsts, err := readForms(lines[2+2*i])
		if err != nil {
			return nil, err
		}
		table.Firsts = firsts
		if table.Digests, err = readDigests(lines[3+2*i]); err != nil || len(table.Digests) != len(firsts) {
			return nil, ErrDamaged
		}
	}
	if len(h.Terms.Firsts) > 0 && h.Terms.Firsts[0] != "" {
		return nil, ErrDamaged
	}
	for i := range h.Letters {
		h.Letters[i] = strings.Fields(lines[6+2*i])
		digests, err := readDigests(lines[7+2*i])
		if err != nil || len(digests) != len(h.Letters[i]) {
			return nil, ErrDamaged
		}
		h.Words = append(h.Words, digests...)
	}
	if h.PageDigests, err = readDigests(lines[10]); err != nil || len(h.PageDigests) != (h.Pages+h.PerShard-1)/h.PerShard {
		return nil, ErrDamaged
	}
	if lines[11] != "" {
		h.Labels = strings.Split(lines[11], "\t")
	}
	if h.LabelDigests, err = readDigests(lines[12]); err != nil || len(h.LabelDigests) != len(h.Labels) {
		return nil, ErrDamaged
	}
	h.Stop = strings.Fields(lines[13])
	return h, nil
}

// readNumbers reads the line of numbers.
func (h *Head) readNumbers(line string) (err error) {
	r := numbers{text: line}
	for _, n := range h.numbers() {
		*n = r.next(maxNumber)
	}
	var weights []int
	for _, list := range []*[]int{&h.Levels, &weights} {
		for range r.count() {
			*list = append(*list, r.next(maxNumber))
		}
	}
	if r.done() != nil || len(h.Levels) == 0 || h.PerShard == 0 || h.Screen == 0 || h.Sections < h.Pages || h.Pages > maxNumber/2 {
		return ErrDamaged
	}
	h.Weights, err = readWeights(weights)
	return err
}
