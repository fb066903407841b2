package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	"pandect/internal/source"
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
	files   map[string]change // below the site's folder, slash-separated
	stamps  []checklist.Stamp
	report  bytes.Buffer
	unnamed bool // some items get no reference
}

// change is a file before and after; before is nil when it did not exist.
type change struct{ before, after []byte }

// isUnchanged reports whether a file still is as it was before, given what it holds now.
func (c change) isUnchanged(now []byte) bool {
	return (now == nil) == (c.before == nil) && bytes.Equal(now, c.before)
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
	out := stampPlan{files: map[string]change{}}
	if err := out.planReferences(s); err != nil {
		return err
	}
	if err := out.planRegister(s); err != nil {
		return err
	}
	if !write {
		io.Copy(p.stdout, &out.report)
	}
	switch {
	case len(out.files) == 0:
		io.Copy(p.stdout, &out.report)
		if !out.unnamed {
			fmt.Fprintln(p.stdout, "Every item has a reference, and the register knows them all.")
		}
		return nil
	case !write:
		fmt.Fprintln(p.stdout, "Nothing is written yet. To write it: pandect stamp --write")
		return nil
	}
	return out.write(p, flags.source)
}

// planReferences plans the changes of content files.
func (o *stampPlan) planReferences(s *session) error {
	pages := s.edition.Checklists()
	register, _ := build.Register(s.tree)
	stamps := map[string][]checklist.Stamp{}
	type line struct {
		file string
		line int
	}
	stamped := map[line]bool{}
	for _, page := range pages {
		made := register.Stamps(page, pages)
		if page.List.Prefix == "" && slices.ContainsFunc(page.List.Items(), func(i *site.CheckItem) bool { return !i.Named() }) {
			fmt.Fprintf(&o.report, "%s has items without a reference and no prefix. Add to its front matter, for example: prefix: VDD\n\n", page.File)
			o.unnamed = true
		}
		made = slices.DeleteFunc(made, func(m checklist.Stamp) bool { // an item of an included file can stand in several lists
			at := line{m.File, m.Line}
			if stamped[at] {
				fmt.Fprintf(&o.report, "%s:%d stands in %s as well: it gets one reference, and no two items of a site may have the same. Give each list a text of its own.\n\n", m.File, m.Line, page.File)
			}
			again := stamped[at]
			stamped[at] = true
			return again
		})
		for _, stamp := range made {
			stamps[stamp.File] = append(stamps[stamp.File], stamp)
			register = append(register, checklist.Issued{Ref: stamp.Ref}) // reserved for the pages that follow
		}
		o.stamps = append(o.stamps, made...)
	}
	for _, file := range site.SortedKeys(stamps) {
		name := filepath.Join(s.flags.source, filepath.FromSlash(file))
		text, err := s.tree.File(file).Bytes() // what was compiled: lines are counted in it
		if err != nil {
			return workError("Run pandect stamp once more.", "The page %s could not be read (%v).", name, disk.Reason(err))
		}
		if !utf8.Valid(text) {
			return workError("Save it as UTF-8 first.", "The page %s is not written in UTF-8, so nothing is written into it.", name)
		}
		stamped, changes, err := checklist.Apply(text, stamps[file])
		if err != nil {
			return workError("Save it as UTF-8 with ordinary line ends.", "Nothing can be written into the page %s: %v.", name, err)
		}
		o.files[file] = change{text, stamped}
		fmt.Fprintln(&o.report, file)
		for _, c := range changes {
			fmt.Fprintf(&o.report, "%6d - %s\n%6d + %s\n", c.Line, c.Before, c.Line, c.After)
		}
		fmt.Fprintln(&o.report)
	}
	return nil
}

// planRegister plans the change of the register.
func (o *stampPlan) planRegister(s *session) error {
	pages := checklist.Stamped(s.edition.Checklists(), o.stamps)
	before, _ := build.Register(s.tree)
	if len(pages) == 0 && before == nil {
		return nil
	}
	after := before.Update(pages, s.now.Format(time.DateOnly))
	text := after.Format()
	if before != nil && bytes.Equal(text, before.Format()) {
		return nil
	}
	planned := change{after: text}
	if file := s.tree.File(checklist.RegisterFile); file != nil {
		var err error
		if planned.before, err = file.Bytes(); err != nil {
			return workError("Run pandect stamp once more.", "The register %s could not be read (%v).", file.Path, disk.Reason(err))
		}
		planned.before = append([]byte{}, planned.before...) // not nil, though the file may be empty
	}
	o.files[checklist.RegisterFile] = planned
	fmt.Fprintln(&o.report, checklist.RegisterFile)
	for _, line := range after.Differences(before) {
		fmt.Fprintf(&o.report, "       %s\n", line)
	}
	fmt.Fprintln(&o.report)
	return nil
}

// write replaces the files, each atomically, the register last, and shows the plan when that is done: a reader of standard output
// that takes its time must not hold up the writing.
func (o *stampPlan) write(p *program, folder string) error {
	// The register comes last: a reference that only a page has is added to it by the next run, and one that only the register
	// had would be taken for that of an item that is gone.
	names := slices.DeleteFunc(site.SortedKeys(o.files), func(name string) bool { return name == checklist.RegisterFile })
	if _, changed := o.files[checklist.RegisterFile]; changed {
		names = append(names, checklist.RegisterFile)
	}
	for _, file := range names {
		if err := checkTarget(folder, file); err != nil {
			return err
		}
	}
	for i, file := range names {
		name := filepath.Join(folder, filepath.FromSlash(file))
		err := replaceFile(name, o.files[file].after, o.files[file].isUnchanged)
		if err == nil {
			continue
		}
		if i > 0 {
			fmt.Fprintf(p.stderr, "Written so far: %s.\n", strings.Join(names[:i], ", "))
		}
		if errors.Is(err, errChanged) {
			return workError("Nothing of that was lost. Run pandect stamp --write once more.", "The file %s was saved by somebody else meanwhile, so it was left as it is.", name)
		}
		return workError("Check that you may write there and that no other program has it open, and run pandect stamp --write once more.",
			"The file %s could not be written (%v).", name, disk.Reason(err))
	}
	io.Copy(p.stdout, &o.report)
	fmt.Fprintf(p.stdout, "Written: %s.\n", strings.Join(names, ", "))
	return nil
}

// checkTarget refuses to write a file that the site does not read, because a link to it is refused or it is no regular file. It is
// asked of all files before the first is written, so that no page has a reference that the register cannot take.
func checkTarget(folder, file string) error {
	name := filepath.Join(folder, filepath.FromSlash(file))
	real, err := source.Follow(disk.System{}, folder, file)
	if refused, ok := errors.AsType[*source.LinkError](err); ok {
		return workError(refused.Hint, "The file %s is a link to %s, %s, so nothing was written.", name, refused.Target, refused.Why)
	}
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(real)
	}
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a regular file")
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return workError("Move it away and run pandect stamp --write once more.", "The file %s cannot be written (%v), so nothing was written.", name, disk.Reason(err))
}
