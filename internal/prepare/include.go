package prepare

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"pandect/internal/diag"
)

// diagnose reports a finding at a byte of the line that is being read.
func (w *preparer) diagnose(severity diag.Severity, code string, l *layer, at int, message, hint string) {
	f := &w.text.files[l.file]
	start, stop := f.line(l.first)
	place, quote := diag.At(root+f.path, f.text[start:stop], at, at)
	place.Line, place.Length = l.first+1, 0
	if len(quote) > maxQuote {
		quote = ""
	}
	w.in.Report(diag.Diagnostic{Severity: severity, Code: code, Place: place, Quote: quote, Message: message, Hint: hint})
}

// include writes the text of a file, or of a part of it, in place of the line that is being read.
func (w *preparer) include(s slot, target, part string, l *layer) {
	w.start()
	s, at := s.behind(l), s.at
	inner := &layer{file: l.file, first: l.first, prefix: s.next, lead: s.first, leadFrom: run{file: l.file, first: l.first}}
	if l.lead != nil {
		inner.leadFrom = l.leadFrom
	}
	begun := s.first == nil
	inc, start, stop, ok := w.includedPart(target, part, at, s, l)
	number := len(w.text.files)
	if ok {
		if begun {
			w.blank(inner)
			w.edge(Begin, number, inner)
		}
		for line := range lines(inc.Text[start:stop]) { // a list item may not begin with more than one empty line
			if !isBlank(line) {
				break
			}
			start = min(start+len(line)+1, stop)
		}
		w.text.files = append(w.text.files, file{path: inc.Path, text: inc.Text})
		inner.file = number
		inner.first = bytes.Count(inc.Text[:start], []byte{'\n'})
		inner.chain = append(slices.Clone(l.chain), inc.Path)
		w.from(inner)
		w.read(inc.Text[start:stop], inner)
	}
	l.lead = nil
	inner.file, inner.first = l.file, l.first
	w.from(inner)
	switch {
	case inner.lead != nil: // the container is there, with nothing in it
		w.write([]byte(emptyComment), nil, inner)
	case !ok:
		w.blank(inner)
	case begun:
		w.edge(End, number, inner)
	default:
		w.edge(EndOfFirst, number, inner)
	}
	back := *l
	back.first++
	w.from(&back)
}

// includedPart returns the file that an include shows, and the range of it, or reports why there is nothing to show.
func (w *preparer) includedPart(target, part string, at int, s slot, l *layer) (inc Included, start, stop int, ok bool) {
	inc, ok = w.includable(target, at, len(s.next), l)
	if !ok {
		return inc, 0, 0, false
	}
	body := w.in.BodyOf(inc.Path, inc.Text)
	start, stop, ok = findPart(inc.Text, body, part)
	if !ok {
		hint := "Correct the heading after the #."
		if w.guesses++; w.guesses <= maxGuesses {
			if near, found := diag.Suggest(part, headingTexts(inc.Text[body:])); found {
				hint = fmt.Sprintf("Did you mean #%s?", near)
			}
		}
		w.diagnose(diag.Warning, "missing-part", l, at, fmt.Sprintf("The page %q has no heading %q.", inc.Path, part), hint)
	}
	return inc, start, stop, ok
}

// Candidates returns the paths below content/ that a reference in a file may mean, in the order in which they are tried:
// beside the file, and from content/ on. Nothing outside content/ or in a hidden folder is among them, so there is none for
// a reference that leads there.
func Candidates(from, written string) (paths []string) {
	name := strings.TrimLeft(written, "/")
	bases := []string{path.Dir(from), "."}
	if name != written {
		bases = bases[1:]
	}
	for _, base := range bases {
		if p := path.Join(base, name); !slices.ContainsFunc(strings.Split(p, "/"), func(part string) bool { return strings.HasPrefix(part, ".") }) {
			paths = append(paths, p)
		}
	}
	return paths
}

// lookUp returns the file that a reference at a byte of the line names, or reports why nothing of it can be shown. what is
// the kind of file that is wanted, and prefix the number of bytes that are written before each of its lines.
func (w *preparer) lookUp(written, what string, at, prefix int, l *layer) (Included, bool) {
	from := w.text.files[l.file].path
	if len(Candidates(from, written)) == 0 {
		w.diagnose(diag.Warning, "outside-include", l, at, fmt.Sprintf("The file %q lies outside the content folder or in a hidden folder, of which nothing is ever shown.", written),
			"Copy the file into the content folder, or take out a \"../\".")
		return Included{}, false
	}
	inc, ok := w.in.Includes[IncludeRef{From: from, Written: written}]
	lines := bytes.Count(inc.Text, []byte{'\n'}) + 1
	grown := len(w.out) + len(inc.Text) + lines*prefix
	switch {
	case !ok:
		w.diagnose(diag.Warning, "missing-include", l, at, fmt.Sprintf("There is no %s %q to show here.", what, written),
			"Correct the name: it is read relative to this file's folder, or as the name of a page.")
	case inc.Hidden:
		w.diagnose(diag.Warning, "hidden-include", l, at, fmt.Sprintf("The page %q is not published, so nothing of it is shown here.", inc.Path),
			"Publish it, or take the include out.")
	case isBinary(inc.Text):
		w.diagnose(diag.Warning, "missing-include", l, at, fmt.Sprintf("The file %q is not a text and cannot be included.", written), "Link to it instead.")
	case grown > len(w.body)+maxExpansion:
		w.diagnose(diag.Error, "include-size", l, at, fmt.Sprintf("The includes of this page bring in more than %d MB of text.", maxExpansion>>20),
			"Link to the text instead of including it, or show less of it.")
	case w.includes >= maxIncludes || w.scanned+len(inc.Text) > maxScanned:
		w.diagnose(diag.Error, "include-size", l, at, fmt.Sprintf("This page has more than %d includes, or their files have more than %d MB together.", maxIncludes, maxScanned>>20),
			"Include fewer or smaller files, or split the page.")
	default:
		w.includes++
		w.scanned += len(inc.Text)
		return inc, true
	}
	return inc, false
}

// includable returns the page that an include resolves to, or reports why it cannot be included.
func (w *preparer) includable(target string, at, prefix int, l *layer) (Included, bool) {
	inc, ok := w.lookUp(target, "page", at, prefix, l)
	switch {
	case !ok:
	case slices.Contains(l.chain, inc.Path):
		w.diagnose(diag.Error, "include-cycle", l, at, "This include leads in a circle: "+strings.Join(append(slices.Clone(l.chain), inc.Path), " → ")+".",
			"Take one of these includes out.")
	case len(l.chain) > maxIncludeDepth:
		w.diagnose(diag.Error, "include-depth", l, at, fmt.Sprintf("Includes are nested more than %d deep.", maxIncludeDepth), "Include the text directly.")
	default:
		return inc, true
	}
	return inc, false
}

// isBinary reports whether a file is not text.
func isBinary(text []byte) bool { return bytes.IndexByte(text, 0) >= 0 }

// codeFile writes the fenced code block that line begins if it shows a file, and returns how many bytes of rest belong to
// the block. It returns -1 for any other block, also for one with code of its own whose file is not there: other programs name the
// code so.
func (w *preparer) codeFile(line, rest []byte, l *layer) int {
	if w.in.NoIncludes || !bytes.Contains(line, []byte("file=")) {
		return -1
	}
	at, n, attrs := codeFence(line)
	if attrs.File == "" {
		return -1
	}
	used, count := fenceExtent(line, rest)
	if _, there := w.in.Includes[IncludeRef{From: w.text.files[l.file].path, Written: attrs.File}]; !there && count > 1 {
		w.diagnose(diag.Warning, "missing-include", l, at, fmt.Sprintf("There is no text file %q to show here, so the code that is written here is shown.", attrs.File),
			"Correct the name; if it only names the code, write title instead of file.")
		return -1
	}
	inc, ok := w.lookUp(attrs.File, "text file", at, len(l.prefix)+at, l)
	var code []byte
	if ok {
		code, ok = linesOf(inc.Text, attrs.Part)
		if !ok {
			w.diagnose(diag.Warning, "missing-part", l, at, fmt.Sprintf("The file %q has no lines %s.", attrs.File, attrs.Part), `Write the lines as part="3-10".`)
		}
	}
	w.start()
	length := n
	for line := range lines(code) { // longer than any fence in the file
		_, k := fenceRun(bytes.TrimLeft(line, " \t>"))
		length = max(length, k+1)
	}
	fence := bytes.Repeat(line[at:at+1], length)
	w.write(slices.Concat(line[:at], fence, line[at+n:]), []edit{{at + length, n - length}}, l)
	indent := continuation(line[:at])
	same := *l
	start := []edit{{0, -1 << 30}} // every byte comes from the start of the line
	for line := range lines(code) {
		w.from(&same)
		w.write(slices.Concat(indent, line), slices.Clone(start), l)
	}
	w.from(&same)
	w.write(slices.Concat(indent, fence), start, l)
	l.first += count + 1
	w.from(l)
	return used
}

// continuation returns the prefix of the further lines of a block whose first line has the given one: '>' stays, and list
// markers become spaces.
func continuation(prefix []byte) []byte {
	out := slices.Clone(prefix)
	for i, c := range out {
		if c != '>' && c != '\t' {
			out[i] = ' '
		}
	}
	return out
}

// fenceExtent returns how many bytes and lines of rest belong to the fenced code block that line begins.
func fenceExtent(line, rest []byte) (used, count int) {
	var scan lineScanner
	scan.next(line)
	for line := range lines(rest) {
		kind := scan.next(line)
		if kind != codeLine && kind != fenceEnd {
			break
		}
		used = min(used+len(line)+1, len(rest))
		count++
		if kind == fenceEnd {
			break
		}
	}
	return used, count
}

// linesOf returns the lines of a text that part names, as "3-10" or "3"; all if it is empty.
func linesOf(text []byte, part string) ([]byte, bool) {
	if part == "" {
		return text, true
	}
	ranges, ok := parseRanges(part)
	if !ok || len(ranges) != 1 {
		return nil, false
	}
	starts := append(lineStarts(text), len(text))
	from, to := ranges[0].First, ranges[0].Last
	if from > len(starts)-1 {
		return nil, false
	}
	return text[starts[from-1]:starts[min(to, len(starts)-1)]], true
}
