package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"pandect/internal/config"
	"pandect/internal/disk"
	"pandect/internal/site"
)

// starter holds the files of a new site below templates/site. The tool that embeds files leaves out names that begin
// with a dot or an underscore unless it is told "all:".
//
//go:embed all:templates/site
var starter embed.FS

func newInit(p *program) *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:     "init DIR",
		GroupID: groupWrite,
		Short:   "Start a new site",
		Long: `Start a new site in the folder DIR, which is made when it does not exist.

The site has a configuration, a home page and a section with two pages that show
what can be written. It can be built at once. A folder that holds a site already
is refused, and no file is ever overwritten.

With --from the folder holds a site of another program: mkdocs, hugo, jekyll,
mdbook or obsidian. Its configuration is read as data, and nothing of it is run.
A config.toml is written beside it, and a page that says what was taken over,
what was not, and what to do. Nothing is moved or changed.`,
		Example: `  pandect init handbook
  pandect init .
  pandect init --from mkdocs .`,
		Args: oneArg("the folder of the new site, such as handbook"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("from") {
				return p.initFrom(from, args[0])
			}
			return p.initSite(args[0])
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "take over the configuration of another program: `TOOL`")
	mustComplete(cmd.RegisterFlagCompletionFunc("from", cobra.FixedCompletions(site.SortedKeys(config.ForeignTools), cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (p *program) initSite(dir string) error {
	for _, name := range []string{"config.toml", "content"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return usageError("Choose another folder.", "The folder %s holds a site already: there is a %s in it.", dir, name)
		}
	}
	kept, err := copyStarter(dir)
	if err != nil {
		return workError("Check that it is a folder, or can be one, and that you may write there.",
			"The site could not be written to %s (%v).", dir, disk.Reason(err))
	}
	fmt.Fprintf(p.stdout, "Made a new site in %s.\n", place(dir))
	for _, name := range kept {
		fmt.Fprintf(p.stdout, "The file %s was there already and was left as it is.\n", filepath.Join(dir, name))
	}
	build := "pandect build"
	if filepath.Clean(dir) != "." {
		build += " --source " + quoted(dir)
	}
	fmt.Fprintf(p.stdout, "Next: edit config.toml, then make the finished site: %s\n", build)
	return nil
}

// copyStarter writes the files of a new site into dir and returns the names of those that were there already.
func copyStarter(dir string) (kept []string, err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	files, err := fs.Sub(starter, "templates/site")
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if err := root.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o777); err != nil {
			return err
		}
		err = createFile(root, filepath.FromSlash(name), data)
		if errors.Is(err, fs.ErrExist) {
			kept = append(kept, name)
			return nil
		}
		return err
	})
	return kept, err
}
