package watch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	quiet   = 30 * time.Millisecond
	ceiling = 500 * time.Millisecond
)

func TestOneSaveGivesOneHintWhenItIsQuiet(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		w.save(page, "two")
		h, took := w.await(watcher, time.Second)
		w.want(h, Event, page)
		if took != quiet {
			t.Errorf("the hint came after %v, want %v", took, quiet)
		}
		w.silent(watcher, time.Minute)
	})
}

func TestAStormGivesAHintEveryCeilingAndOneAtItsEnd(t *testing.T) {
	for _, every := range []time.Duration{time.Millisecond, 20 * time.Millisecond, 100 * time.Millisecond} {
		t.Run(every.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				watcher := w.start(w.options())
				began := time.Now()
				previous := began
				var longest time.Duration // between two hints
				taken := make(chan struct{})
				go func() {
					defer close(taken)
					for range watcher.Hints() {
						longest, previous = max(longest, time.Since(previous)), time.Now()
					}
				}()
				last := began // save
				for time.Since(began) < 10*time.Second {
					w.save(page, "new")
					last = time.Now()
					time.Sleep(every)
				}
				time.Sleep(time.Minute)
				watcher.Close()
				<-taken
				if limit := ceiling + max(every, quiet); longest > limit {
					t.Errorf("%v without a hint, want at most %v", longest, limit)
				}
				if late := previous.Sub(last); late < 0 || late > slowWriteFactor*quiet {
					t.Errorf("the last hint came %v after the last save", late)
				}
			})
		})
	}
}

func TestHintsThatNobodyTakesBecomeOne(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		for i := range 3 * maxPaths {
			w.save(fmt.Sprintf("/site/content/%03d.md", i), "new")
			time.Sleep(time.Second)
		}
		w.tellError(fsnotify.ErrEventOverflow)
		time.Sleep(time.Second)
		h := <-watcher.Hints()
		if h.Reason != Overflow || len(h.Paths) != maxPaths || !slices.IsSorted(h.Paths) {
			t.Errorf("hint %q of %d paths, want %q of %d, sorted", h.Reason, len(h.Paths), Overflow, maxPaths)
		}
		w.silent(watcher, time.Minute)
	})
}

func TestAFileThatGrowsIsAwaited(t *testing.T) {
	for name, test := range map[string]struct {
		gap  time.Duration
		tell bool
		most int // hints
	}{
		"told":             {gap: 10 * time.Millisecond, tell: true, most: 1},
		"told, with gaps":  {gap: 45 * time.Millisecond, tell: true, most: 2}, // the first part looked whole
		"told of it once ": {gap: 25 * time.Millisecond, tell: false, most: 1},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				o := w.options()
				o.SafetyInterval = time.Hour
				watcher := w.start(o)
				var hints []time.Time
				taken := make(chan struct{})
				go func() {
					defer close(taken)
					for range watcher.Hints() {
						hints = append(hints, time.Now())
					}
				}()
				w.save(page, "1")
				whole := time.Now()
				for i := range 8 {
					time.Sleep(test.gap)
					if w.write(page, strings.Repeat("1", i+2)); test.tell {
						w.tell(page, fsnotify.Write)
					}
					whole = time.Now()
				}
				time.Sleep(time.Minute)
				watcher.Close()
				<-taken
				if len(hints) == 0 || len(hints) > test.most || hints[len(hints)-1].Before(whole) {
					t.Errorf("hints at %v, want one when the file was whole, at %v, and at most %d", hints, whole, test.most)
				}
			})
		})
	}
}

func TestAFileThatNeverStopsGrowingIsNotAwaitedForEver(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		stop := time.Now().Add(5 * time.Second)
		writing := make(chan struct{})
		defer func() { <-writing }()
		go func() {
			defer close(writing)
			for time.Now().Before(stop) {
				w.save(page, time.Now().String())
				time.Sleep(45 * time.Millisecond)
			}
		}()
		for time.Now().Before(stop) {
			w.await(watcher, ceiling+quiet+45*time.Millisecond)
		}
	})
}

func TestAttributesAloneGiveNoHint(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		w.tell(page, fsnotify.Chmod)
		w.silent(watcher, time.Minute)
		w.write(page, "longer") // and the size with them
		w.tell(page, fsnotify.Chmod)
		h, _ := w.await(watcher, time.Second)
		w.want(h, Event, page)
		w.tell(page, fsnotify.Write) // the clock of the drive may be too coarse to show it
		w.await(watcher, time.Second)
	})
}

func TestWhatDoesNotMatterWakesNobody(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		o := w.options()
		o.SafetyInterval = time.Hour
		o.Output = "/site/content/public"
		watcher := w.start(o)
		before := w.listed()
		for _, path := range []string{
			"/site/content/.git", "/site/content/.a.md.swp", "/site/content/a.md~", "/site/content/.git/index", "/site/README.md",
			"/site/content/public", "/site/content/public/index.html",
		} {
			n := w.latest()
			n.emit(event{path: path, op: fsnotify.Create})
		}
		w.silent(watcher, time.Minute)
		if listed := w.listed() - before; listed > 0 {
			t.Errorf("%d folders were listed for nothing", listed)
		}
	})
}

func TestASingleFileIsWatchedThroughItsFolder(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		w.removeAll("/site/config.toml")
		w.tell("/site/config.toml", fsnotify.Rename)
		w.save("/site/config.toml", "title = 1")
		h, _ := w.await(watcher, time.Second)
		w.want(h, Event, "/site/config.toml")
		w.save("/site/themes/own/theme.toml", "") // a folder that was not there
		w.tell("/site/themes", fsnotify.Create)
		h, _ = w.await(watcher, time.Second)
		w.want(h, Returned, "/site/themes")
		w.save("/site/themes/own/theme.toml", "name = 1")
		h, _ = w.await(watcher, time.Second)
		w.want(h, Event, "/site/themes/own/theme.toml")
	})
}

func TestAFolderThatAppearsIsWatchedAndSoAreThoseMadeMeanwhile(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		o := w.options()
		o.SafetyInterval = time.Hour
		watcher := w.start(o)
		deeper := "/site/content"
		w.change(func() {
			w.onAdd = func(string) error { // somebody makes folders faster than they are found
				if strings.Count(deeper, "/") < 200 {
					deeper += "/x"
					w.write(deeper+"/p.md", "")
				}
				return nil
			}
		})
		w.save("/site/content/new/p.md", "")
		w.tell("/site/content/new", fsnotify.Create)
		w.await(watcher, time.Second)
		time.Sleep(time.Minute)
		for len(watcher.Hints()) > 0 {
			<-watcher.Hints()
		}
		if strings.Count(deeper, "/") != 200 {
			t.Fatal("the test made too few folders")
		}
		w.save(deeper+"/p.md", "seen")
		h, _ := w.await(watcher, time.Second)
		w.want(h, Event, deeper+"/p.md")
	})
}

func TestAFolderThatTheSystemForgotIsWatchedAgain(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		o := w.options()
		o.SafetyInterval = time.Hour
		watcher := w.start(o)
		w.change(func() { delete(w.notifiers[0].folders, "/site/content/sub") })
		w.save(page, "two")
		w.await(watcher, time.Second)
		w.save("/site/content/sub/b.md", "two")
		h, _ := w.await(watcher, time.Second)
		w.want(h, Event, "/site/content/sub/b.md")
	})
}

func TestWhatHappensDuringTheFirstLookIsNotLost(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.onList = func(folder string) { // the page was looked at already
			if made, _ := w.open(); made > 0 && folder == "/site/content/sub" {
				w.change(func() { w.onList = nil })
				w.save(page, "meanwhile")
			}
		}
		watcher := w.start(w.options())
		h, _ := w.await(watcher, time.Second)
		w.want(h, Event, page)
	})
}

func TestOverflowIsAHintAndEverythingIsWatchedAnew(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		w.write("/site/content/untold/p.md", "")
		w.tellError(fmt.Errorf("wrapped: %w", fsnotify.ErrEventOverflow))
		h, _ := w.await(watcher, time.Second)
		w.want(h, Overflow, "/site/content/untold", "/site/content/untold/p.md")
		if made, open := w.open(); made != 2 || open != 1 {
			t.Errorf("%d notifiers were made and %d are open", made, open)
		}
		w.tellError(fsnotify.ErrEventOverflow) // with nothing to see, as when folders changed places
		h, _ = w.await(watcher, time.Second)
		w.want(h, Overflow)
		if made, open := w.open(); made != 3 || open != 1 {
			t.Errorf("%d notifiers were made and %d are open", made, open)
		}
		if watcher.Mode().Polling {
			t.Error("an overflow is no reason to poll")
		}
	})
}

func TestLimitsOfTheSystemLeadToPolling(t *testing.T) {
	for name, exhaust := range map[string]func(*world){
		"watches":   func(w *world) { w.onAdd = func(string) error { return syscall.ENOSPC } },
		"instances": func(w *world) { w.refuse = fmt.Errorf("no: %w", syscall.EMFILE) },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				exhaust(w)
				watcher := w.start(w.options())
				wantPolling(t, watcher, "the system does not let any more folders be watched")
				w.write(page, "two")
				h, _ := w.await(watcher, 2*time.Second)
				w.want(h, Poll, page)
			})
			bubble(t, func(t *testing.T, w *world) {
				watcher := w.start(w.options())
				if watcher.Mode().Polling {
					t.Fatal("polling too early")
				}
				w.change(func() { exhaust(w) })
				w.save("/site/content/new/p.md", "")
				w.tell("/site/content/new", fsnotify.Create)
				h, _ := w.await(watcher, time.Second)
				w.want(h, Event, "/site/content/new", "/site/content/new/p.md")
				wantPolling(t, watcher, "the system does not let any more folders be watched")
				w.write("/site/content/new/p.md", "two")
				h, _ = w.await(watcher, 2*time.Second)
				w.want(h, Poll, "/site/content/new/p.md")
				if _, open := w.open(); open > 0 {
					t.Error("a notifier is still open")
				}
			})
		})
	}
}

func wantPolling(t *testing.T, watcher *Watcher, reason string) {
	t.Helper()
	if m := watcher.Mode(); !m.Polling || m.Reason != reason || m.Interval <= 0 || m.Folders == 0 {
		t.Errorf("mode %+v, want polling because %q", m, reason)
	}
}

func TestErrorsThatDoNotEndLeadToPolling(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		for range maxErrors {
			if watcher.Mode().Polling {
				t.Fatal("polling too early")
			}
			w.tellError(errors.New("strange"))
			w.await(watcher, time.Second)
		}
		wantPolling(t, watcher, "the system cannot tell of changes any more")
	})
}

func TestCloseIsPromptAndEndsTheHints(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ctx, cancel := context.WithCancel(context.Background())
		watcher, err := New(ctx, w.options())
		if err != nil {
			t.Fatal(err)
		}
		w.save(page, "two")
		began := time.Now()
		if err := errors.Join(watcher.Close(), watcher.Close()); err != nil {
			t.Error(err)
		}
		cancel()
		if _, open := <-watcher.Hints(); open || time.Since(began) > 0 {
			t.Errorf("closed after %v, hints still open: %v", time.Since(began), open)
		}
		if _, open := w.open(); open > 0 {
			t.Error("the notifier is still open")
		}
	})
}

func TestTheContextEndsTheWatcher(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ctx, cancel := context.WithCancel(context.Background())
		watcher, err := New(ctx, w.options())
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		for range watcher.Hints() {
			t.Error("a hint of nothing")
		}
	})
}

func TestADriveThatHangsDoesNotHoldUpClose(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		hang := make(chan struct{})
		w.change(func() { w.hang = hang })
		time.Sleep(10 * time.Second) // a look waits for the drive
		w.tell(page, fsnotify.Chmod) // and the system is still listened to
		began := time.Now()
		if err := watcher.Close(); err != ErrNoAnswer || time.Since(began) != 2*time.Second {
			t.Errorf("Close gave %v after %v", err, time.Since(began))
		}
		close(hang)
		synctest.Wait()
		if _, open := w.open(); open > 0 {
			t.Error("the notifier is still open")
		}
	})
	bubble(t, func(t *testing.T, w *world) {
		w.hang = make(chan struct{})
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if _, err := New(ctx, w.options()); err != context.DeadlineExceeded {
			t.Errorf("New gave %v", err)
		}
		close(w.hang)
	})
}

func TestNothingToWatchIsAnError(t *testing.T) {
	if _, err := New(context.Background(), Options{}); err == nil {
		t.Error("no error")
	}
}
