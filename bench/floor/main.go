// Command floor does the minimum that any generator based on goldmark and chroma has to do: floor CONTENT OUTPUT.
//
// It reads every markdown file, cuts off the front matter, renders GFM with footnotes, heading ids and highlighted
// code in classes, and writes one file for each. It has no layouts, no navigation and no links between pages. Two
// goroutines share the files. A generator that uses these libraries as they are cannot be faster.
package main

import (
	"bytes"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"

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

const workers = 2

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: floor CONTENT OUTPUT")
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // as Pandect does
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(content, output string) error {
	markdown := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(newHighlighter(), 100))),
	)
	files := make(chan string)
	failures := make(chan error, workers)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for name := range files {
				if err := convert(markdown, content, name, output); err != nil {
					select {
					case failures <- err:
					default: // one error is enough
					}
				}
			}
		})
	}
	err := filepath.WalkDir(content, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(name) == ".md" {
			files <- name
		}
		return err
	})
	close(files)
	group.Wait()
	select {
	case failure := <-failures:
		return failure
	default:
		return err
	}
}

func convert(markdown goldmark.Markdown, content, name, output string) error {
	source, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := markdown.Convert(body(source), &page); err != nil {
		return err
	}
	rel, err := filepath.Rel(content, name)
	if err != nil {
		return err
	}
	target := filepath.Join(output, strings.TrimSuffix(rel, ".md")+".html")
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, page.Bytes(), 0o644)
}

// body returns the file without its front matter.
func body(source []byte) []byte {
	for _, fence := range []string{"+++\n", "---\n"} {
		if rest, ok := bytes.CutPrefix(source, []byte(fence)); ok {
			if _, text, ok := bytes.Cut(rest, []byte("\n"+fence)); ok {
				return text
			}
		}
	}
	return source
}

// highlighter renders fenced code with classes instead of styles.
type highlighter struct {
	formatter *chromahtml.Formatter
	style     *chroma.Style
}

func newHighlighter() *highlighter {
	return &highlighter{formatter: chromahtml.New(chromahtml.WithClasses(true)), style: styles.Fallback}
}

func (h *highlighter) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(ast.KindFencedCodeBlock, h.render)
}

func (h *highlighter) render(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := node.(*ast.FencedCodeBlock)
	lexer := lexers.Get(string(block.Language(source)))
	if lexer == nil {
		lexer = lexers.Fallback
	}
	tokens, err := lexer.Tokenise(nil, string(block.Lines().Value(source)))
	if err != nil {
		return ast.WalkStop, err
	}
	return ast.WalkSkipChildren, h.formatter.Format(w, h.style, tokens)
}
