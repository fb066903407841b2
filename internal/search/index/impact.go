package index

import (
	"math"

	"pandect/internal/search/format"
)

// The fields of a section.
const (
	inTitle = iota
	inHeading
	inBody
	inKeywords
	inLinks
	fields
)

// Ranking is the sum of BM25 over the fields.
const (
	saturation = 1.2 // k1
	idfScale   = 16
)

var (
	fieldBits   = [fields]uint8{inTitle: format.Title, inHeading: format.Heading, inBody: format.Body, inKeywords: format.Keywords, inLinks: format.Body}
	fieldWeight = [fields]float64{inTitle: 3, inHeading: 2, inBody: 1, inKeywords: 1.5, inLinks: .25}
	fieldLength = [fields]float64{inTitle: .5, inHeading: .75, inBody: .4, inKeywords: 0, inLinks: .4} // b
)

// impactScale computes the impacts of words in a section.
type impactScale struct {
	norm  [fields]float64
	boost float64
	body  [8]uint8 // cache by count in the body, with no other field: the level plus one; 0 if not computed yet
}

func newImpactScale(lengths *[fields]int32, average *[fields]float64, boost float64) impactScale {
	s := impactScale{boost: boost}
	for field, length := range lengths {
		s.norm[field] = saturation * (1 - fieldLength[field] + fieldLength[field]*float64(length)/average[field])
	}
	return s
}

// level returns the level and the fields of occurrences.
func (s *impactScale) level(at *occurrences) (level, fields uint8) {
	n := int(at.counts[inBody])
	if n < len(s.body) && at.beyond == 0 {
		if s.body[n] == 0 {
			level, _ = s.weigh(at)
			s.body[n] = level + 1
		}
		return s.body[n] - 1, format.Body
	}
	return s.weigh(at)
}

func (s *impactScale) weigh(at *occurrences) (level, fields uint8) {
	impact := 0.0
	for field, n := range at.counts {
		if n == 0 {
			continue
		}
		impact += fieldWeight[field] * float64(n) * (saturation + 1) / (float64(n) + s.norm[field])
		fields |= fieldBits[field]
	}
	return levelOf(impact * s.boost), fields
}

// averageLengths returns the average length of each field where it is not empty. It is rounded coarsely, because a change
// would change the impacts of all postings, and so all shards.
func (x *inverted) averageLengths() (average [fields]float64) {
	var sum, n [fields]int
	for _, p := range x.pages {
		for s := range p.sections {
			for field, length := range p.sections[s].lengths {
				if length > 0 {
					sum[field] += int(length)
					n[field]++
				}
			}
		}
	}
	for field := range average {
		average[field] = 1
		if n[field] > 0 {
			average[field] = math.Exp2(math.Round(4*math.Log2(float64(sum[field])/float64(n[field]))) / 4)
		}
	}
	return average
}

// coarse rounds a number to two significant digits.
func coarse(n int) int {
	unit := 1
	for n/unit >= 100 {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}

// idfOf returns the scaled inverse document frequency of a word that n of all sections have.
func idfOf(all, n int) int {
	ratio := (float64(max(all, n)-n) + .5) / (float64(n) + .5)
	return max(1, int(math.Round(idfScale*math.Log(1+ratio))))
}

// Impacts are quantised to levels, each a tenth above the one below.
const (
	levels     = 46
	levelScale = 64
	leastLevel = .2
	levelStep  = 1.1
)

var levelValues, levelTable = func() (values [levels]int, table [1024]uint8) {
	for i := range values {
		values[i] = int(math.Round(levelScale * leastLevel * math.Pow(levelStep, float64(i))))
	}
	for i := range table {
		impact := (float64(i) + .5) / levelScale
		l := math.Round(math.Log(impact/leastLevel) / math.Log(levelStep))
		table[i] = uint8(min(max(l, 0), levels-1))
	}
	return values, table
}()

func levelOf(impact float64) uint8 {
	return levelTable[int(min(max(impact*levelScale, 0), float64(len(levelTable)-1)))]
}
