package highlight

import (
	"math"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// Chroma gives each match 250 ms and treats one that takes longer as no match, so colours would depend on how busy the
// machine is. regexp2 detects timeouts by polling a clock; with this period it never polls again, which also holds for
// the lexers that others embed. Work is bounded by the size of the code instead: see limits.go.
func init() { regexp2.SetTimeoutCheckPeriod(math.MaxInt64 / 2 * time.Nanosecond) }
