package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/publish"
	"pandect/internal/site"
	"pandect/internal/source"
)

// buildFlags is what build has beside the flags that it shares with check.
type buildFlags struct {
	siteFlags
	output string
	clean  bool
	watch  bool // publish again whenever something changed
	poll   bool
}

func newBuild(p *program) *cobra.Command {
	var flags buildFlags
	cmd := &cobra.Command{
		Use:     "build",
		GroupID: groupPublish,
		Short:   "Make the finished site",
		Long: `Make the finished site: read content/ and write a folder of plain files.

Only files that changed are written, and only files that an earlier build wrote
are replaced or removed. When there is an error, nothing is written at all, and
the last good site stays as it was.

With --watch it goes on, and publishes again whenever a file is saved or the hour
of a page comes, until Ctrl-C ends it; then the exit code is 0.

Otherwise the exit code is 0 when the site was published, 1 when errors kept it
from being published, and 2 when the command line or the configuration is wrong.`,
		Example: `  pandect build
  pandect build --source handbook --output /srv/www/handbook
  pandect build --drafts --future --output preview
  pandect build --strict --format json
  pandect build --watch --output /srv/www/handbook`,
		Args:              nothing,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if flags.watch {
				return untilEnd(ctx, endPatience, func() error { return p.build(ctx, &flags) })
			}
			return p.build(ctx, &flags)
		},
	}
	addSource(cmd, &flags.source)
	addFolder(cmd, &flags.output, "output", "", "write the finished site to the folder `DIR` (default: public in the source folder)")
	flags.add(cmd, "text", "json")
	cmd.Flags().BoolVar(&flags.clean, "clean", false, "make every file again, and replace files that something else wrote")
	cmd.Flags().BoolVar(&flags.watch, "watch", false, "go on, and publish again whenever something changes")
	addPoll(cmd, &flags.poll)
	return cmd
}

// build makes the finished site and tells what came of it.
func (p *program) build(ctx context.Context, flags *buildFlags) error {
	switch {
	case flags.poll && !flags.watch:
		return usageError("Try: pandect build --watch --poll", "The flag --poll says how to look for changes, so it needs --watch.")
	case flags.watch && flags.format.value != "text":
		return usageError("Leave out one of the two.", "With --watch there is no report in %s: it goes on and on.", flags.format.value)
	}
	if flags.output == "" {
		flags.output = defaultOutput(flags.source)
	}
	if err := requireSite(flags.source); err != nil {
		return err
	}
	if err := requireOutput(flags.source, flags.output); err != nil {
		return err
	}
	if flags.watch {
		return p.watch(ctx, flags)
	}
	s, err := p.begin(ctx, &flags.siteFlags, flags.output)
	if err != nil {
		return err
	}
	defer s.end()
	o, err := s.publish(ctx, flags)
	if err != nil {
		return err
	}
	s.end()
	return p.tell(s, o)
}

// publish makes the output folder equal to the edition, unless there are errors.
func (s *session) publish(ctx context.Context, flags *buildFlags) (*outcome, error) {
	if r, ok := s.journal(flags).find(s.buildKey(), s.now); ok {
		if o, ok := s.recall(ctx, flags, r); ok {
			return o, nil
		}
	}
	if err := s.compile(ctx); err != nil {
		return nil, err
	}
	return s.write(ctx, flags)
}

// journal returns the record of earlier builds, or nil when they are no help.
func (s *session) journal(flags *buildFlags) *journal {
	if flags.clean || flags.watch || s.program().IsZero() { // a watch would push out what others recorded
		return nil
	}
	return openJournal()
}

// write makes the output folder equal to the edition that was compiled, unless there are errors.
func (s *session) write(ctx context.Context, flags *buildFlags) (*outcome, error) {
	outputs := s.edition.Outputs()
	if flags.strict {
		outputs = strict(outputs)
	}
	if o := s.outcome("build"); o.Errors > 0 {
		if err := s.open(ctx); err != nil { // one run reports all problems, also those of pages as they are made
			return nil, err
		}
		o := s.outcome("build")
		o.Output = flags.output
		return o, nil
	}
	var report publish.Report
	err := s.stage("Writing files", func() (err error) {
		report, err = publish.Publish(ctx, outputs, s.edition.Sum(), publish.Options{
			Dir: flags.output, Sources: protected(flags.source), Clean: flags.clean, Jobs: flags.jobs.value, Progress: s.progress.Count,
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	s.found = append(s.found, report.Diagnostics...)
	o := s.outcome("build")
	o.took(report, flags.output)
	if o.Published {
		s.journal(flags).add(s.buildKey(), record{
			Built: s.now, Until: s.edition.Until(), Edition: s.edition.Sum().String(),
			Pages: o.Pages, HeldBack: o.HeldBack, Diagnostics: s.found,
		})
	}
	return o, nil
}

// strict returns outputs of which a warning counts as an error.
func strict(outputs []site.Output) []site.Output {
	outputs = slices.Clone(outputs)
	for i, out := range outputs {
		outputs[i].Open = func(ctx context.Context) ([]byte, []diag.Diagnostic, error) {
			data, found, err := out.Open(ctx)
			return data, diag.Promote(found), err
		}
	}
	return outputs
}

// recall returns the outcome of a build that needs no work: an earlier one came to the edition of record r, and the
// output folder holds exactly that edition.
func (s *session) recall(ctx context.Context, flags *buildFlags, r record) (o *outcome, intact bool) {
	var report publish.Report
	s.stage("Comparing files", func() error {
		report, intact = publish.Intact(ctx, flags.output, r.edition(), flags.jobs.value)
		return nil
	})
	if !intact {
		return nil, false
	}
	s.found = r.Diagnostics
	o = s.outcome("build")
	if o.Errors > 0 { // --strict: the same edition would not be published today
		return nil, false
	}
	o.took(report, flags.output)
	o.Pages, o.HeldBack = r.Pages, r.HeldBack
	return o, true
}

// took adds what was done to the output folder.
func (o *outcome) took(report publish.Report, dir string) {
	o.Published = o.Errors == 0
	o.Output = dir
	o.Written, o.Unchanged, o.Removed = report.Written, report.Skipped, report.Removed
}

// buildKey is the digest of everything that decides about the edition except the clock.
func (s *session) buildKey() memo.Sum {
	h := memo.NewHash("pandect build")
	h.Sum(s.program())
	h.Sum(s.tree.Sum())
	if found, err := json.Marshal(s.tree.Diagnostics()); err == nil { // they may change while the tree does not
		h.Bytes(found)
	}
	h.Bool(s.flags.drafts)
	h.Bool(s.flags.future)
	return h.Done()
}

// defaultOutput is where a site is published when nothing else is said.
func defaultOutput(site string) string { return filepath.Join(site, "public") }

// protected returns what the output folder may neither hold nor lie in: the inputs of a site and its archetypes, which
// people write, too.
func protected(site string) []string { return append(source.Inputs(site), archetypes(site)) }

// requireOutput refuses an output folder in which the finished site would mix with what it is made from. Package
// publish refuses it too, but only when everything has been read and made.
func requireOutput(site, output string) error {
	to := resolved(output)
	for _, name := range protected(site) {
		if from := resolved(name); within(to, from) || within(from, to) {
			return usageError("Choose a folder of its own, such as public in the source folder.",
				"The output folder %s holds %s, or lies in it, from which the site is made.", output, name)
		}
	}
	return nil
}

// resolved returns an absolute path without symbolic links, as far as it exists.
func resolved(name string) string {
	absolute, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if real, err := filepath.EvalSymlinks(absolute); err == nil {
		return real
	}
	if above := filepath.Dir(absolute); above != absolute {
		return filepath.Join(resolved(above), filepath.Base(absolute))
	}
	return absolute
}

// within reports whether name is the folder dir or lies below it.
func within(name, dir string) bool {
	below, err := filepath.Rel(dir, name)
	return err == nil && below != ".." && !strings.HasPrefix(below, ".."+string(filepath.Separator))
}
