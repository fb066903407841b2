package watch

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	prompt  = 8 * time.Millisecond
	examine = 250 * time.Millisecond
)

func (w *world) promptOptions() Options {
	o := w.options()
	o.PromptDebounce = 0 // the default
	return o
}

// replace puts a file in the place of another, as careful editors do.
func (w *world) replace(p, text string) {
	w.write(p, text)
	w.tell(p, fsnotify.Create)
}

func (w *world) wantPrompt(h Hint, want bool, paths ...string) {
	w.t.Helper()
	w.want(h, Event, paths...)
	if h.Prompt != want {
		w.t.Errorf("hint %+v, want prompt %v", h, want)
	}
}

func TestAPromptHintGoesAheadOfTheLookAtEverything(t *testing.T) {
	for name, test := range map[string]struct {
		save  func(w *world)
		after time.Duration
	}{
		"replaced":         {func(w *world) { w.replace(page, "two") }, prompt},
		"new":              {func(w *world) { w.replace("/site/content/sub/new.md", "new") }, prompt},
		"written in place": {func(w *world) { w.save(page, ""); w.save(page, "two") }, 2 * prompt},
		"made and written": {func(w *world) { w.replace("/site/content/new.md", ""); w.save("/site/content/new.md", "new") }, 2 * prompt},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				watcher := w.start(w.promptOptions())
				test.save(w)
				h, took := w.await(watcher, time.Second)
				w.wantPrompt(h, true, h.Paths...)
				if took != test.after || len(h.Paths) != 1 {
					t.Errorf("a hint of %q after %v, want one after %v", h.Paths, took, test.after)
				}
				full, took := w.await(watcher, time.Second)
				w.wantPrompt(full, false, h.Paths...)
				if want := examine - test.after; took != want {
					t.Errorf("the full hint came %v later, want %v", took, want)
				}
				w.silent(watcher, time.Minute)
			})
		})
	}
}

// What is more than files that were written is looked at whole, and as soon as before.
func TestOnlyWhatIsPlainIsPrompt(t *testing.T) {
	for name, change := range map[string]func(w *world){
		"a file moved away and written anew": func(w *world) {
			text := "two"
			w.removeAll(page)
			w.tell(page, fsnotify.Rename)
			w.replace(page, text)
		},
		"a file removed": func(w *world) { w.removeAll(page); w.tell(page, fsnotify.Remove) },
		"a new folder":   func(w *world) { w.write("/site/content/new/n.md", ""); w.tell("/site/content/new", fsnotify.Create) },
		"attributes":     func(w *world) { w.write(page, "longer"); w.tell(page, fsnotify.Chmod) },
		"overflow":       func(w *world) { w.replace(page, "two"); w.tellError(fsnotify.ErrEventOverflow) },
		"very many files": func(w *world) {
			for i := range maxPaths {
				w.replace(fmt.Sprintf("/site/content/%03d.md", i), "new")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				watcher := w.start(w.promptOptions())
				change(w)
				h, took := w.await(watcher, time.Second)
				if h.Prompt || took != quiet {
					t.Errorf("hint %+v after %v, want a full one after %v", h, took, quiet)
				}
				w.silent(watcher, time.Minute)
			})
		})
	}
}

func TestNothingIsPromptWhilePolling(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		o := w.promptOptions()
		o.Poll = true
		watcher := w.start(o)
		w.write(page, "two")
		if h, _ := w.await(watcher, time.Minute); h.Prompt {
			t.Errorf("hint %+v", h)
		}
	})
}

// A file that grows has a prompt hint only when it looked whole, and the last hint comes when it is.
func TestAFileThatGrowsIsAwaitedByPromptHints(t *testing.T) {
	for gap, early := range map[time.Duration]int{10 * time.Millisecond: 0, 45 * time.Millisecond: 1} {
		t.Run(gap.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				watcher := w.start(w.promptOptions())
				var hints []time.Time
				taken := make(chan struct{})
				go func() {
					defer close(taken)
					for range watcher.Hints() {
						hints = append(hints, time.Now())
					}
				}()
				for i := range 9 {
					w.save(page, strings.Repeat("1", i+1))
					time.Sleep(gap)
				}
				whole := time.Now().Add(-gap)
				time.Sleep(time.Minute)
				watcher.Close()
				<-taken
				before := len(slices.DeleteFunc(slices.Clone(hints), func(at time.Time) bool { return !at.Before(whole) }))
				if before != early || len(hints) == before {
					t.Errorf("hints at %v, %d of them before the file was whole at %v, want %d", hints, before, whole, early)
				}
			})
		})
	}
}

// Who saves all the time is not shown more often than without prompt hints; who saves now and then always is.
func TestAFileIsPromptOnceInACeiling(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.promptOptions())
		var prompts, fulls atomic.Int64
		taken := make(chan struct{})
		go func() {
			defer close(taken)
			for h := range watcher.Hints() {
				if h.Prompt {
					prompts.Add(1)
				} else {
					fulls.Add(1)
				}
			}
		}()
		for range 500 {
			w.replace(page, time.Now().String())
			time.Sleep(20 * time.Millisecond)
		}
		time.Sleep(time.Minute)
		most := int64(10*time.Second/ceiling) + 1
		if p, f := prompts.Swap(0), fulls.Swap(0); p > most || f > most || f < most/2 {
			t.Errorf("%d prompt and %d full hints, want at most %d of each", p, f, most)
		}
		for range 10 {
			w.replace(page, time.Now().String())
			time.Sleep(time.Second)
		}
		watcher.Close()
		<-taken
		if p, f := prompts.Load(), fulls.Load(); p != 10 || f != 10 {
			t.Errorf("%d prompt and %d full hints, want 10 of each", p, f)
		}
	})
}

func TestHintsMerge(t *testing.T) {
	one, two := Hint{Paths: []string{"/a"}, Reason: Event, Prompt: true}, Hint{Paths: []string{"/b"}, Reason: Event, Prompt: true}
	full := Hint{Paths: []string{"/c"}, Reason: Event}
	if h := one.coalesce(two); !h.Prompt || !slices.Equal(h.Paths, []string{"/a", "/b"}) {
		t.Errorf("two prompt hints are %+v", h)
	}
	for _, h := range []Hint{one.coalesce(full), full.coalesce(one)} {
		if h.Prompt || !slices.Equal(h.Paths, []string{"/a", "/c"}) {
			t.Errorf("a prompt and a full hint are %+v", h)
		}
	}
	many := Hint{Reason: Event, Prompt: true}
	for i := range maxPaths {
		many.Paths = append(many.Paths, fmt.Sprintf("/z%03d", i))
	}
	if h := many.coalesce(one); h.Prompt || len(h.Paths) != maxPaths {
		t.Errorf("a prompt hint of %d paths, of which one is lost: %v", len(h.Paths), h.Prompt)
	}
}
