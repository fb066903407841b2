// Package themes holds the themes that come with Pandect, as files inside the program. It is not for reading themes:
// that is what the packages source, theme and assets do.
package themes

import "embed"

// FS holds one folder for each theme, named after it.
//
//go:embed all:counsel
var FS embed.FS
