package format

import "strings"

// Head is what a client loads first: the sizes, constants and shards of an index. docs/search-format.md has the same names.
type Head struct {
	Build, Language string
	Pages, Sections int
	PerShard        int   // pages in a shard
	Look            int   // pages that are reranked by their text
	Screen          int   // pages in a round of results
	Further         int   // sections of a page besides its best
	Verify          int   // pages that are searched for phrases
	Rare            int   // idf of a word that the site does not have
	Levels          []int // impact by level
	Weights         Weights
	Terms, Prefixes ShardTable
	Letters         [2][]string // letters of the shards of words, by first and by second letter
	Words           []string    // their digests
	PageDigests     []string
	Labels          []string // names
	LabelDigests    []string
	Stop            []string // stop words
}

// ShardTable is the boundaries and digests of sorted shards.
type ShardTable struct {
	Firsts  Boundaries
	Digests []string
}

const headLines = 14

// numbers returns the single numbers of the head in their order.
func (h *Head) numbers() []*int {
	return []*int{&h.Pages, &h.Sections, &h.PerShard, &h.Look, &h.Screen, &h.Further, &h.Verify, &h.Rare}
}

// Payload encodes the head.
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

// ReadHead decodes what Payload wrote.
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

// readNumbers decodes the line of numbers.
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
