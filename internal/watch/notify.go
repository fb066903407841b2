package watch

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// event is a file system event, or an error of the notifier.
type event struct {
	path string
	op   fsnotify.Op
	err  error
}

// notifier watches a set of folders and emits an event for each change of their entries. It is safe for concurrent use.
type notifier interface {
	Add(folder string) error
	Remove(folder string) error
	WatchList() []string
	Close() error // waits for the notifier's goroutines
}

// systemNotifier is the notifier of fsnotify. Its events are received from the start, also while folders are added.
type systemNotifier struct {
	*fsnotify.Watcher
	pump sync.WaitGroup
}

func newNotifier(emit func(event)) (notifier, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	n := &systemNotifier{Watcher: w}
	n.pump.Go(func() {
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
				emit(event{err: err})
			}
		}
	})
	return n, nil
}

func (n *systemNotifier) Close() error {
	err := n.Watcher.Close()
	n.pump.Wait()
	return err
}

func isOverflow(err error) bool { return errors.Is(err, fsnotify.ErrEventOverflow) }

// isTransient reports whether a folder could not be added for a reason that the next scan will show.
func isTransient(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR)
}

// isExhausted reports whether the system has no more watches to give. inotify answers ENOSPC for too many watches and EMFILE
// for too many instances; kqueue has a file open for every file it watches.
func isExhausted(err error) bool {
	return slices.ContainsFunc([]error{syscall.ENOSPC, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM}, func(number error) bool {
		return errors.Is(err, number)
	})
}
