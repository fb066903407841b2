package publish

import (
	"context"

	"pandect/internal/memo"
	"pandect/internal/site"
)

// Disk lets tests stand between a run and the system, which System is.
type (
	Disk   = fileSystem
	System = osFS
)

// PublishOn is Publish with another disk.
func PublishOn(ctx context.Context, outputs []site.Output, edition memo.Sum, o Options, d Disk) (Report, error) {
	return publish(ctx, outputs, edition, o, d)
}

// ErrUnsupported is what Lock returns where there are no locks.
var ErrUnsupported = errUnsupported

// Recode reads a manifest and writes it again. paths are what it names.
func Recode(raw []byte) (again []byte, paths []string, err error) {
	m, err := decodeManifest(raw)
	for _, e := range m.entries {
		paths = append(paths, e.path)
	}
	return m.encode(), paths, err
}

// IsValidPath is isValidPath.
var IsValidPath = isValidPath

// EmptyPage is emptyPage.
var EmptyPage = emptyPage
