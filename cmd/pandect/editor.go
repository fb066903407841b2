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
	"pandect/internal/memo"
	"pandect/internal/source"
)

// editor opens files of a site with the command that config.toml names. It is safe for concurrent use, but for follow.
type editor struct {
	root   string                   // folder of the site
	launch func([]string) error     // starts a program, see launcher
	words  atomic.Pointer[[]string] // of the command; nil or empty for none
	config memo.Sum                 // digest of the config.toml that they are from
}

// follow takes the command from a tree. A config.toml that is broken or gone changes nothing.
func (e *editor) follow(tree *source.Tree) {
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

// isSet reports whether there is a command.
func (e *editor) isSet() bool {
	words := e.words.Load()
	return words != nil && len(*words) > 0
}

// open opens a file, slash-separated below the site's root, at a line from 1; 0 means the whole file. The error is a
// phrase.
func (e *editor) open(file string, line int) error {
	if !e.isSet() {
		return errors.New("config.toml names none")
	}
	name, err := e.inside(file)
	if err != nil {
		return err
	}
	words := fill(*e.words.Load(), name, line)
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

// inside returns where a file of the site lies on disk. It refuses what is no file or lies outside of the site, also
// behind a link.
func (e *editor) inside(file string) (string, error) {
	absolute, err := filepath.Abs(e.root)
	if err != nil {
		return "", err
	}
	root, err := os.OpenRoot(absolute)
	if err != nil {
		return "", fmt.Errorf("the site cannot be reached (%v)", reason(err))
	}
	defer root.Close()
	switch info, err := root.Stat(filepath.FromSlash(file)); {
	case errors.Is(err, fs.ErrNotExist) && strings.HasPrefix(file, "themes/"):
		return "", fmt.Errorf("%s comes with Pandect and is not on disk", file)
	case err != nil:
		return "", fmt.Errorf("%s cannot be reached (%v)", file, reason(err))
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is not a file", file)
	}
	return filepath.Join(absolute, filepath.FromSlash(file)), nil
}

// fill puts a file and a line into the words of a command. The name of the file is absolute, so that it cannot be taken
// for an option, and what it holds is not looked at again.
func fill(words []string, file string, line int) []string {
	places := strings.NewReplacer("{file}", file, "{line}", strconv.Itoa(max(line, 1)))
	filled := make([]string, len(words))
	for i, word := range words {
		filled[i] = places.Replace(word)
	}
	return filled
}

// isBatch reports whether a program is a script of the Windows command line, which reads signs in names as commands.
func isBatch(program string) bool {
	extension := strings.ToLower(filepath.Ext(program))
	return runtime.GOOS == "windows" && (extension == ".bat" || extension == ".cmd")
}
