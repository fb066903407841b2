package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pandect/internal/diag"
)

// The groups of commands in the help.
const (
	groupWrite   = "write"
	groupPublish = "publish"
	groupOther   = "other"
)

// Help lists the commands in the order in which they are added. It is set once, because the setting is global and tests run the
// program concurrently.
func init() { cobra.EnableCommandSorting = false }

// newRoot returns the command line of the program.
func newRoot(p *program) *cobra.Command {
	root := &cobra.Command{
		Use:   "pandect",
		Short: "Turn a folder of markdown into a website that can be searched",
		Long: `Pandect turns a folder of markdown into a website that can be searched.

A site is a folder with config.toml and a folder content/ of markdown files. The
finished site is a folder of plain files: put it on any server, or open it from
a shared drive.`,
		Example: `  pandect init handbook              start a new site in the folder handbook
  pandect build --source handbook    make the finished site in handbook/public
  pandect check                      look for problems in the site in this folder`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd.Root(), "pandect", args[0])
			}
			return cmd.Help()
		},
	}
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetFlagErrorFunc(flagError)

	root.AddGroup(
		&cobra.Group{ID: groupWrite, Title: "Writing"},
		&cobra.Group{ID: groupPublish, Title: "Publishing"},
		&cobra.Group{ID: groupOther, Title: "More"},
	)
	root.AddCommand(
		newInit(p), newNew(p), newStamp(p), newServe(p), newRender(p), newSearch(p),
		newBuild(p), newCheck(p), newRuns(p),
		newVersion(p),
	)
	root.SetHelpCommandGroupID(groupOther)
	root.SetCompletionCommandGroupID(groupOther)
	return root
}

// oneArg is the rule for a command that takes one argument, which is described by what.
func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return usageError(helpHint(cmd), "It needs %s.", what)
		case len(args) > 1:
			return usageError(`A name with spaces in it needs quotes around it: "like this".`,
				"It takes one argument, but there are %d: %s.", len(args), strings.Join(args, ", "))
		}
		return nil
	}
}

// noArgs is the rule for a command that takes no arguments.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.Flags().Lookup("source") != nil {
		return usageError("Try: "+cmd.CommandPath()+" --source "+quoted(args[0]),
			"It takes flags only, but there is also %q.", args[0])
	}
	return usageError(helpHint(cmd), "It takes flags only, but there is also %q.", args[0])
}

// unknownCommand returns the error for an unknown command; before is what was typed before it.
func unknownCommand(root *cobra.Command, before, name string) error {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	hint := "Try: pandect help"
	if best, ok := diag.Suggest(name, names); ok {
		hint = "Try: " + before + " " + best
	}
	return usageError(hint, "There is no command %q.", name)
}

// flagError rewords an error of pflag.
func flagError(cmd *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			return unknownFlag(cmd, "-"+name, name)
		}
		return unknownFlag(cmd, "--"+name, name)
	}
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return usageError(helpHint(cmd), "The flag --%s needs a value.", missing.GetFlag().Name)
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		flag := invalid.GetFlag()
		if flag.Value.Type() == "bool" {
			return usageError("Try: "+cmd.CommandPath()+" --"+flag.Name,
				"The flag --%s is either there or not: it cannot be %q.", flag.Name, invalid.GetValue())
		}
		return usageError(asSentence(invalid.Unwrap().Error()),
			"The flag --%s cannot be %q.", flag.Name, invalid.GetValue())
	}
	return usageError(helpHint(cmd), "%s", asSentence(err.Error()))
}

func unknownFlag(cmd *cobra.Command, written, name string) error {
	var names []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			names = append(names, flag.Name)
		}
	})
	hint := helpHint(cmd)
	if best, ok := diag.Suggest(name, names); ok {
		hint = "Try: " + cmd.CommandPath() + " --" + best
	}
	return usageError(hint, "There is no flag %s.", written)
}

// helpHint is the hint when there is no better one.
func helpHint(cmd *cobra.Command) string { return "Try: " + cmd.CommandPath() + " --help" }

// quoted quotes an argument for a shell.
func quoted(arg string) string {
	if strings.ContainsAny(arg, " \t'&()") {
		return `"` + arg + `"`
	}
	return arg
}

// asSentence turns the text of an error into a sentence, with a capital and a full stop.
func asSentence(s string) string {
	s = strings.ToUpper(s[:min(1, len(s))]) + s[min(1, len(s)):]
	return strings.TrimSuffix(s, ".") + "."
}
