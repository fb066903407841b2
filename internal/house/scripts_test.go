package house

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	maxWidth      = 140 // characters of a line of a script or style
	maxParameters = 4   // of a constructor
)

// generatedScripts are written by a program, which does not wrap lines.
var generatedScripts = []string{"themes/counsel/scripts/messages.ts"}

func TestLinesOfScriptsAndStylesAreShort(t *testing.T) {
	walk(t, func(name string, data []byte) {
		if slices.Contains([]string{".ts", ".js", ".css"}, path.Ext(name)) && !slices.Contains(generatedScripts, name) {
			for _, n := range wideLines(string(data)) {
				t.Errorf("%s:%d: the line has more than %d characters", name, n, maxWidth)
			}
		}
	})
}

func wideLines(text string) (numbers []int) {
	for i, line := range strings.Split(text, "\n") {
		if utf8.RuneCountInString(line) > maxWidth {
			numbers = append(numbers, i+1)
		}
	}
	return numbers
}

func TestWideLinesAreFound(t *testing.T) {
	wide := strings.Repeat("ü", maxWidth)
	if got := wideLines(wide + "\n" + wide + "x\nshort"); !slices.Equal(got, []int{2}) {
		t.Errorf("found %v, want line 2", got)
	}
}

// importOf matches imports by a relative path. Types count as well: two files that need types of each other depend on each other
// like code.
var importOf = regexp.MustCompile(`\b(?:from|import)\s*\(?\s*"(\.[^"]*)"`)

func TestScriptsHaveNoImportCycle(t *testing.T) {
	imports := map[string][]string{}
	walk(t, func(name string, data []byte) {
		if path.Ext(name) == ".ts" {
			imports[name] = importsOf(name, string(data))
		}
	})
	for name, list := range imports {
		for _, other := range list {
			if _, ok := imports[other]; !ok {
				t.Errorf("%s imports %s, which does not exist", name, other)
			}
		}
	}
	if cycle := cycleIn(imports); cycle != nil {
		t.Errorf("scripts have an import cycle: %s", strings.Join(cycle, " -> "))
	}
}

func importsOf(name, text string) (list []string) {
	for _, m := range importOf.FindAllStringSubmatch(text, -1) {
		list = append(list, path.Join(path.Dir(name), strings.TrimSuffix(m[1], ".ts")+".ts"))
	}
	return list
}

// cycleIn returns a cycle of a graph, with its first name again at the end; nil if there is none.
func cycleIn(graph map[string][]string) []string {
	done := map[string]bool{}
	var way []string
	var visit func(name string) []string
	visit = func(name string) []string {
		if at := slices.Index(way, name); at >= 0 {
			return append(slices.Clone(way[at:]), name)
		}
		if done[name] {
			return nil
		}
		way = append(way, name)
		for _, other := range graph[name] {
			if cycle := visit(other); cycle != nil {
				return cycle
			}
		}
		way = way[:len(way)-1]
		done[name] = true
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(graph)) {
		if cycle := visit(name); cycle != nil {
			return cycle
		}
	}
	return nil
}

func TestCyclesAreFound(t *testing.T) {
	text := "import * as say from \"../say\"\nimport type {\n  A,\n} from \"./c.ts\"\nexport * from \"./d\"\nconst e = import(\"./e\")\n"
	if got, want := importsOf("a/b.ts", text), []string{"say.ts", "a/c.ts", "a/d.ts", "a/e.ts"}; !slices.Equal(got, want) {
		t.Errorf("imports are %q, want %q", got, want)
	}
	if got := cycleIn(map[string][]string{"a": {"b", "c"}, "b": {"c"}, "c": nil}); got != nil {
		t.Errorf("found the cycle %q where there is none", got)
	}
	if got, want := cycleIn(map[string][]string{"a": {"b"}, "b": {"c", "d"}, "d": {"b"}}), []string{"b", "d", "b"}; !slices.Equal(got, want) {
		t.Errorf("found the cycle %q, want %q", got, want)
	}
}

func TestConstructorsHaveFewParameters(t *testing.T) {
	walk(t, func(name string, data []byte) {
		if path.Ext(name) != ".ts" {
			return
		}
		for _, n := range parametersOf(string(data)) {
			if n > maxParameters {
				t.Errorf("%s: a constructor has %d parameters: give it an object of parts, or divide the class", name, n)
			}
		}
	})
}

var (
	constructor = regexp.MustCompile(`(?m)^\s*(?:private |protected )?constructor\(`)
	comment     = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
)

// parametersOf counts the parameters of each constructor in a script.
func parametersOf(text string) (counts []int) {
	for _, at := range constructor.FindAllStringIndex(text, -1) {
		rest := comment.ReplaceAllString(text[at[1]:], "")
		depth, n, empty := 0, 0, true // empty: since the last comma
		for i := 0; i < len(rest) && depth >= 0; i++ {
			switch c := rest[i]; {
			case strings.IndexByte("([{<", c) >= 0:
				depth++
				empty = false
			case strings.IndexByte(")]}", c) >= 0, c == '>' && rest[i-1] != '=': // and not an arrow
				depth--
			case c == ',' && depth == 0:
				n++
				empty = true
			case c != ' ' && c != '\n':
				empty = false
			}
		}
		if !empty {
			n++
		}
		counts = append(counts, n)
	}
	return counts
}

func TestParametersAreCounted(t *testing.T) {
	text := `class A {
  constructor() {}
}
class B {
  constructor(readonly a: Map<string, number>, b = f(1, 2)) {}
}
class C {
  private constructor(
    /** What is said, and to whom. */
    readonly say: (text: string, who: string) => void,
    { a, b }: { a: string; b: [x: string, y: string] }, // both, always
    c?: string,
  ) {}
}
`
	if got, want := parametersOf(text), []int{0, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("constructors have %v parameters, want %v", got, want)
	}
}
