package checklist

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"pandect/internal/site"
)

// Stamp is a reference to be written into an item.
type Stamp struct {
	File string // with content/
	Line int    // from 1
	Ref  string
}

// step is the difference of new references, which leaves gaps for later ones.
const step = 10

// numbered is the number at the end of a reference with one part.
var numbered = regexp.MustCompile(`^([A-Z][A-Z0-9]{0,11})-([0-9]{1,6})$`)

// Stamps returns references for the items of a page that have none. It counts in tens, gives an item between two others a
// number between theirs if there is one, and gives no reference that the register or any page has. It returns nothing for a
// page without a prefix.
func (r Register) Stamps(p Page, pages []Page) []Stamp {
	if p.List.Prefix == "" {
		return nil
	}
	n := numbers{prefix: p.List.Prefix, used: map[int]bool{}, width: 3}
	for _, i := range r {
		n.use(i.Ref)
	}
	for _, page := range pages {
		for _, item := range page.List.Items() {
			n.use(item.Ref)
			n.use(item.Group) // of which the item is a part: it has a reference, and is not among the items
		}
	}
	items := p.List.Items()
	n.widthOf(items)
	var stamps []Stamp
	before := 0
	for i, item := range items {
		if item.Named() {
			if number, ok := n.number(item.Ref); ok {
				before = number
			}
			continue
		}
		after := 0
		for _, later := range items[i+1:] {
			if number, ok := n.number(later.Ref); ok {
				after = number
				break
			}
		}
		before = n.next(before, after)
		stamps = append(stamps, Stamp{File: item.File, Line: item.Line, Ref: fmt.Sprintf("%s-%0*d", n.prefix, n.width, before)})
	}
	return stamps
}

// numbers are the numbers in the references of one prefix.
type numbers struct {
	prefix  string
	used    map[int]bool
	highest int
	width   int // in digits
}

func (n *numbers) number(ref string) (int, bool) {
	m := numbered.FindStringSubmatch(ref)
	if m == nil || m[1] != n.prefix {
		return 0, false
	}
	number, err := strconv.Atoi(m[2])
	return number, err == nil
}

func (n *numbers) use(ref string) {
	if number, ok := n.number(ref); ok {
		n.used[number] = true
		n.highest = max(n.highest, number)
	}
}

// widthOf takes the number of digits from the first item with a reference.
func (n *numbers) widthOf(items []*site.CheckItem) {
	for _, item := range items {
		if m := numbered.FindStringSubmatch(item.Ref); m != nil && m[1] == n.prefix {
			n.width = len(m[2])
			return
		}
	}
}

// next returns a free number between before and after, 0 when there is no such item. If that gap is full, it is the next
// multiple of ten above the highest number in use; if nothing with a higher number follows, the next free one above before.
func (n *numbers) next(before, after int) int {
	choice := before - before%step + step
	if after > before {
		choice = before + (after-before)/2
		if after-before > 2*step {
			choice = before - before%step + step
		}
		for free := 1; free < after-before; free++ { // nearest to choice first
			for _, try := range []int{choice + free - 1, choice - free + 1} {
				if try > before && try < after && !n.used[try] {
					return n.take(try)
				}
			}
		}
		choice = n.highest - n.highest%step + step
	}
	for n.used[choice] {
		choice += step
	}
	return n.take(choice)
}

func (n *numbers) take(number int) int {
	n.used[number] = true
	n.highest = max(n.highest, number)
	return number
}

// itemStart matches the beginning of an item, up to its text. It has to match every line that prepare and markdown take for
// one, or stamping fails for that page: TestWhatIsAnItemCanBeStamped in package markdown holds them together.
var itemStart = regexp.MustCompile(`^[ \t>\x{a0}\p{Cf}]*(?:(?:[-*+•◦▪●○■‣·–§o\x{f0b7}\x{f0a7}]|[0-9]{1,9}[.)])[ \t\x{a0}\x{202f}\p{Cf}]*)?` + boxes)

// boxes matches a box in any form that is read as one without a reference behind it.
const boxes = `(?:\\?\[[ \txX/_✓✔✗✘☑☒\x{a0}\x{202f}-]{0,5}\\?\]|[☐☑☒□◻❏❐❑❒⬜🔲✓✔✗✘])`

// Apply returns a file with references written into its items, and the changed lines. Line endings are kept. It returns an
// error if a line is not the beginning of an item, because the file was changed meanwhile.
func Apply(text []byte, stamps []Stamp) (stamped []byte, changes []Change, err error) {
	lines := bytes.SplitAfter(text, []byte{'\n'})
	for _, s := range stamps {
		if s.Line < 1 || s.Line > len(lines) {
			return nil, nil, fmt.Errorf("there is no line %d", s.Line)
		}
		line := string(lines[s.Line-1])
		mark := ""
		if s.Line == 1 {
			line, mark = strings.TrimPrefix(line, "\ufeff"), line[:len(line)-len(strings.TrimPrefix(line, "\ufeff"))]
		}
		found := itemStart.FindString(line)
		if found == "" {
			return nil, nil, fmt.Errorf("line %d does not begin with a box", s.Line)
		}
		rest := strings.TrimLeft(line[len(found):], " \t")
		after := mark + found + " **" + s.Ref + "** " + rest
		changes = append(changes, Change{Line: s.Line, Before: strings.TrimRight(mark+line, "\r\n"), After: strings.TrimRight(after, "\r\n")})
		lines[s.Line-1] = []byte(after)
	}
	return bytes.Join(lines, nil), changes, nil
}

// Change is a changed line.
type Change struct {
	Line          int // from 1
	Before, After string
}

// Stamped returns pages with the references in their items.
func Stamped(pages []Page, stamps []Stamp) []Page {
	given := map[Stamp]string{}
	for _, s := range stamps {
		given[Stamp{File: s.File, Line: s.Line}] = s.Ref
	}
	stamped := make([]Page, len(pages))
	for i, p := range pages {
		list := *p.List
		list.Sections = slices.Clone(list.Sections)
		for k := range list.Sections {
			items := slices.Clone(list.Sections[k].Items)
			for n := range items {
				if ref := given[Stamp{File: items[n].File, Line: items[n].Line}]; ref != "" && !items[n].Named() {
					items[n].Ref = ref
				}
			}
			list.Sections[k].Items = items
		}
		stamped[i] = Page{File: p.File, List: &list, Meta: p.Meta}
	}
	return stamped
}
