package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"

	"pandect/internal/config"
	"pandect/internal/disk"
	"pandect/internal/memo"
	"pandect/internal/source"
)

// editor opens files of a site with the command of the user, else with the editor that config.toml names. It is safe for
// concurrent use, except for update.
type editor struct {
	root   string                   // folder of the site
	own    []string                 // the words of the user's command, which counts for more than config.toml; nil for none
	launch func([]string) error     // starts a program, see launcher
	words  atomic.Pointer[[]string] // of the editor that config.toml names; nil or empty for none
	config memo.Sum                 // digest of the config.toml that names it
}

// ownEditor returns the words of the user's own command: that of the flag, else of the environment, else of the user's
// configuration file. They are nil when there is none.
func ownEditor(flag string) ([]string, error) {
	for _, given := range []struct{ where, text string }{
		{"the flag --editor", flag}, {"the environment variable PANDECT_EDITOR", os.Getenv("PANDECT_EDITOR")},
	} {
		if given.text == "" {
			continue
		}
		words, mistake := config.Command(given.text)
		if mistake != nil {
			return nil, usageError(mistake.Hint, "The editor in %s cannot be used: %q. %s", given.where, given.text, mistake.Message)
		}
		return words, nil
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		return nil, nil // a user without a home has no configuration
	}
	name := filepath.Join(folder, "pandect", "config.toml")
	data, err := readRegular(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, workError("Check that it is a file and that you may read it.", "Your own configuration %s could not be read (%v).", name, disk.Reason(err))
	}
	text, found := source.Decode(name, data)
	own, more := config.ParseOwn(name, text)
	for _, d := range append(found, more...) {
		if isConfigurationError(d) {
			return nil, usageError(d.Hint, "Your own configuration %s, line %d: %s", name, max(d.Place.Line, 1), d.Message)
		}
	}
	return own.Editor, nil
}

// update reads the command from a tree. With a config.toml that is broken or missing, the last one stays.
func (e *editor) update(tree *source.Tree) {
	file := tree.File("config.toml")
	if file == nil || file.Sum == e.config {
		return
	}
	e.config = file.Sum
	data, err := file.Bytes()
	if err != nil {
		return
	}
	text, found := source.Decode(file.Path, data)
	cfg, more := config.Parse(file.Path, text)
	for _, d := range append(found, more...) {
		if isConfigurationError(d) {
			return
		}
	}
	e.words.Store(&cfg.Preview.Editor)
}

// command returns the words of the command; none when nothing opens files.
func (e *editor) command() []string {
	if words := e.words.Load(); len(e.own) == 0 && words != nil {
		return *words
	}
	return e.own
}

// isSet reports whether there is a command.
func (e *editor) isSet() bool { return len(e.command()) > 0 }

// open opens a file, slash-separated below the site's root, at a line from 1; 0 means the whole file. The error is a
// phrase.
func (e *editor) open(file string, line int) error {
	command := e.command()
	if len(command) == 0 {
		return errors.New("none is set")
	}
	name, err := e.pathOf(file)
	if err != nil {
		return err
	}
	words := fillPlaceholders(command, name, line)
	program, err := exec.LookPath(words[0])
	if err != nil {
		return fmt.Errorf("there is no program %q", words[0])
	}
	if isBatch(program) && strings.ContainsAny(name, `&|<>^%"`) {
		return fmt.Errorf("%s cannot be given the name of this file", words[0])
	}
	words[0] = program
	return e.launch(words)
}

// pathOf returns the path on disk of a file of the site. It refuses folders, and files outside of the site, also behind a link.
func (e *editor) pathOf(file string) (string, error) {
	absolute, err := filepath.Abs(e.root)
	if err != nil {
		return "", err
	}
	root, err := os.OpenRoot(absolute)
	if err != nil {
		return "", fmt.Errorf("the site cannot be reached (%v)", disk.Reason(err))
	}
	defer root.Close()
	switch info, err := root.Stat(filepath.FromSlash(file)); {
	case errors.Is(err, fs.ErrNotExist) && strings.HasPrefix(file, "themes/"):
		return "", fmt.Errorf("%s comes with Pandect and is not on disk", file)
	case err != nil:
		return "", fmt.Errorf("%s cannot be reached (%v)", file, disk.Reason(err))
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is not a file", file)
	}
	return filepath.Join(absolute, filepath.FromSlash(file)), nil
}

// fillPlaceholders replaces {file} and {line} in the words of a command. The name of the file must be absolute, so that it is
// not taken for an option. Placeholders in the name itself are not replaced.
func fillPlaceholders(words []string, file string, line int) []string {
	placeholders := strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(max(line, 1)))
	filled := make([]string, len(words))
	for i, word := range words {
		filled[i] = placeholders.Replace(word)
	}
	return filled
}

// isBatch reports whether a program is a batch file, for which cmd.exe interprets special characters in arguments.
func isBatch(program string) bool {
	extension := strings.ToLower(filepath.Ext(program))
	return runtime.GOOS == "windows" && (extension == ".bat" || extension == ".cmd")
}
