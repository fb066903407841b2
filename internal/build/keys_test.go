package build

import (
	"testing"

	"pandect/internal/assets"
	"pandect/internal/markdown"
	"pandect/internal/memo"
	"pandect/internal/memo/memotest"
	"pandect/internal/search/index"
	"pandect/internal/site"
)

// A setting that is missing from a key would keep what was made before it changed. Partials count with what they
// write, so that their own tests cover them.
func TestOptionsAreCoveredByTheirKeys(t *testing.T) {
	memotest.EveryField(t, func(o *markdown.Options) memo.Sum { return o.Sum() }, "Partials")
	memotest.EveryField(t, func(o *site.IndexOptions) memo.Sum { return o.Sum() }, "Together")
	memotest.EveryField(t, func(o *index.BuildOptions) memo.Sum { return o.Sum() }, "Build")
	memotest.EveryField(t, func(o *assets.Options) memo.Sum { return o.Sum() }, "Files")
}
