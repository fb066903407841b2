package source

import (
	"path"
	"strings"
)

// junkNames are left by editors and systems, in lower case. vim tries whether it may write with a file named 4913.
var junkNames = map[string]bool{"thumbs.db": true, "desktop.ini": true, "4913": true}

// junkExtensions are unfinished downloads and swap files, in lower case.
var junkExtensions = map[string]bool{
	".tmp": true, ".swp": true, ".swo": true, ".swx": true, ".crswap": true, ".part": true, ".crdownload": true,
}

// Ignored reports whether a file or folder with this base name is skipped, because a program left it behind. Names that
// begin with a dot cover .git, .obsidian, .trash, .DS_Store, ._resource forks, .~lock files and the folders of sync programs.
func Ignored(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(name, ".") ||
		strings.HasPrefix(name, "~$") ||
		strings.HasSuffix(name, "~") ||
		len(name) > 1 && strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		junkNames[lower] ||
		junkExtensions[path.Ext(lower)]
}
