package search

import (
	"strings"
)

// head is what a client must know before it can find anything.
type head struct {
	build, language                          string
	pages, sections, perShard                int
	look, screen, further, verify, rare      int
	levels, weights                          []int
	terms, prefixes                          shardTable
	letters                                  [2][]string // of the shards of words: by first and by second letter
	words, pageDigests, labels, labelDigests []string
	stop                                     []string
}

// shardTable names sorted shards by their first prefixes.
type shardTable struct {
	firsts  boundaries
	digests []string
}

const headLines = 14

func (h *head) payload() []byte {
	counts := []byte{}
	for _, n := range []int{h.pages, h.sections, h.perShard, h.look, h.screen, h.further, h.verify, h.rare} {
		counts = appendNumber(counts, n)
	}
	for _, list := range [][]int{h.levels, h.weights} {
		counts = appendNumber(counts, len(list))
		for _, n := range list {
			counts = appendNumber(counts, n)
		}
	}
	firstWords := len(h.letters[0])
	lines := [headLines]string{
		h.build + "\t" + h.language,
		string(counts),
		string(appendForms(nil, h.terms.firsts)), strings.Join(h.terms.digests, ""),
		string(appendForms(nil, h.prefixes.firsts)), strings.Join(h.prefixes.digests, ""),
		strings.Join(h.letters[0], " "), strings.Join(h.words[:firstWords], ""),
		strings.Join(h.letters[1], " "), strings.Join(h.words[firstWords:], ""),
		strings.Join(h.pageDigests, ""),
		strings.Join(h.labels, "\t"), strings.Join(h.labelDigests, ""),
		strings.Join(h.stop, " "),
	}
	return []byte(strings.Join(lines[:], "\n") + "\nend")
}

// readHead reads what payload wrote.
func readHead(payload string) (*head, error) {
	lines, err := linesOf(payload)
	if err != nil || len(lines) != headLines {
		return nil, errDamaged
	}
	h := &head{}
	h.build, h.language, _ = strings.Cut(lines[0], "\t")
	r := numbers{text: lines[1]}
	for _, n := range []*int{&h.pages, &h.sections, &h.perShard, &h.look, &h.screen, &h.further, &h.verify, &h.rare} {
		*n = r.next(maxNumber)
	}
	for _, list := range []*[]int{&h.levels, &h.weights} {
		for range r.count() {
			*list = append(*list, r.next(maxNumber))
		}
	}
	if r.done() != nil || len(h.levels) == 0 || len(h.weights) != len(standardWeights.fields()) || h.perShard == 0 || h.screen == 0 ||
		h.sections < h.pages || h.pages > maxNumber/2 {
		return nil, errDamaged
	}
	for i, table := range []*shardTable{&h.terms, &h.prefixes} {
		firsts, err := readForms(lines[2+2*i])
		if err != nil {
			return nil, err
		}
		table.firsts = firsts
		if table.digests, err = readDigests(lines[3+2*i]); err != nil || len(table.digests) != len(firsts) {
			return nil, errDamaged
		}
	}
	if len(h.terms.firsts) > 0 && h.terms.firsts[0] != "" {
		return nil, errDamaged
	}
	for i := range h.letters {
		h.letters[i] = strings.Fields(lines[6+2*i])
		digests, err := readDigests(lines[7+2*i])
		if err != nil || len(digests) != len(h.letters[i]) {
			return nil, errDamaged
		}
		h.words = append(h.words, digests...)
	}
	if h.pageDigests, err = readDigests(lines[10]); err != nil || len(h.pageDigests) != (h.pages+h.perShard-1)/h.perShard {
		return nil, errDamaged
	}
	if lines[11] != "" {
		h.labels = strings.Split(lines[11], "\t")
	}
	if h.labelDigests, err = readDigests(lines[12]); err != nil || len(h.labelDigests) != len(h.labels) {
		return nil, errDamaged
	}
	h.stop = strings.Fields(lines[13])
	return h, nil
}
