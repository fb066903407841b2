package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"pandect/internal/build"
	"pandect/internal/config"
	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/markdown"
	"pandect/internal/message"
	"pandect/internal/partial"
	"pandect/internal/source"
	"pandect/themes"
)

// renderFlags are the settings of a site that render may override.
type renderFlags struct {
	typographer, rawHTML bool
}

func newRender(p *program) *cobra.Command {
	var flags renderFlags
	cmd := &cobra.Command{
		Use:     "render FILE",
		GroupID: groupWrite,
		Short:   "Print one file as HTML",
		Long: `Print the body of one markdown file as HTML, without a page around it. "-" reads
the file from standard input.

Links stay as they were written and nothing is included. The settings of the
nearest config.toml, in the folder of the file or above it, apply; problems are
told on standard error. When there is an error, no HTML is printed and the exit
code is 1.`,
		Example: `  pandect render content/ethics/privilege.md
  pandect render - < draft.md
  pandect render --typographer=false draft.md`,
		Args: oneArg(`the file to print, such as content/ethics/privilege.md, or "-" for standard input`),
		RunE: func(cmd *cobra.Command, args []string) error { return p.render(cmd, args[0], &flags) },
	}
	defaults := config.Default().Markdown
	cmd.Flags().BoolVar(&flags.typographer, "typographer", defaults.Typographer, "set typographic quotes, dashes and ellipses")
	cmd.Flags().BoolVar(&flags.rawHTML, "raw-html", defaults.RawHTML, "keep harmless HTML that is written in the file")
	return cmd
}

func (p *program) render(cmd *cobra.Command, name string, flags *renderFlags) error {
	data, err := p.readText(cmd.Context(), name)
	if err != nil {
		return err
	}
	dir := filepath.Dir(name)
	if name == "-" {
		dir, name = ".", "standard-input.md"
	}
	cfg, below, found, err := siteSettings(dir, name)
	if err != nil {
		return err
	}
	if cmd.Flags().Changed("typographer") {
		cfg.Markdown.Typographer = flags.typographer
	}
	if cmd.Flags().Changed("raw-html") {
		cfg.Markdown.RawHTML = flags.rawHTML
	}
	text, more := source.Decode(name, data)
	found = append(found, more...)
	messages, partials := builtInMessages(cfg)
	html, more := markdown.New(markdown.Options{
		Typographer: cfg.Markdown.Typographer, RawHTML: cfg.Markdown.RawHTML, Admonitions: cfg.Markdown.Admonitions, LineNumbers: cfg.Markdown.LineNumbers, LinkSchemes: cfg.Markdown.LinkSchemes,
		Language: cfg.Language, URLs: cfg.URLs.Style, Messages: messages, Partials: partials,
	}).Fragment(below, text)
	found = append(found, more...)
	for i := range found {
		if found[i].Place.File == path.Join("content", below) { // where the file would be in a site; it may be elsewhere
			found[i].Place.File = name
		}
	}
	found = diag.Dedup(found)
	if err := diag.WriteText(p.stderr, found, diag.TextOptions{Color: p.colorStderr}); err != nil {
		return err
	}
	if slices.ContainsFunc(found, isConfigurationError) {
		return exitCode(exitUsage)
	}
	if broken, _ := diag.Count(found); broken > 0 {
		return exitCode(exitProblems)
	}
	_, err = p.stdout.Write(html)
	return err
}

// builtInMessages returns the built-in messages in the language of a site, and the built-in partials.
func builtInMessages(cfg config.Config) (*message.Table, *partial.Set) {
	files := map[string][]byte{}
	for _, pattern := range []string{"*/messages/*.toml", "*/partials/*.html"} {
		names, _ := fs.Glob(themes.FS, pattern) // fails only for a bad pattern
		for _, name := range names {
			if data, err := fs.ReadFile(themes.FS, name); err == nil {
				files["themes/"+name] = data
			}
		}
	}
	return build.MessagesAndPartials(source.MapTree(files), cfg)
}

// readText reads a text file, or standard input for "-".
func (p *program) readText(ctx context.Context, name string) ([]byte, error) {
	input := p.stdin
	if name != "-" {
		info, err := os.Stat(name)
		if err == nil && !info.Mode().IsRegular() { // opening a pipe would wait for somebody who writes into it
			return nil, workError(`Name a file. To read from a pipe: pandect render - < FILE.`, "The file %s cannot be read (it is not a regular file).", name)
		}
		file, err := os.Open(name)
		if err != nil {
			return nil, workError("Check its name, and that you may read it.", "The file %s cannot be opened (%v).", name, disk.Reason(err))
		}
		defer file.Close()
		input = file
	}
	var data []byte
	var err error
	done := make(chan struct{})
	go func() { // reading standard input may block for ever, so an interruption does not wait for it
		defer close(done)
		data, err = io.ReadAll(io.LimitReader(input, source.TextLimit+1))
	}()
	select {
	case <-done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, workError("Check that it is a file and that you may read it.", "The file %s cannot be read (%v).", name, disk.Reason(err))
	}
	if len(data) > source.TextLimit {
		return nil, workError("Split it into several pages.", "The file %s is too large to be a page: it has more than %d MB.", name, source.TextLimit>>20)
	}
	return data, nil
}

// siteSettings returns the configuration of the site that a file belongs to, and the file's path below content/. A file outside
// of a site has the default configuration.
func siteSettings(dir, name string) (cfg config.Config, below string, found []diag.Diagnostic, err error) {
	below = path.Base(filepath.ToSlash(name))
	root, ok := nearestSite(dir)
	if !ok {
		return config.Default(), below, nil, nil
	}
	if absolute, err := filepath.Abs(name); err == nil {
		if inside, err := filepath.Rel(filepath.Join(root, "content"), absolute); err == nil && filepath.IsLocal(inside) {
			below = filepath.ToSlash(inside)
		}
	}
	file := filepath.Join(root, "config.toml")
	target, err := source.Follow(disk.System{}, root, "config.toml")
	if refused, ok := errors.AsType[*source.LinkError](err); ok {
		return cfg, below, nil, usageError(refused.Hint, "The configuration %s is a link to %s, %s, so it is not read.", file, refused.Target, refused.Why)
	}
	var data []byte
	if err == nil {
		data, err = readRegular(target)
	}
	if err != nil {
		return cfg, below, nil, usageError("Check that you may read it.", "The configuration %s cannot be read (%v).", file, disk.Reason(err))
	}
	text, found := source.Decode(file, data)
	cfg, more := config.Parse(file, text)
	return cfg, below, append(found, more...), nil
}
