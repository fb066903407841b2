package prepare

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"pandect/internal/diag"
)

// diagnose reports a finding at a byte of the line that is being read.
func (w *preparer) diagnose(code string, l *layer, at int, message, hint string, failure bool) {
	f := &w.text.files[l.file]
	if f.lines == nil {
		f.lines = lineStarts(f.text)
	}
	start, stop := f.line(l.first)
	place, quote := diag.At(root+f.path, f.text[start:stop], at, at)
	place.Line, place.Length = l.first+1, 0
	if len(quote) > maxQuote {
		quote = ""
	}
	severity := diag.Warning
	if failure {
		severity = diag.Error
	}
	w.in.Report(diag.Diagnostic{Severity: severity, Code: code, Place: place, Quote: quote, Message: message, Hint: hint})
}

// include writes the text of a file, or of a part of it, in place of the line that is being read.
func (w *preparer) include(prefix []byte, target, part string, l *layer) {
	w.start()
	defer func() {
		back := *l
		back.first++
		w.from(&back)
	}()
	at := len(prefix)
	inc, ok := w.in.Includes[IncludeRef{From: w.text.files[l.file].path, Written: target}]
	switch {
	case !ok:
		w.warn("missing-include", l, at, fmt.Sprintf("There is no page %q to include here.", target),
			"Correct the name: it is read relative to this file's folder, or as the name of a page.")
		return
	case inc.Hidden:
		w.warn("hidden-include", l, at, fmt.Sprintf("The page %q is not published, so nothing of it is shown here.", inc.Path),
			"Publish it, or take the include out.")
		return
	case isBinary(inc.Text):
		w.warn("missing-include", l, at, fmt.Sprintf("The file %q is not a text and cannot be included.", target), "Link to it instead.")
		return
	case slices.Contains(l.chain, inc.Path):
		w.fail("include-cycle", l, at, "This include leads in a circle: "+strings.Join(append(slices.Clone(l.chain), inc.Path), " → ")+".",
			"Take one of these includes out.")
		return
	case len(l.chain) > maxIncludeDepth:
		w.fail("include-depth", l, at, fmt.Sprintf("Includes are nested more than %d deep.", maxIncludeDepth), "Include the text directly.")
		return
	case len(w.out)+len(inc.Text) > len(w.body)+maxExpansion:
		w.fail("include-size", l, at, fmt.Sprintf("The includes of this page bring in more than %d MB of text.", maxExpansion>>20),
			"Link to the text instead of including it.")
		return
	}
	body := w.in.BodyOf(inc.Path, inc.Text)
	start, stop, ok := findPart(inc.Text, body, part)
	if !ok {
		hint := "Correct the heading after the #."
		if near, found := diag.Suggest(part, headingTexts(inc.Text[body:])); found {
			hint = fmt.Sprintf("Did you mean #%s?", near)
		}
		w.warn("missing-part", l, at, fmt.Sprintf("The page %q has no heading %q.", inc.Path, part), hint)
		return
	}
	w.blank(l)
	w.text.files = append(w.text.files, file{path: inc.Path, text: inc.Text})
	inner := &layer{
		file:   len(w.text.files) - 1,
		first:  bytes.Count(inc.Text[:start], []byte{'\n'}),
		prefix: append(slices.Clone(l.prefix), prefix...),
		chain:  append(slices.Clone(l.chain), inc.Path),
	}
	w.from(inner)
	w.read(inc.Text[start:stop], inner)
	w.blank(inner)
}

// isBinary reports whether a file is no text.
func isBinary(text []byte) bool { return bytes.IndexByte(text, 0) >= 0 }

// codeFile writes a fenced code block that shows a file, and returns how many bytes of rest belong to the block. It
// returns -1 when the block names no file.
func (w *preparer) codeFile(line, rest []byte, l *layer) int {
	at, _ := markers(line, true)
	_, n := fenceRun(line[at:])
	_, attrs := SplitInfo(line[at+n:])
	if attrs.File == "" || w.in.Alone {
		return -1
	}
	used, lines := fenceExtent(line, rest)
	inc, ok := w.in.Includes[IncludeRef{From: w.text.files[l.file].path, Written: attrs.File}]
	var code []byte
	switch {
	case !ok || inc.Hidden || isBinary(inc.Text):
		w.warn("missing-include", l, at, fmt.Sprintf("There is no text file %q to show here.", attrs.File), "Correct the name: it is read relative to this file's folder.")
	case len(w.out)+len(inc.Text) > len(w.body)+maxExpansion:
		w.fail("include-size", l, at, fmt.Sprintf("The includes of this page bring in more than %d MB of text.", maxExpansion>>20), "Show less of it.")
	default:
		code, ok = linesOf(inc.Text, attrs.Part)
		if !ok {
			w.warn("missing-part", l, at, fmt.Sprintf("The file %q has no lines %s.", attrs.File, attrs.Part), `Write the lines as part="3-10".`)
		}
	}
	w.start()
	length := n
	eachLine(code, func(line []byte) bool {
		_, k := fenceRun(bytes.TrimLeft(line, " \t>"))
		length = max(length, k+1)
		return true
	})
	fence := bytes.Repeat(line[at:at+1], length)
	w.write(slices.Concat(line[:at], fence, line[at+n:]), []edit{{at + length, n - length}}, l)
	indent := continuation(line[:at])
	same := *l
	eachLine(code, func(line []byte) bool {
		w.from(&same)
		w.write(slices.Concat(indent, line), []edit{{0, -1 << 30}}, l)
		return true
	})
	w.from(&same)
	w.write(slices.Concat(indent, fence), []edit{{0, -1 << 30}}, l)
	l.first += lines + 1
	w.from(l)
	return used
}

// continuation returns what must stand before the further lines of a block whose first line begins with prefix:
// quotation marks stay, list markers become spaces.
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
func fenceExtent(line, rest []byte) (used, lines int) {
	var scan lineScanner
	scan.next(line)
	eachLine(rest, func(line []byte) bool {
		kind := scan.next(line)
		if kind != codeLine && kind != fenceEnd {
			return false
		}
		used = min(used+len(line)+1, len(rest))
		lines++
		return kind == codeLine
	})
	return used, lines
}

// linesOf returns the lines of a text that part names: "3-10", "3" or everything.
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
