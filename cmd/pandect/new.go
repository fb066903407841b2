package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/template"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"pandect/internal/disk"
	"pandect/internal/source"
)

//go:embed templates/archetype.md
var builtinArchetype string

// archetypeData are the values that an archetype may use.
type archetypeData struct {
	Title string // as given, or made from the file's name
	Date  string // today, for example 2026-11-23
	Path  string // below content/, for example ethics/new-topic.md
}

func newNew(p *program) *cobra.Command {
	var source, title string
	cmd := &cobra.Command{
		Use:     "new PATH",
		GroupID: groupWrite,
		Short:   "Start a new page",
		Long: `Start a new page: a draft with its front matter filled in.

PATH is the place of the page below content/; ".md" is added when it is missing.
The page is made from archetypes/FOLDER.md, where FOLDER is the first folder of
PATH, else from archetypes/default.md, else from a built-in archetype. A file
that exists is never overwritten.`,
		Example: `  pandect new ethics/new-topic
  pandect new ethics/new-topic.md --title "Joint privilege"
  pandect new --source handbook glossary/_index.md`,
		Args: oneArg("the path of the page, such as ethics/new-topic.md"),
		RunE: func(cmd *cobra.Command, args []string) error {
			now, _, err := clock(instant{})
			if err != nil {
				return err
			}
			if err := requireSite(source); err != nil {
				return err
			}
			return p.newPage(source, args[0], title, now)
		},
	}
	addSource(cmd, &source)
	cmd.Flags().StringVar(&title, "title", "", "the `TITLE` of the page (default: made from the file's name)")
	return cmd
}

// newPage creates the page at the given path below content/.
func (p *program) newPage(source, written, title string, now time.Time) error {
	page, err := pagePath(written)
	if err != nil {
		return err
	}
	if title == "" {
		title = titleOf(page)
	}
	text, err := fillArchetype(source, page, archetypeData{Title: title, Date: now.Format(time.DateOnly), Path: page})
	if err != nil {
		return err
	}
	content := filepath.Join(source, "content")
	if err := os.MkdirAll(content, 0o777); err != nil {
		return workError("Check that you may write there.", "The folder %s could not be made (%v).", content, disk.Reason(err))
	}
	// os.Root keeps the new file inside content/ even if a symbolic link leads out of it.
	root, err := os.OpenRoot(content)
	if err != nil {
		return workError("Check that you may write there.", "The folder %s could not be opened (%v).", content, disk.Reason(err))
	}
	defer root.Close()
	file := filepath.FromSlash(page)
	name := filepath.Join(content, file)
	if _, err := root.Lstat(file); err == nil {
		return usageError("Choose another name, or open that file.", "The page %s exists already.", name)
	}
	err = root.MkdirAll(filepath.Dir(file), 0o777)
	if err == nil {
		err = createFile(root, file, []byte(text))
	}
	if err != nil {
		return workError("Check that you may write there, and that the folders on the way to it are folders inside content/.",
			"The page %s could not be written (%v).", name, disk.Reason(err))
	}
	fmt.Fprintf(p.stdout, "Made %s, a draft. To see it in the finished site: pandect build --drafts\n", name)
	return nil
}

// pagePath returns the slash-separated path below content/ that an editor means.
func pagePath(written string) (string, error) {
	slashed := filepath.ToSlash(strings.TrimSpace(written))
	below := strings.TrimPrefix(strings.TrimPrefix(slashed, "./"), "content/")
	if path.IsAbs(below) || !filepath.IsLocal(filepath.FromSlash(below)) {
		return "", usageError("Give its path below content/, such as ethics/new-topic.md.",
			"The page %q would lie outside the folder content/.", written)
	}
	page := path.Clean(below)
	if page == "." || strings.HasSuffix(below, "/") {
		return "", usageError("Give its path below content/, such as ethics/new-topic.md.",
			"The path %q names a folder and not a page.", written)
	}
	if path.Ext(page) != ".md" {
		page += ".md"
	}
	for part := range strings.SplitSeq(page, "/") {
		if strings.HasPrefix(part, ".") || strings.ContainsAny(part, `<>:"|?*\`) || strings.ContainsFunc(part, unicode.IsControl) {
			return "", usageError("Use letters, digits, hyphens and spaces.",
				"The name %q holds a character that some computers do not allow there.", part)
		}
	}
	return page, nil
}

// titleOf makes a title from the name of a page: "ethics/new-topic.md" becomes "New topic". The page of a folder is titled
// after the folder.
func titleOf(page string) string {
	name := strings.TrimSuffix(path.Base(page), ".md")
	if name == "_index" || name == "index" {
		name = path.Base(path.Dir(page))
		if name == "." {
			name = "home"
		}
	}
	words := strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || unicode.IsSpace(r) }), " ")
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// fillArchetype returns the text of the new page.
func fillArchetype(source, page string, data archetypeData) (string, error) {
	name, text, err := findArchetype(source, page)
	if err != nil {
		return "", err
	}
	archetype, err := template.New(name).Option("missingkey=error").Funcs(template.FuncMap{"quote": quote}).Parse(text)
	var b strings.Builder
	if err == nil {
		err = archetype.Execute(&b, data)
	}
	if err != nil {
		return "", usageError("An archetype may use {{.Title}}, {{.Date}} and {{.Path}}, and {{quote .Title}} for a title in quotes.",
			"The archetype %s cannot be used (%v).", name, err)
	}
	return b.String(), nil
}

// archetypes returns the folder of the archetypes of a site.
func archetypes(site string) string { return filepath.Join(site, "archetypes") }

// findArchetype returns the name and the text of the archetype for a page.
func findArchetype(site, page string) (name, text string, err error) {
	candidates := []string{"default.md"}
	if folder, _, found := strings.Cut(page, "/"); found {
		candidates = []string{folder + ".md", "default.md"}
	}
	for _, candidate := range candidates {
		name = filepath.Join(archetypes(site), candidate)
		real, err := source.Follow(disk.System{}, site, "archetypes/"+candidate)
		if refused, ok := errors.AsType[*source.LinkError](err); ok {
			return "", "", workError(refused.Hint, "The archetype %s is a link to %s, %s, so it is not read.", name, refused.Target, refused.Why)
		}
		var data []byte
		if err == nil {
			data, err = readRegular(real)
		}
		if err == nil {
			return name, string(data), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", "", workError("Check that it is a file and that you may read it.",
				"The archetype %s could not be read (%v).", name, disk.Reason(err))
		}
	}
	return "built in", builtinArchetype, nil
}

// readRegular reads a file, and nothing that would wait, such as a pipe.
func readRegular(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// quote quotes s in a form that is valid in both TOML and YAML.
func quote(s string) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(s)
	return strings.TrimSpace(b.String()), err
}

// createFile writes a new file; it fails when one of that name exists.
func createFile(root *os.Root, name string, data []byte) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}
