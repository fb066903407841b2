package sitetest

import (
	_ "embed"
	"sync"

	"github.com/rogpeppe/go-internal/txtar"
)

//go:embed theme.txtar
var theme []byte

var themeFiles = sync.OnceValue(func() map[string]string {
	files := map[string]string{}
	for _, f := range txtar.Parse(theme).Files {
		files[f.Name] = string(f.Data)
	}
	return files
})

// Theme returns a small theme by path within it, which a test must not change. It shows all that a layout may read
// and is quick to parse, to bundle and to render.
func Theme() map[string]string { return themeFiles() }
