package main

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands returns every command that a person can see, with its path: "pandect completion bash".
func commands() map[string]*cobra.Command {
	all := map[string]*cobra.Command{}
	var add func(*cobra.Command)
	add = func(cmd *cobra.Command) {
		all[cmd.CommandPath()] = cmd
		for _, child := range cmd.Commands() {
			if !child.Hidden {
				add(child)
			}
		}
	}
	root := newRoot(&program{stdout: nil, stderr: io.Discard})
	root.InitDefaultHelpCmd() // as Execute does
	root.InitDefaultCompletionCmd()
	root.InitDefaultVersionFlag()
	add(root)
	return all
}

// sections returns the text below each heading of the form "## `pandect build`".
func sections(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	heading := regexp.MustCompile("(?m)^##+ `(.*)`$")
	text := string(data)
	places := heading.FindAllStringSubmatchIndex(text, -1)
	for i, at := range places {
		end := len(text)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		found[text[at[2]:at[3]]] = text[at[1]:end]
	}
	return found
}

func TestEveryCommandAndFlagIsDocumented(t *testing.T) {
	documented := sections(t)
	all := commands()
	for path, cmd := range all {
		text, ok := documented[path]
		if !ok {
			t.Errorf("docs/commands.md has no heading \"## `%s`\"", path)
			continue
		}
		cmd.Flags().VisitAll(func(flag *pflag.Flag) {
			if flag.Hidden || flag.Name == "help" {
				return
			}
			if !strings.Contains(text, "`--"+flag.Name+"`") && !strings.Contains(text, "`--"+flag.Name+" ") {
				t.Errorf("docs/commands.md does not explain --%s under %s", flag.Name, path)
			}
		})
		for _, name := range regexp.MustCompile("`--([a-z-]+)").FindAllStringSubmatch(text, -1) {
			if cmd.Flags().Lookup(name[1]) == nil {
				t.Errorf("docs/commands.md explains --%s under %s, which has no such flag", name[1], path)
			}
		}
	}
	for path := range documented {
		if all[path] == nil {
			t.Errorf("docs/commands.md explains %s, which does not exist", path)
		}
	}
}

func TestEveryCommandHasAnExampleThatIsRight(t *testing.T) {
	all := commands()
	for path, cmd := range all {
		if cmd.HasSubCommands() && !cmd.Runnable() || strings.HasPrefix(path, "pandect completion") || path == "pandect help" { // these are cobra's
			continue
		}
		if !strings.Contains(cmd.Example, path) {
			t.Errorf("the help of %s has no example of it", path)
		}
		for line := range strings.Lines(cmd.Example) {
			command, _, _ := strings.Cut(strings.TrimSpace(line), "   ")
			words := strings.Fields(command)
			used, rest, err := cmd.Root().Find(words[1:])
			if err != nil {
				t.Errorf("the help of %s has the example %q: %v", path, command, err)
				continue
			}
			for _, word := range rest {
				name, _, _ := strings.Cut(strings.TrimPrefix(word, "--"), "=")
				if strings.HasPrefix(word, "--") && used.Flags().Lookup(name) == nil {
					t.Errorf("the help of %s has the example %q, but there is no flag %s", path, command, word)
				}
			}
		}
	}
}
