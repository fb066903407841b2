// Package house tests the rules of the project that the compiler cannot check: which package may import which, what pure packages
// must not use, and how long files and functions may be. It has no code of its own.
package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "pandect"
	root   = "../.."
)

// packageRule is what one package of the product may import.
type packageRule struct {
	layer     int      // 0 leaves, 1 domain, 2 stages, 3 composition, 4 effects, 5 wiring
	uses      []string // packages of this module that it may import: of a lower layer, leaves, or lower in the same family
	libraries []string // import paths of outside packages, or of folders of them; no other package may import these
	tests     bool     // only tests may import it, and it need not be pure
}

// packageRules has a rule for every package.
var packageRules = map[string]packageRule{
	"internal/buffer":  {layer: 0},
	"internal/escape":  {layer: 0},
	"internal/diag":    {layer: 0, libraries: []string{"golang.org/x/text/width"}},
	"internal/disk":    {layer: 0},
	"internal/fanout":  {layer: 0},
	"internal/memo":    {layer: 0},
	"internal/message": {layer: 0, uses: []string{"internal/memo"}},
	"internal/partial": {layer: 0, uses: []string{"internal/diag", "internal/escape", "internal/memo", "internal/message"}},
	"internal/source":  {layer: 0, uses: []string{"internal/diag", "internal/disk", "internal/fanout", "internal/memo"}, libraries: []string{"golang.org/x/text/encoding"}},
	"themes":           {layer: 0},

	"internal/memo/memotest": {layer: 0, tests: true, uses: []string{"internal/memo"}},

	// Sites and scripts of edits for tests of all layers.
	"internal/sitetest": {layer: 0, tests: true, libraries: []string{"github.com/rogpeppe/go-internal/txtar"}},

	// What Go and the scripts both do, held together in tests.
	"internal/twins": {layer: 0, tests: true},

	"internal/site": {layer: 1, uses: []string{"internal/diag", "internal/escape", "internal/memo", "internal/message", "internal/partial"}, libraries: []string{"golang.org/x/text/unicode/norm"}},
	"internal/config": {layer: 1, uses: []string{"internal/checklist", "internal/diag", "internal/memo", "internal/message", "internal/site"}, libraries: []string{
		"github.com/goccy/go-yaml", "github.com/pelletier/go-toml/v2", "golang.org/x/text/feature/plural", "golang.org/x/text/language"}},

	"internal/checklist": {layer: 1, uses: []string{"internal/diag", "internal/message", "internal/site"}},
	"internal/workbook":  {layer: 1, libraries: []string{"github.com/xuri/excelize/v2"}},
	"internal/active":    {layer: 1},
	"internal/highlight": {layer: 1, uses: []string{"internal/escape"}, libraries: []string{"github.com/alecthomas/chroma/v2", "github.com/dlclark/regexp2/v2"}},
	"internal/prepare":   {layer: 1, uses: []string{"internal/diag"}},

	"internal/checksheet": {layer: 2, uses: []string{"internal/diag", "internal/memo", "internal/site", "internal/workbook"}},
	"internal/markdown": {layer: 2, uses: []string{"internal/checklist", "internal/config", "internal/diag", "internal/escape", "internal/highlight", "internal/memo", "internal/message", "internal/partial", "internal/prepare", "internal/site"}, libraries: []string{
		"github.com/microcosm-cc/bluemonday", "github.com/yuin/goldmark", "golang.org/x/net/html"}},
	"internal/runs":      {layer: 2, uses: []string{"internal/checklist"}},
	"internal/plaintext": {layer: 2, uses: []string{"internal/diag", "internal/memo", "internal/site"}},
	"internal/theme":     {layer: 2, uses: []string{"internal/buffer", "internal/diag", "internal/escape", "internal/memo", "internal/message", "internal/partial", "internal/site"}},
	"internal/feed":      {layer: 2, uses: []string{"internal/site"}},
	"internal/assets":    {layer: 2, uses: []string{"internal/diag", "internal/memo"}, libraries: []string{"github.com/evanw/esbuild"}},

	"internal/search/words":           {layer: 2, uses: []string{"internal/site"}, libraries: []string{"github.com/blevesearch/snowballstem"}},
	"internal/search/format":          {layer: 2, uses: []string{"internal/memo", "internal/search/words"}},
	"internal/search/index":           {layer: 2, uses: []string{"internal/buffer", "internal/memo", "internal/search/format", "internal/search/words", "internal/site"}},
	"internal/search/client":          {layer: 2, uses: []string{"internal/search/format", "internal/search/words"}},
	"internal/search/vectors":         {layer: 2, tests: true, uses: []string{"internal/twins"}},
	"internal/search/index/indextest": {layer: 2, tests: true, uses: []string{"internal/search/index"}},

	"internal/build": {layer: 3, uses: []string{"internal/active", "internal/assets", "internal/buffer", "internal/checklist", "internal/checksheet", "internal/config", "internal/diag", "internal/fanout", "internal/feed",
		"internal/markdown", "internal/memo", "internal/message", "internal/partial", "internal/plaintext", "internal/prepare", "internal/search/client", "internal/search/index", "internal/site", "internal/source", "internal/theme"}},

	"internal/publish": {layer: 4, uses: []string{"internal/diag", "internal/disk", "internal/fanout", "internal/memo", "internal/site"}, libraries: []string{"github.com/gofrs/flock"}},

	"internal/serve": {layer: 4, uses: []string{"internal/build", "internal/diag", "internal/memo", "internal/site"}},

	"internal/watch": {layer: 4, uses: []string{"internal/disk", "internal/source"}, libraries: []string{"github.com/fsnotify/fsnotify"}},

	"cmd/pandect": {layer: 5, uses: []string{"internal/build", "internal/checklist", "internal/config", "internal/diag", "internal/disk", "internal/fanout", "internal/markdown",
		"internal/memo", "internal/message", "internal/partial", "internal/publish", "internal/runs", "internal/search/client", "internal/serve", "internal/site", "internal/source", "internal/watch", "internal/workbook", "themes"}, libraries: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term"}},
}

// families are groups of packages of one layer, by their common folder, in levels from the bottom up; "." is the folder itself. A
// package may import those on lower levels of its family, and none on its own level.
var families = map[string][][]string{
	"internal/search": {{"vectors"}, {"words"}, {"format"}, {"index", "client"}, {"index/indextest"}},
}

// positionIn returns the folder of a package's family and its level there.
func positionIn(name string) (family string, level int) {
	for folder, levels := range families {
		for level, members := range levels {
			for _, member := range members {
				if path.Join(folder, member) == name {
					return folder, level
				}
			}
		}
	}
	return "", 0
}

// isLower reports whether a package is on a lower level of the same family than another.
func isLower(name, than string) bool {
	family, level := positionIn(name)
	other, above := positionIn(than)
	return family != "" && family == other && level < above
}

// testLibraries may be imported by any test, besides the libraries of the package under test. Benchmarks compare with
// chroma.
var testLibraries = []string{"github.com/alecthomas/chroma/v2", "github.com/google/go-cmp", "github.com/rogpeppe/go-internal", "golang.org/x/net/html"}

// The packages of layers 1 and 2 are pure: their results depend on their arguments alone.
var impureImports = []string{"crypto/rand", "embed", "flag", "log", "math/rand", "net", "os", "path/filepath", "plugin", "runtime", "syscall", "testing", "unsafe"}

// pureExceptions are packages below impureImports that only compute.
var pureExceptions = []string{"net/url", "net/netip"}

// impureNames are the functions that pure packages must not use of packages that they may import.
var impureNames = map[string][]string{
	"time":          {"After", "AfterFunc", "LoadLocation", "Local", "NewTicker", "NewTimer", "Now", "Since", "Sleep", "Tick", "Until"},
	"context":       {"Background", "TODO", "WithDeadline", "WithDeadlineCause", "WithTimeout", "WithTimeoutCause"},
	"fmt":           {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
	"mime":          {"AddExtensionType", "ExtensionsByType", "TypeByExtension"}, // they read the system's table
	"html/template": {"ParseFiles", "ParseGlob"},
	"text/template": {"ParseFiles", "ParseGlob"},
}

// How many lines files and functions may have. Functions of tests may have any number.
const (
	maxLines         = 400
	maxTestLines     = 600
	maxFunctionLines = 60
)

// maxMethods is how many methods a type may have. A type with more has several responsibilities.
const maxMethods = 25

// goFile is a parsed file of the product.
type goFile struct {
	name string // below the root, slash-separated
	dir  string
	test bool
	set  *token.FileSet
	ast  *ast.File
}

func (f goFile) place(n ast.Node) string {
	return f.name + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line)
}

// imports returns the import paths of the file, each with its declaration.
func (f goFile) imports() map[string]*ast.ImportSpec {
	paths := map[string]*ast.ImportSpec{}
	for _, spec := range f.ast.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths[p] = spec
		}
	}
	return paths
}

func TestEveryPackageHasARule(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range product(t) {
		seen[f.dir] = true
	}
	for dir := range seen {
		if _, ok := packageRules[dir]; !ok {
			t.Errorf("package %s has no rule: give it a layer and a list of imports", dir)
		}
	}
}

func TestThePackageRulesAreConsistent(t *testing.T) {
	owner := map[string]string{}
	for name, r := range packageRules {
		for _, used := range r.uses {
			below, ok := packageRules[used]
			if !ok {
				t.Errorf("%s may use %s, which does not exist", name, used)
			}
			if below.tests && !r.tests {
				t.Errorf("%s may not use %s, which is for tests", name, used)
			}
			if below.layer > r.layer || below.layer == r.layer && r.layer > 1 && !isLower(used, name) {
				t.Errorf("%s (layer %d) may not use %s (layer %d): imports point down, and stages do not know each other", name, r.layer, used, below.layer)
			}
		}
		for _, library := range r.libraries {
			if other, ok := owner[library]; ok {
				t.Errorf("%s is wrapped by both %s and %s: an outside library lives in one package", library, name, other)
			}
			owner[library] = name
		}
	}
}

func TestNoArrowPointsUpInAFamily(t *testing.T) {
	for folder, levels := range families {
		layers := map[int]bool{}
		for _, member := range slices.Concat(levels...) {
			r, ok := packageRules[path.Join(folder, member)]
			if !ok {
				t.Errorf("%s is in a family and is not a package: remove it", path.Join(folder, member))
			}
			layers[r.layer] = true
		}
		if len(layers) > 1 {
			t.Errorf("the packages of %s are not of one layer", folder)
		}
		for name := range packageRules {
			if family, _ := positionIn(name); family == "" && below(name, []string{folder}) {
				t.Errorf("%s has no level in its family: say which packages are below it", name)
			}
		}
	}
	for _, f := range product(t) {
		for p, at := range f.imports() {
			own, _ := strings.CutPrefix(p, module+"/")
			family, _ := positionIn(f.dir)
			if other, _ := positionIn(own); !f.test && family != "" && other == family && !isLower(own, f.dir) {
				t.Errorf("%s: %s may not import %s, which is not on a lower level", f.place(at), f.dir, own)
			}
		}
	}
}

func TestPositionInAFamily(t *testing.T) {
	was := families
	t.Cleanup(func() { families = was })
	families = map[string][][]string{"a": {{"x"}, {"y", "z"}, {"."}}, "b": {{"x"}}}
	for names, want := range map[[2]string]bool{
		{"a/x", "a/y"}: true, {"a/y", "a"}: true, {"a/x", "a"}: true,
		{"a/y", "a/x"}: false, {"a", "a/x"}: false, {"a/y", "a/z"}: false, {"a/x", "a/x"}: false, {"b/x", "a/y"}: false, {"c", "d"}: false,
	} {
		if got := isLower(names[0], names[1]); got != want {
			t.Errorf("%s stands below %s: %v, want %v", names[0], names[1], got, want)
		}
	}
}

func TestImports(t *testing.T) {
	used := map[string][]string{} // by directory, what its files import apart from tests
	for _, f := range product(t) {
		r := packageRules[f.dir]
		for p, at := range f.imports() {
			own, ours := strings.CutPrefix(p, module+"/")
			if !f.test {
				used[f.dir] = append(used[f.dir], own)
			}
			switch {
			case ours && f.test:
				if above, ok := packageRules[own]; !ok || above.layer > r.layer {
					t.Errorf("%s: a test in %s may not import %s, which lies above it", f.place(at), f.dir, own)
				}
			case ours:
				if !slices.Contains(r.uses, own) {
					t.Errorf("%s: %s may not import %s", f.place(at), f.dir, own)
				}
			case !strings.Contains(strings.Split(p, "/")[0], "."): // the standard library
			case below(p, r.libraries), f.test && below(p, testLibraries):
			default:
				t.Errorf("%s: %s may not import %s", f.place(at), f.dir, p)
			}
		}
	}
	for name, r := range packageRules {
		for _, allowed := range slices.Concat(r.uses, r.libraries) {
			if !slices.ContainsFunc(used[name], func(p string) bool { return below(p, []string{allowed}) }) {
				t.Errorf("%s may import %s and does not: remove it from the table", name, allowed)
			}
		}
	}
}

func TestDomainAndStagesArePure(t *testing.T) {
	for _, f := range product(t) {
		if r := packageRules[f.dir]; f.test || r.tests || r.layer != 1 && r.layer != 2 {
			continue
		}
		for _, found := range impurities(f) {
			t.Errorf("%s, which may not be used in %s: what depends on it must be an argument", found, f.dir)
		}
	}
}

// impurities names what a file uses that does not depend on arguments alone, with places.
func impurities(f goFile) (found []string) {
	names := map[string]string{} // by which the file knows each package
	for p, at := range f.imports() {
		if below(p, impureImports) && !below(p, pureExceptions) {
			found = append(found, f.place(at)+": "+p)
		}
		name := path.Base(p)
		if at.Name != nil {
			name = at.Name.Name
		}
		names[name] = p
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if use, ok := n.(*ast.SelectorExpr); ok {
			if pkg, ok := use.X.(*ast.Ident); ok && slices.Contains(impureNames[names[pkg.Name]], use.Sel.Name) {
				found = append(found, f.place(n)+": "+pkg.Name+"."+use.Sel.Name)
			}
		}
		return true
	})
	slices.Sort(found)
	return found
}

func TestImpuritiesAreFound(t *testing.T) {
	f := parseFile(t, "pure/pure.go", []byte(`package pure
import (
	"net/url"
	"os"
	clock "time"
)
var start = clock.Now()
var day = clock.Date(2026, 11, 23, 0, 0, 0, 0, clock.UTC)
var home, _ = url.Parse(os.Getenv("HOME"))
`))
	want := []string{"pure/pure.go:4: os", "pure/pure.go:7: clock.Now"}
	if found := impurities(f); !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}

func TestEveryPackageHasAComment(t *testing.T) {
	commented := map[string]bool{}
	for _, f := range parse(t) {
		commented[f.dir] = commented[f.dir] || f.ast.Doc != nil
	}
	for dir, ok := range commented {
		if !ok {
			t.Errorf("package %s has no package comment: state its contract and what it is not for", dir)
		}
	}
}

func TestGoFilesAreShort(t *testing.T) {
	for _, f := range parse(t) {
		limit := maxLines
		if f.test {
			limit = maxTestLines
		}
		if lines := f.set.File(f.ast.Pos()).LineCount(); lines > limit {
			t.Errorf("%s has %d lines, and may have %d: split it", f.name, lines, limit)
		}
	}
}

func TestFunctionsAreShort(t *testing.T) {
	for _, f := range parse(t) {
		for _, long := range longFunctions(f) {
			t.Errorf("%s, and may have %d: split it", long, maxFunctionLines)
		}
	}
}

// longFunctions returns the functions of a file that are too long, with places and lengths. A test file has none.
func longFunctions(f goFile) (found []string) {
	for _, d := range f.ast.Decls {
		function, ok := d.(*ast.FuncDecl)
		if !ok || f.test {
			continue
		}
		if lines := f.set.Position(d.End()).Line - f.set.Position(d.Pos()).Line + 1; lines > maxFunctionLines {
			found = append(found, fmt.Sprintf("%s: %s has %d lines", f.place(d), function.Name.Name, lines))
		}
	}
	return found
}

func TestLongFunctionsAreFound(t *testing.T) {
	body := strings.Repeat("\t_ = 0\n", maxFunctionLines-2)
	text := []byte("package a\nfunc short() {\n" + body + "}\n// long has a comment.\nfunc (T) long() {\n" + body + "\n}\n")
	want := []string{"a/a.go:63: long has 61 lines"}
	if found := longFunctions(parseFile(t, "a/a.go", text)); !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
	if found := longFunctions(parseFile(t, "a/a_test.go", text)); found != nil {
		t.Errorf("found %q in a test", found)
	}
}

func TestNoTypeDoesTooMuch(t *testing.T) {
	for name, n := range methods(product(t)) {
		if n > maxMethods {
			t.Errorf("%s has %d methods: divide what it does", name, n)
		}
	}
}

// methods counts the methods of types by folder and name, leaving out tests.
func methods(files []goFile) map[string]int {
	count := map[string]int{}
	for _, f := range files {
		for _, d := range f.ast.Decls {
			method, ok := d.(*ast.FuncDecl)
			if !ok || f.test || method.Recv == nil {
				continue
			}
			of := method.Recv.List[0].Type
			if star, ok := of.(*ast.StarExpr); ok {
				of = star.X
			}
			switch generic := of.(type) {
			case *ast.IndexExpr:
				of = generic.X
			case *ast.IndexListExpr:
				of = generic.X
			}
			count[f.dir+"."+of.(*ast.Ident).Name]++
		}
	}
	return count
}

func TestMethodsAreCounted(t *testing.T) {
	files := []goFile{
		parseFile(t, "a/a.go", []byte("package a\ntype T struct{}\nfunc (T) One() {}\nfunc (*T) Two() {}\nfunc F() {}\ntype L[E any] struct{}\nfunc (l *L[E]) One() {}\n")),
		parseFile(t, "a/b.go", []byte("package a\nfunc (t *T) Three() {}\ntype M[K, V any] struct{}\nfunc (M[K, V]) One() {}\n")),
		parseFile(t, "a/a_test.go", []byte("package a\nfunc (t *T) Four() {}\n")),
	}
	want := map[string]int{"a.T": 3, "a.L": 1, "a.M": 1}
	if got := methods(files); !maps.Equal(got, want) {
		t.Errorf("methods are %v, want %v", got, want)
	}
}

func TestTheRepositoryStandsAlone(t *testing.T) {
	outside := ".." + "/shared"
	walk(t, func(name string, data []byte) {
		if strings.Contains(string(data), outside) {
			t.Errorf("%s refers to a folder outside the repository", name)
		}
	})
}

// Inline scripts and styles are refused by a strict content security policy. The browser tests look at finished pages;
// this looks at the templates, so that a branch which no page takes cannot hide one.
var inlineCode = regexp.MustCompile(`(?i)<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["'{]|<script\b[^>]*>\s*[^<\s]|javascript:`)

func TestThemesHaveNoInlineCode(t *testing.T) {
	templates := 0
	walk(t, func(name string, data []byte) {
		if !strings.HasPrefix(name, "themes/") || path.Ext(name) != ".html" && path.Ext(name) != ".svg" {
			return
		}
		templates++
		if found := inlineCode.Find(data); found != nil {
			t.Errorf("%s has inline code: %q", name, found)
		}
	})
	if templates == 0 {
		t.Error("no template was found below themes/")
	}
}

func TestInlineCodeIsFound(t *testing.T) {
	for markup, bad := range map[string]bool{
		`<p class="style">a style is on</p>`:         false,
		`<script src="{{asset "app.js"}}"></script>`: false,
		`<link rel="stylesheet" href="a.css">`:       false,
		`<p style="color:red">`:                      true,
		"<STYLE>p{}</STYLE>":                         true,
		`<button onclick="go()">`:                    true,
		`<script>go()</script>`:                      true,
		`<a href="javascript:go()">`:                 true,
	} {
		if inlineCode.MatchString(markup) != bad {
			t.Errorf("%s: inline code found: %v, want %v", markup, !bad, bad)
		}
	}
}

// The bench measures the same libraries as the product uses, or its ratios mean nothing.
func TestTheBenchUsesTheProductsVersions(t *testing.T) {
	requirement := regexp.MustCompile(`(?m)^(?:require)?\s+(\S+) (v\S+)`)
	versions := map[string]string{}
	for _, m := range requirement.FindAllStringSubmatch(read(t, "go.mod"), -1) {
		versions[m[1]] = m[2]
	}
	for _, m := range requirement.FindAllStringSubmatch(read(t, "bench/go.mod"), -1) {
		if m[1] != "pandect" && versions[m[1]] != m[2] {
			t.Errorf("bench/go.mod requires %s %s, go.mod %q", m[1], m[2], versions[m[1]])
		}
	}
}

// below reports whether the import path is one of the given ones or lies below one.
func below(p string, parents []string) bool {
	return slices.ContainsFunc(parents, func(parent string) bool {
		return p == parent || strings.HasPrefix(p, parent+"/")
	})
}

// product returns the Go files of the product, without the bench, which is a module of its own, and these rules.
func product(t *testing.T) []goFile {
	t.Helper()
	return slices.DeleteFunc(parse(t), func(f goFile) bool {
		return f.dir == "internal/house" || f.dir == "bench" || strings.HasPrefix(f.dir, "bench/")
	})
}

// parse returns every Go file of the repository.
func parse(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	walk(t, func(name string, data []byte) {
		if path.Ext(name) != ".go" {
			return
		}
		files = append(files, parseFile(t, name, data))
	})
	return files
}

func parseFile(t *testing.T, name string, data []byte) goFile {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return goFile{name: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), set: set, ast: file}
}

// walk visits every file of the repository, leaving out what is made by running something.
func walk(t *testing.T, visit func(name string, data []byte)) {
	t.Helper()
	made := []string{".git", "e2e/node_modules", "e2e/output", "e2e/test-results", "public"}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(made, name):
			return fs.SkipDir
		case entry.Type().IsRegular() && name != module: // the program, as `make build` leaves it
			visit(name, []byte(read(t, name)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
