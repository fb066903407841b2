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

// Stamp is a reference that an item is to be given.
type Stamp struct {
	File string // with content/
	Line int    // from 1
	Ref  string
}

// step is by how much references that are made differ, so that there is room between them.
const step = 10

// numbered is the number at the end of a reference with one part.
var numbered = regexp.MustCompile(`^([A-Z][A-Z0-9]{0,11})-([0-9]{1,6})$`)

// Stamps returns references for the items of a page that have none. It counts in tens, sets an item that stands between
// two others between their numbers where there is room, and gives no reference that the register or any page knows.
// Nothing is returned for a page without a prefix.
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

// numbers are those that references of one prefix have.
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

// widthOf takes the number of digits from the items that have references.
func (n *numbers) widthOf(items []*site.CheckItem) {
	for _, item := range items {
		if m := numbered.FindStringSubmatch(item.Ref); m != nil && m[1] == n.prefix {
			n.width = len(m[2])
			return
		}
	}
}

// next returns a free number after one and before another; 0 means that there is none.
func (n *numbers) next(before, after int) int {
	choice := before - before%step + step
	if after > before {
		choice = before + (after-before)/2
		if after-before > 2*step {
			choice = before - before%step + step
		}
		for free := 1; free < after-before; free++ { // nearest the middle first
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

// box is the beginning of an item up to its text.
var box = regexp.MustCompile(`^[ \t>]*(?:(?:[-*+•◦▪●○■‣·–§o]|[0-9]{1,9}[.)])[ \t\x{a0}]+)?(?:\[[ xX/\x{a0}-]?\]|☐|☑|☒)`)

// Apply returns a file with references written into its items, and each changed line before and after. Only those lines
// differ, and their ends stay. It returns an error when a line is not the beginning of an item, which is when the file has
// changed meanwhile.
func Apply(text []byte, stamps []Stamp) (stamped []byte, changes []Change, err error) {
	lines := bytes.SplitAfter(text, []byte{'\n'})
	for _, s := range stamps {
		if s.Line < 1 || s.Line > len(lines) {
			return nil, nil, fmt.Errorf("line %d is not there any more", s.Line)
		}
		line := string(lines[s.Line-1])
		mark := ""
		if s.Line == 1 {
			line, mark = strings.TrimPrefix(line, "\ufeff"), line[:len(line)-len(strings.TrimPrefix(line, "\ufeff"))]
		}
		found := box.FindString(line)
		if found == "" {
			return nil, nil, fmt.Errorf("line %d does not begin with a box any more", s.Line)
		}
		rest := strings.TrimLeft(line[len(found):], " \t")
		after := mark + found + " **" + s.Ref + "** " + rest
		changes = append(changes, Change{Line: s.Line, Before: strings.TrimRight(mark+line, "\r\n"), After: strings.TrimRight(after, "\r\n")})
		lines[s.Line-1] = []byte(after)
	}
	return bytes.Join(lines, nil), changes, nil
}

// Change is a line that is written anew.
type Change struct {
	Line          int // from 1
	Before, After string
}

// Stamped returns pages as they will be when the references are written into their files.
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
