package highlight

import (
	"math"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// Chroma gives each match a quarter of a second and takes a match that needs longer for none. The engine below it tells
// the time by a clock that it reads now and then. Here it never reads it again, so no match is ever too late, in any
// lexer, also in those that lexers keep within them. What ends a match is that its text is short: see limits.go.
func init() { regexp2.SetTimeoutCheckPeriod(math.MaxInt64 / 2 * time.Nanosecond) }
