package markdown

// Browsers mend HTML while they parse it: an <li> ends the <li> before it whatever lies between, a <div> ends a <p>, and
// what stands in a table outside its cells is moved out of the table. A tag that is mended so can close elements of ours,
// although the tags are balanced. So each start tag is written only where a browser leaves it, and what a browser would
// close or open for it is closed or opened here. FuzzCompile compares the tags with the tree that a browser makes of them.

// tagState is the stack of open elements of raw HTML.
type tagState struct {
	open []string
	base int // index in open of the first one inside the innermost element of ours, or in the innermost included text

	lower []byte // the source with its ASCII letters in lower case
	ends  endTags
	last  map[string]int // offset of the last end tag of an element in the source; -1 if there is none

	around []int // base outside each of the included texts that are being written
}

// maxRawDepth is how deep elements of raw HTML may lie in each other, those of tables aside. Browsers flatten what is
// hundreds deep.
const maxRawDepth = 30

// parentsOf are the elements in which alone an element may stand. Browsers drop it elsewhere, or close elements for it.
var parentsOf = map[string]map[string]bool{
	"li": set("ul ol"), "dt": set("dl"), "dd": set("dl"), "rt": set("ruby"), "rp": set("ruby"),
	"caption": set("table"), "thead": set("table"), "tbody": set("table"), "tfoot": set("table"),
	"tr": set("thead tbody tfoot"), "td": set("tr"), "th": set("tr"),
}

// impliedParent is the parent that browsers make for an element of a table.
var impliedParent = map[string]string{"tr": "tbody", "td": "tr", "th": "tr"}

// Elements of tables: those in which only other elements of tables may stand, and those that hold text.
var (
	tableParts = set("table thead tbody tfoot tr")
	tableCells = set("td th caption")
)

// start makes room for an element: it closes what the element ends, and opens what it needs around it. It returns false if
// the element cannot stand here.
func (s *tagState) start(p *page, tag string) bool {
	ofTable := tableCells[tag] || tableParts[tag] && tag != "table"
	if len(s.open) >= maxRawDepth && !ofTable {
		return false
	}
	if parents, ok := parentsOf[tag]; ok {
		within := tableCells // a list in a cell knows nothing of a list around the table
		if ofTable {
			within = nil
		}
		return s.enterParent(p, tag, parents, within)
	}
	s.enterCell(p)
	if !phrasing[tag] {
		if i := s.find("p", tableCells); i >= 0 {
			closeRaw(p, i)
		}
	}
	return true
}

// enterParent closes elements up to the parent that an element belongs to, not looking beyond those in within or a table.
func (s *tagState) enterParent(p *page, tag string, parents, within map[string]bool) bool {
	for i := len(s.open) - 1; i >= s.base && !within[s.open[i]]; i-- {
		if parents[s.open[i]] {
			closeRaw(p, i+1)
			return true
		}
		if s.open[i] == "table" {
			implied := impliedParent[tag]
			return implied != "" && s.imply(p, implied)
		}
	}
	return false
}

// imply opens an element that a browser would open by itself.
func (s *tagState) imply(p *page, tag string) bool {
	if !s.start(p, tag) {
		return false
	}
	p.html = append(append(append(p.html, '<'), tag...), '>')
	s.open = append(s.open, tag)
	return true
}

// enterCell opens a cell if text or an element of text would stand in a table outside its cells.
func (s *tagState) enterCell(p *page) {
	if n := len(s.open); n > s.base && tableParts[s.open[n-1]] {
		s.imply(p, "td")
	}
}

// find returns the index of the innermost open element of a name, not looking beyond those in within; -1 if there is none.
func (s *tagState) find(tag string, within map[string]bool) int {
	for i := len(s.open) - 1; i >= s.base && !within[s.open[i]]; i-- {
		if s.open[i] == tag {
			return i
		}
	}
	return -1
}
