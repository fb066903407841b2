package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// Flags validate their values when they are parsed.

// choice is a flag with a fixed list of values, of which the first is the default.
type choice struct {
	value   string
	choices []string
}

func newChoice(choices ...string) *choice { return &choice{value: choices[0], choices: choices} }

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.choices, "|") }
func (c *choice) Set(s string) error {
	for _, x := range c.choices {
		if s == x {
			c.value = s
			return nil
		}
	}
	return fmt.Errorf("choose %s", orList(c.choices))
}

// instant is a flag that holds a point in time; zero when it was not given.
type instant struct{ value time.Time }

func (i *instant) String() string {
	if i.value.IsZero() {
		return ""
	}
	return i.value.Format(time.RFC3339)
}
func (i *instant) Type() string { return "TIME" }
func (i *instant) Set(s string) (err error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if i.value, err = time.Parse(layout, s); err == nil {
			return nil
		}
	}
	return fmt.Errorf("write a day such as 2026-11-23 or an instant such as 2026-11-23T09:00:00Z")
}

// count is a flag that holds a whole number of at least one; zero when it was not given.
type count struct{ value int }

func (c *count) String() string {
	if c.value == 0 {
		return ""
	}
	return strconv.Itoa(c.value)
}
func (c *count) Type() string { return "N" }
func (c *count) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return fmt.Errorf("write a whole number from 1 upwards")
	}
	c.value = n
	return nil
}

// siteFlags are the flags that commands on a site have in common.
type siteFlags struct {
	source         string
	drafts, future bool
	strict         bool
	jobs           count
	now            instant
	format         *choice
	quiet, verbose bool
}

// add adds all of the flags except --source, which comes first.
func (f *siteFlags) add(cmd *cobra.Command, formats ...string) {
	f.format = newChoice(formats...)
	f.addPages(cmd)
	cmd.Flags().BoolVar(&f.strict, "strict", false, "count every warning as an error")
	f.addWork(cmd)
	cmd.Flags().Var(f.format, "format", "write the report as "+orList(formats))
	f.addTalk(cmd)
	mustComplete(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp)))
}

// addPages adds the flags that choose pages.
func (f *siteFlags) addPages(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.drafts, "drafts", false, "include pages that are marked as drafts")
	cmd.Flags().BoolVar(&f.future, "future", false, "include pages whose day of publication lies ahead")
}

// addWork adds the flags for the clock and parallelism.
func (f *siteFlags) addWork(cmd *cobra.Command) {
	cmd.Flags().Var(&f.now, "now", "take `TIME` as the current time: 2026-11-23 or 2026-11-23T09:00:00Z")
	cmd.Flags().Var(&f.jobs, "jobs", "work on `N` files at a time (default: one for each processor)")
}

// addTalk adds the flags for the verbosity.
func (f *siteFlags) addTalk(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.quiet, "quiet", false, "print problems only")
	cmd.Flags().BoolVar(&f.verbose, "verbose", false, "also print what each stage did and how long it took")
}

// addPoll adds the flag that makes a watcher poll.
func addPoll(cmd *cobra.Command, poll *bool) {
	cmd.Flags().BoolVar(poll, "poll", false, "look for changes again and again, for drives that do not report them")
}

// addSource adds the flag for the folder of the site.
func addSource(cmd *cobra.Command, source *string) {
	addFolder(cmd, source, "source", ".", "the `DIR` that holds config.toml")
}

// addFolder adds a flag for a folder.
func addFolder(cmd *cobra.Command, value *string, name, standard, usage string) {
	cmd.Flags().StringVar(value, name, standard, usage)
	mustComplete(cmd.MarkFlagDirname(name))
}

// mustComplete panics when shell completion is registered for a flag that does not exist, which is a bug.
func mustComplete(err error) {
	if err != nil {
		panic(err)
	}
}

// endOfDates is the last second of the year 9999, in Unix time: later dates cannot be written with four digits.
const endOfDates = 253402300799

// clock returns the current time: that of the flag, else of SOURCE_DATE_EPOCH, else of the system, which is not fixed. It is in
// UTC, as are the days that editors write, so that the same content gives the same site everywhere.
func clock(flag instant) (now time.Time, fixed bool, err error) {
	if !flag.value.IsZero() {
		return flag.value.UTC(), true, nil
	}
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return wallClock(), false, nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil || seconds < 0 || seconds > endOfDates {
		return time.Time{}, false, usageError("Set it to a number of seconds since 1970, or unset it.",
			"The environment variable SOURCE_DATE_EPOCH is %q, which is not a point in time.", epoch)
	}
	return time.Unix(seconds, 0).UTC(), true, nil
}

// wallClock returns the system's time without the monotonic reading, so that comparisons notice when the clock is set.
func wallClock() time.Time { return time.Now().UTC().Round(0) }

// orList joins words: "text, json or sarif".
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
