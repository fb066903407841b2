package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"pandect/internal/build"
	"pandect/internal/checklist"
	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/site"
)

func newStamp(p *program) *cobra.Command {
	var flags siteFlags
	var write bool
	cmd := &cobra.Command{
		Use:     "stamp",
		GroupID: groupWrite,
		Short:   "Give references to the items of checklists that have none",
		Long: `Give a reference to every item of a checklist that has none, and keep the
register of references, checklists.tsv, up to date.

Without --write it only shows what it would do. References count in tens, so that
there is room for items in between; no reference is ever given out twice, not even
when its item is gone. Only the lines of these items are changed, and line ends
and the marks of the file stay.`,
		Example: `  pandect stamp
  pandect stamp --write`,
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(cmd *cobra.Command, _ []string) error { return p.stamp(cmd.Context(), &flags, write) },
	}
	addSource(cmd, &flags.source)
	cmd.Flags().BoolVar(&write, "write", false, "write what is shown")
	return cmd
}

// stampPlan is what stamp would write: the files, and a report of the changes.
type stampPlan struct {
	files  map[string][]byte // below the site's folder, slash-separated
	stamps []checklist.Stamp
	report bytes.Buffer
}

// stamp shows, or writes, the missing references of items.
func (p *program) stamp(ctx context.Context, flags *siteFlags, write bool) error {
	flags.drafts, flags.future, flags.quiet = true, true, true // a draft's items have references, too
	s, err := p.compiledSession(ctx, flags)
	if err != nil {
		return err
	}
	defer s.end()
	if broken := slices.DeleteFunc(slices.Clone(s.found), func(d diag.Diagnostic) bool { return d.Severity != diag.Error }); len(broken) > 0 {
		diag.WriteText(p.stderr, broken, diag.TextOptions{})
		return workError("Mend them first: a reference that is given now is given for good.", "There are errors in the site, so no references were given.")
	}
	out := stampPlan{files: map[string][]byte{}}
	if err := out.references(s); err != nil {
		return err
	}
	out.register(s)
	io.Copy(p.stdout, &out.report)
	switch {
	case len(out.files) == 0:
		fmt.Fprintln(p.stdout, "Every item has a reference, and the register knows them all.")
		return nil
	case !write:
		fmt.Fprintln(p.stdout, "Nothing is written yet. To write it: pandect stamp --write")
		return nil
	}
	return out.write(p, flags.source)
}

// references plans the changes of content files.
func (o *stampPlan) references(s *session) error {
	pages := s.edition.Checklists()
	register, _ := build.Register(s.tree)
	stamps := map[string][]checklist.Stamp{}
	for _, page := range pages {
		made := register.Stamps(page, pages)
		if page.List.Prefix == "" && slices.ContainsFunc(page.List.Items(), func(i *site.CheckItem) bool { return !i.Named() }) {
			fmt.Fprintf(&o.report, "%s has items without a reference and no prefix. Add to its front matter, for example: prefix: VDD\n\n", page.File)
		}
		for _, stamp := range made {
			stamps[stamp.File] = append(stamps[stamp.File], stamp)
			register = append(register, checklist.Issued{Ref: stamp.Ref}) // reserved for the pages that follow
		}
		o.stamps = append(o.stamps, made...)
	}
	for _, file := range site.SortedKeys(stamps) {
		name := filepath.Join(s.flags.source, filepath.FromSlash(file))
		text, err := os.ReadFile(name)
		if err != nil {
			return workError("Check that you may read it.", "The page %s could not be read (%v).", name, disk.Reason(err))
		}
		if !utf8.Valid(text) {
			return workError("Save it as UTF-8 first.", "The page %s is not written in UTF-8, so nothing is written into it.", name)
		}
		stamped, changes, err := checklist.Apply(text, stamps[file])
		if err != nil {
			return workError("Run pandect stamp once more.", "The page %s changed meanwhile: %v.", name, err)
		}
		o.files[file] = stamped
		fmt.Fprintln(&o.report, file)
		for _, c := range changes {
			fmt.Fprintf(&o.report, "%6d - %s\n%6d + %s\n", c.Line, c.Before, c.Line, c.After)
		}
		fmt.Fprintln(&o.report)
	}
	return nil
}

// register plans the change of the register.
func (o *stampPlan) register(s *session) {
	pages := checklist.Stamped(s.edition.Checklists(), o.stamps)
	before, _ := build.Register(s.tree)
	if len(pages) == 0 && before == nil {
		return
	}
	after := before.Update(pages, s.now.Format(time.DateOnly))
	text := after.Format()
	if before != nil && bytes.Equal(text, before.Format()) {
		return
	}
	o.files[checklist.RegisterFile] = text
	fmt.Fprintln(&o.report, checklist.RegisterFile)
	for _, line := range after.Differences(before) {
		fmt.Fprintf(&o.report, "       %s\n", line)
	}
	fmt.Fprintln(&o.report)
}

// write replaces the files, each atomically, the register last.
func (o *stampPlan) write(p *program, source string) error {
	names := site.SortedKeys(o.files)
	slices.Reverse(names) // content/ before checklists.tsv
	for _, file := range names {
		name := filepath.Join(source, filepath.FromSlash(file))
		if err := replaceFile(name, o.files[file]); err != nil {
			return workError("Check that you may write there and that no other program has it open, and run pandect stamp --write once more.",
				"The file %s could not be written (%v).", name, disk.Reason(err))
		}
	}
	fmt.Fprintf(p.stdout, "Written: %s.\n", strings.Join(names, ", "))
	return nil
}

// replaceFile replaces a file atomically, by writing a temporary file and renaming it. It keeps the permissions of the old one.
func replaceFile(name string, data []byte) error {
	mode := os.FileMode(0o666)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // fails when it was renamed
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(file.Name(), mode)
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	return err
}
