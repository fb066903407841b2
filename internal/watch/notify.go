package watch

import (
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// event is one thing that the system told, or an error in telling.
type event struct {
	path  string
	op    fsnotify.Op
	error error
}

// notifier is a set of folders of whose entries the system tells. It is safe for concurrent use.
type notifier interface {
	Add(folder string) error
	Remove(folder string) error
	WatchList() []string
	Close() error // waits for the notifier's goroutines
}

// kernel is the system's notifier. Events are taken from it from the first moment on, also while folders are added.
type kernel struct {
	*fsnotify.Watcher
	pump sync.WaitGroup
}

func newNotifier(emit func(event)) (notifier, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	k := &kernel{Watcher: w}
	k.pump.Go(func() {
		for {
			select {
			case e, ok := <-w.Events:
				if !ok {
					return
				}
				emit(event{path: filepath.Clean(e.Name), op: e.Op})
			case err, ok := <-w.Errors:
				if !ok {
					return
				}
				emit(event{error: err})
			}
		}
	})
	return k, nil
}

func (k *kernel) Close() error {
	err := k.Watcher.Close()
	k.pump.Wait()
	return err
}

func isOverflow(err error) bool { return errors.Is(err, fsnotify.ErrEventOverflow) }

// isPassing reports whether a folder could not be added for a reason that the next look will show.
func isPassing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR)
}

// isExhausted reports whether the system lets nobody watch more. inotify answers ENOSPC for too many watches and EMFILE
// for too many instances; kqueue has a file open for every file it watches.
func isExhausted(err error) bool {
	for _, number := range []error{syscall.ENOSPC, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM} {
		if errors.Is(err, number) {
			return true
		}
	}
	return false
}
