package format

import "strings"

// Page is a page in a shard of pages. Its texts have no tabs or line feeds.
type Page struct {
	URL, Title string
	Trail      []string // titles of the folders that hold the page
	Sections   []Section
}

// Section is a section of a Page.
type Section struct{ ID, Heading, Text string }

// AppendPage appends a page without its sections, of which so many must follow.
func AppendPage(dst []byte, url, title string, trail []string, sections int) []byte {
	dst = append(append(dst, url...), '\n')
	dst = append(append(dst, title...), '\n')
	for i, t := range trail {
		if i > 0 {
			dst = append(dst, '\t')
		}
		dst = append(dst, t...)
	}
	dst = append(dst, '\n')
	return append(appendNumber(dst, sections), '\n')
}

// AppendSection appends a section of the page before. Its text is what text appends, so that the texts of all pages, the
// largest part of an index, need not be in memory twice.
func AppendSection(dst []byte, id, heading string, text func(dst []byte) []byte) []byte {
	dst = append(append(dst, id...), '\t')
	dst = append(append(dst, heading...), '\t')
	return append(text(dst), '\n')
}

// EndPages ends a shard of pages.
func EndPages(dst []byte) []byte { return append(dst, "end"...) }

// ReadPages decodes a shard of n pages.
func ReadPages(payload string, n int) ([]Page, error) {
	lines, err := linesOf(payload)
	if err != nil {
		return nil, err
	}
	pages := make([]Page, 0, min(n, len(lines)))
	for range n {
		if len(lines) < 4 {
			return nil, ErrDamaged
		}
		p := Page{URL: lines[0], Title: lines[1]}
		if lines[2] != "" {
			p.Trail = strings.Split(lines[2], "\t")
		}
		r := numbers{text: lines[3]}
		lines = lines[4:]
		count := r.next(len(lines))
		if r.done() != nil || count == 0 {
			return nil, ErrDamaged
		}
		for _, line := range lines[:count] {
			fields := strings.Split(line, "\t")
			if len(fields) != 3 {
				return nil, ErrDamaged
			}
			p.Sections = append(p.Sections, Section{fields[0], fields[1], fields[2]})
		}
		lines = lines[count:]
		pages = append(pages, p)
	}
	if len(lines) != 0 {
		return nil, ErrDamaged
	}
	return pages, nil
}
