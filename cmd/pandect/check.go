package main

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"github.com/spf13/cobra"

	"pandect/internal/diag"
	"pandect/internal/fanout"
)

func newCheck(p *program) *cobra.Command {
	var flags siteFlags
	var fix bool
	cmd := &cobra.Command{
		Use:     "check",
		GroupID: groupPublish,
		Short:   "Look for problems without writing anything",
		Long: `Look for problems: do all the work of build, and write nothing. Besides, every
page is looked for by its title, as a reader would who knows what it is called,
and checklists are looked at as checklists.

With --fix links are corrected whose target is certain, because a single file has
its name. Each change is shown; everything else in the file stays as it is.

The exit code is 0 when nothing was found, 1 when there are errors or warnings,
and 2 when the command line or the configuration is wrong.`,
		Example: `  pandect check
  pandect check --drafts --future
  pandect check --fix
  pandect check --format sarif > findings.sarif`,
		Args:              noArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if fix {
				if err := p.fix(cmd.Context(), &flags); err != nil {
					return err
				}
			}
			return p.check(cmd.Context(), &flags)
		},
	}
	addSource(cmd, &flags.source)
	flags.add(cmd, "text", "json", "sarif")
	cmd.Flags().BoolVar(&fix, "fix", false, "write the links whose target is certain")
	return cmd
}

// check finds the problems of a site and reports them.
func (p *program) check(ctx context.Context, flags *siteFlags) error {
	s, err := p.compiledSession(ctx, flags)
	if err != nil {
		return err
	}
	defer s.end()
	if err := s.renderAll(ctx); err != nil {
		return err
	}
	if err := s.searchTitles(ctx); err != nil {
		return err
	}
	s.found = append(s.found, s.edition.Lint(s.tree, s.now)...)
	s.end()
	return p.writeReport(s, s.outcome("check"))
}

// renderAll renders every output to find its problems. It does nothing when the configuration is wrong, because every page would
// only repeat that.
func (s *session) renderAll(ctx context.Context) error {
	if slices.ContainsFunc(s.found, isConfigurationError) {
		return nil
	}
	return s.stage("Making pages", func() error {
		outputs := s.edition.Outputs()
		found := make([][]diag.Diagnostic, len(outputs))
		failed := make([]error, len(outputs))
		var done atomic.Int64
		err := fanout.Each(ctx, s.flags.jobs.value, len(outputs), func(i int) {
			_, found[i], failed[i] = outputs[i].Open(ctx)
			s.progress.Count(int(done.Add(1)), len(outputs))
		})
		for _, list := range found {
			s.found = append(s.found, list...)
		}
		return errors.Join(append(failed, err)...)
	})
}

// searchTitles reports pages that search does not find by their titles. It does nothing when the configuration is wrong,
// because then there may be no search.
func (s *session) searchTitles(ctx context.Context) error {
	if slices.ContainsFunc(s.found, isConfigurationError) {
		return nil
	}
	return s.stage("Searching for titles", func() error {
		found, err := s.edition.UnfoundTitles(ctx, s.tree, s.flags.jobs.value)
		s.found = append(s.found, found...)
		return err
	})
}
