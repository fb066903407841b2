package source

import (
	"context"
	"time"

	"pandect/internal/disk"
)

// Disk lets tests stand between a store and the system, which System is.
type (
	Disk   = disk.Reader
	System = disk.System
)

// OpenOn is Open with another disk and with pauses that take no time.
func OpenOn(root string, o Options, d Disk) (*Store, error) {
	s, err := open(root, o, d)
	if err == nil {
		s.pause = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	}
	return s, err
}

// OnPause is called whenever the store waits for a site to come to rest.
func (s *Store) OnPause(do func()) {
	pause := s.pause
	s.pause = func(ctx context.Context, d time.Duration) error {
		do()
		return pause(ctx, d)
	}
}
