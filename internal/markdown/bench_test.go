package markdown

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// benchPage writes a page of about 10 KB as editors of technical guidance write them: paragraphs with emphasis and
// links under headings, lists, tasks, tables, a quotation, a footnote, and two blocks of Go unless code is false.
func benchPage(seed uint64, code bool) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	letters := "etaoinshrdlucmfwypvbgk"
	word := func() string {
		b := make([]byte, 3+random.IntN(8))
		for i := range b {
			b[i] = letters[random.IntN(random.IntN(len(letters))+1)]
		}
		return string(b)
	}
	words := func(n int) string {
		list := make([]string, n)
		for i := range list {
			switch w := word(); random.IntN(60) {
			case 0:
				list[i] = "**" + w + "**"
			case 1:
				list[i] = "`" + w + "`"
			case 2:
				list[i] = "*" + w + "*"
			default:
				list[i] = w
			}
		}
		return strings.Join(list, " ")
	}
	paragraph := func() string {
		list := make([]string, 3+random.IntN(5))
		for i := range list {
			list[i] = words(7+random.IntN(17)) + "."
		}
		return strings.Join(list, " ") + "\n\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = %q\ndescription = %q\ndate = 2025-03-14\nweight = 3\ntags = [\"review\"]\n+++\n\n", word(), word())
	b.WriteString(paragraph())
	for h := range 7 {
		fmt.Fprintf(&b, "## %s %s\n\n%s", word(), word(), paragraph())
		switch h {
		case 0, 4:
			for range 5 {
				b.WriteString("- " + words(12) + "\n")
			}
		case 1:
			for range 6 {
				b.WriteString("- [ ] " + words(10) + "\n")
			}
		case 2:
			b.WriteString("| a | b | c |\n| --- | --- | --- |\n")
			for range 5 {
				fmt.Fprintf(&b, "| %s | %s | %s |\n", words(5), words(5), words(5))
			}
		case 3, 5:
			if code {
				b.WriteString("```go\npackage main\n\nimport \"fmt\"\n\nfunc main() {\n")
				for range 7 {
					fmt.Fprintf(&b, "\tfmt.Println(%q, %d) // %s\n", word(), random.IntN(99), word())
				}
				b.WriteString("}\n```\n")
			}
		case 6:
			b.WriteString("> " + paragraph())
		}
		fmt.Fprintf(&b, "\nSee [%s](../x/%s.md) and [%s](https://example.com/%s).\n\n### %s\n\n%s", word(), word(), word(), word(), word(), paragraph())
	}
	b.WriteString("A claim.[^1]\n\n[^1]: " + words(12) + "\n")
	return []byte(b.String())
}

func benchPages(code bool) [][]byte {
	pages := make([][]byte, 32)
	for i := range pages {
		pages[i] = benchPage(uint64(i), code)
	}
	return pages
}

// BenchmarkCompile is the whole stage: front matter, markdown, highlighting, links, search text, digests.
func BenchmarkCompile(b *testing.B) {
	for _, code := range []bool{true, false} {
		b.Run(fmt.Sprintf("code=%v", code), func(b *testing.B) {
			pages := benchPages(code)
			c := New(Options{Typographer: true, Taxonomies: []string{"tags"}})
			c.Compile(Source{Path: "a/b.md", Text: pages[0]})
			b.ReportAllocs()
			b.SetBytes(int64(len(pages[0])))
			i := 0
			for b.Loop() {
				c.Compile(Source{Path: "a/b.md", Text: pages[i%len(pages)]})
				i++
			}
		})
	}
}

// BenchmarkGoldmark is what goldmark and chroma alone cost for the same pages, as people usually put them together.
func BenchmarkGoldmark(b *testing.B) {
	for _, code := range []bool{true, false} {
		b.Run(fmt.Sprintf("code=%v", code), func(b *testing.B) {
			pages := benchPages(code)
			for i := range pages {
				_, pages[i], _ = bytes.Cut(pages[i][4:], []byte("\n+++\n"))
			}
			md := goldmark.New(
				goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer),
				goldmark.WithParserOptions(parser.WithAutoHeadingID()),
				goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(usualHighlighter{}, 100))))
			md.Convert(pages[0], new(bytes.Buffer))
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				var out bytes.Buffer
				if err := md.Convert(pages[i%len(pages)], &out); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// usualHighlighter highlights code with chroma's own formatter.
type usualHighlighter struct{}

func (usualHighlighter) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	formatter := chromahtml.New(chromahtml.WithClasses(true))
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		lexer := lexers.Get(string(node.(*ast.FencedCodeBlock).Language(src)))
		if lexer == nil {
			lexer = lexers.Fallback
		}
		tokens, err := chroma.Coalesce(lexer).Tokenise(nil, string(node.Lines().Value(src)))
		if err != nil {
			return ast.WalkStop, err
		}
		return ast.WalkContinue, formatter.Format(w, styles.Fallback, tokens)
	})
}
