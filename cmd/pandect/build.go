package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"pandect/internal/diag"
	"pandect/internal/disk"
	"pandect/internal/memo"
	"pandect/internal/publish"
	"pandect/internal/site"
	"pandect/internal/source"
)

// buildFlags are the flags of build.
type buildFlags struct {
	siteFlags
	output string
	clean  bool
	watch  bool // publish again whenever something changed
	poll   bool

	acceptRemovals bool // also when most pages of the site go
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
the last good site stays as it was. So it does when most of its pages would be
removed at once, as when a drive is not connected: --accept-removals goes on.

With --watch it goes on, and publishes again whenever a file is saved or the hour
of a page comes, until Ctrl-C ends it; then the exit code is 0.

Otherwise the exit code is 0 when the site was published, 1 when errors kept it
from being published, and 2 when the command line or the configuration is wrong.`,
		Example: `  pandect build
  pandect build --source handbook --output /srv/www/handbook
  pandect build --drafts --future --output preview
  pandect build --strict --format json
  pandect build --watch --output /srv/www/handbook`,
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			if flags.watch {
				return runUntilDone(ctx, shutdownTimeout, func() error { return p.build(ctx, &flags) })
			}
			return p.build(ctx, &flags)
		},
	}
	addSource(cmd, &flags.source)
	addFolder(cmd, &flags.output, "output", "", "write the finished site to the folder `DIR` (default: public in the source folder)")
	flags.add(cmd, "text", "json")
	cmd.Flags().BoolVar(&flags.clean, "clean", false, "make every file again, and replace files that something else wrote")
	cmd.Flags().BoolVar(&flags.acceptRemovals, "accept-removals", false, "publish even if most pages of the site are gone")
	cmd.Flags().BoolVar(&flags.watch, "watch", false, "go on, and publish again whenever something changes")
	addPoll(cmd, &flags.poll)
	return cmd
}

// build makes the finished site and reports.
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
	if err := requireOutput(ctx, flags.source, flags.output); err != nil {
		return err
	}
	if flags.watch {
		return p.watch(ctx, flags)
	}
	s, err := p.openSession(ctx, &flags.siteFlags, flags.output)
	if err != nil {
		return err
	}
	defer s.end()
	o, err := s.publish(ctx, flags)
	if err != nil {
		return err
	}
	s.end()
	return p.writeReport(s, o)
}

// publish makes the output folder equal to the edition, unless there are errors.
func (s *session) publish(ctx context.Context, flags *buildFlags) (*outcome, error) {
	if r, ok := s.buildCache(flags).get(s.buildKey(), s.now); ok {
		if o, ok := s.reuse(ctx, flags, r); ok {
			return o, nil
		}
	}
	if err := s.compile(ctx); err != nil {
		return nil, err
	}
	return s.write(ctx, flags)
}

// buildCache returns the cache of earlier builds, or nil when it must not be used.
func (s *session) buildCache(flags *buildFlags) *buildCache {
	if flags.clean || flags.watch || s.program().IsZero() { // --watch would evict the records of other builds
		return nil
	}
	return openBuildCache()
}

// write publishes the compiled edition, unless there are errors.
func (s *session) write(ctx context.Context, flags *buildFlags) (*outcome, error) {
	outputs := s.edition.Outputs()
	if flags.strict {
		outputs = strict(outputs)
	}
	if o := s.outcome("build"); o.Errors > 0 {
		if err := s.renderAll(ctx); err != nil { // so that one run reports all problems, also those of rendering
			return nil, err
		}
		o := s.outcome("build")
		o.Output = flags.output
		return o, nil
	}
	var report publish.Report
	err := s.stage("Writing files", func() (err error) {
		report, err = publish.Publish(ctx, outputs, s.edition.Sum(), publish.Options{
			Dir: flags.output, Sources: protectedPaths(ctx, flags.source), Clean: flags.clean, Jobs: flags.jobs.value, Progress: s.progress.Count,
			AcceptRemovals: flags.acceptRemovals, Watching: flags.watch,
			Waiting: func() { s.say("Another build is writing to " + flags.output + "; this one waits until it is done.") },
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	s.found = append(s.found, report.Diagnostics...)
	o := s.outcome("build")
	o.setPublished(report, flags.output)
	if o.Published {
		s.buildCache(flags).put(s.buildKey(), record{
			Built: s.now, Until: s.edition.Until(), Edition: s.edition.Sum().String(),
			Pages: o.Pages, HeldBack: o.HeldBack, Diagnostics: s.found,
		})
	}
	return o, nil
}

// strict returns outputs whose warnings are errors.
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

// reuse returns the outcome of a build for which an earlier one made record r, if the output folder still holds exactly that
// edition. Then nothing has to be compiled.
func (s *session) reuse(ctx context.Context, flags *buildFlags, r record) (o *outcome, intact bool) {
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
	o.setPublished(report, flags.output)
	o.Pages, o.HeldBack = r.Pages, r.HeldBack
	return o, true
}

// setPublished adds the result of publishing.
func (o *outcome) setPublished(report publish.Report, dir string) {
	o.Published = o.Errors == 0
	o.Output = dir
	o.Written, o.Unchanged, o.Removed = report.Written, report.Skipped, report.Removed
}

// buildKey is the digest of everything that the edition depends on except the clock.
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

// defaultOutput is the output folder of a site when --output is not given.
func defaultOutput(site string) string { return filepath.Join(site, "public") }

// protectedPaths returns what the output folder may neither hold nor lie in: the inputs of a site, what links in them lead to,
// and its archetypes.
func protectedPaths(ctx context.Context, site string) []string {
	names := append(source.Inputs(site), archetypes(site))
	if root, err := filepath.Abs(site); err == nil {
		if listing := source.List(ctx, disk.System{}, root, ""); listing != nil {
			names = append(names, listing.Targets...)
		}
	}
	return names
}

// requireOutput refuses an output folder that holds or lies in what the site is made from. Package publish refuses it as well,
// but only after everything has been read and compiled.
func requireOutput(ctx context.Context, site, output string) error {
	to := disk.RealPath(disk.System{}, output)
	for _, name := range protectedPaths(ctx, site) {
		if from := disk.RealPath(disk.System{}, name); disk.Within(to, from) || disk.Within(from, to) {
			return usageError("Choose a folder of its own, such as public in the source folder.",
				"The output folder %s holds %s, or lies in it, from which the site is made.", output, name)
		}
	}
	return nil
}
