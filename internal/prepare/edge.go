package prepare

import "sort"

// Edge is a boundary of an included text. Whatever is open there inside the text ends with it, as it would at the end of its
// file. In Text.Bytes it is an empty comment on a line of its own, which ends lists and code.
type Edge struct {
	Kind EdgeKind
	Part int // number of the included text, as Text.Part has it

	offset int // in Text.Bytes
}

// EdgeKind says which boundary an edge is.
type EdgeKind uint8

// The kinds. An included text that is the first in a list item, a definition or a footnote has no Begin.
const (
	NoEdge EdgeKind = iota
	Begin
	End
	EndOfFirst
)

const emptyComment = CommentStart + " " + CommentStop

// edge writes an edge of the text that was, or will be, included as this part.
func (w *preparer) edge(kind EdgeKind, part int, l *layer) {
	w.from(l) // it comes from the line of the include, as the lines around it do
	w.text.edges = append(w.text.edges, Edge{kind, part, len(w.out) + len(l.prefix)})
	w.write([]byte(emptyComment), nil, l)
}

// EdgeAt returns the edge at an offset. Its kind is NoEdge if there is none.
func (t *Text) EdgeAt(offset int) Edge {
	i := sort.Search(len(t.edges), func(i int) bool { return t.edges[i].offset >= offset })
	if i < len(t.edges) && t.edges[i].offset == offset {
		return t.edges[i]
	}
	return Edge{}
}

// HasEdges reports whether any text was included.
func (t *Text) HasEdges() bool { return len(t.edges) > 0 }

// Part returns the number of the included text that an offset lies in, counted in the order of the includes; 0 is the page's
// own text.
func (t *Text) Part(offset int) int {
	if len(t.files) == 1 {
		return 0
	}
	r, _ := t.runAt(offset, t.lineAt(offset))
	return r.file
}
