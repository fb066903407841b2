package watch

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// collect takes hints until the watcher is closed, which the function that it returns does.
func collect(watcher *Watcher) (hints func() []timed) {
	var taken []timed
	var reader sync.WaitGroup
	began := time.Now()
	reader.Go(func() {
		for h := range watcher.Hints() {
			taken = append(taken, timed{h, time.Since(began)})
		}
	})
	return func() []timed {
		watcher.Close()
		reader.Wait()
		return taken
	}
}

type timed struct {
	Hint
	at time.Duration
}

func count(hints []timed) (prompts, fulls int) {
	for _, h := range hints {
		if h.Prompt {
			prompts++
		} else {
			fulls++
		}
	}
	return prompts, fulls
}

func TestAStormOverManyFilesIsNotPrompt(t *testing.T) {
	for _, every := range []time.Duration{time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond} {
		t.Run(every.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				w.slow = 15 * time.Millisecond // so that events come during examinations too
				watcher := w.start(w.promptOptions())
				hints := collect(watcher)
				for i := range int(10 * time.Second / every) {
					w.replace(fmt.Sprintf("/site/content/%03d.md", i%90), time.Now().String())
					time.Sleep(every)
				}
				time.Sleep(time.Minute)
				all := hints()
				if prompts, fulls := count(all); prompts > 2 || fulls < 10 || fulls > 22 || all[len(all)-1].Prompt {
					t.Errorf("%d prompt and %d full hints, want at most 2 and 10 to 22, and a full one last", prompts, fulls)
				}
			})
		})
	}
}

// The ceiling of files that prompt hints told of must not come between a program's taking a file away and its writing it.
func TestTheCeilingDoesNotComeInTheMiddleOfASave(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.promptOptions())
		hints := collect(watcher)
		w.replace("/site/content/x.md", "one")
		time.Sleep(240 * time.Millisecond)
		w.replace("/site/content/y.md", "one")
		time.Sleep(240 * time.Millisecond)
		w.removeAll(page)
		w.tell(page, fsnotify.Rename)
		time.Sleep(25 * time.Millisecond)
		w.replace(page, "two")
		whole := 505 * time.Millisecond
		time.Sleep(time.Minute)
		for _, h := range hints() {
			if h.at > 250*time.Millisecond && h.at < whole+quiet {
				t.Errorf("hint %+v while a file was being saved", h)
			}
		}
	})
}

// Whoever edits all the time without a pause for the look at everything has it all the same.
func TestPromptHintsDoNotPutOffTheLookAtEverything(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.promptOptions())
		hints := collect(watcher)
		for i := range 50 {
			w.replace(fmt.Sprintf("/site/content/%03d.md", i), "new")
			time.Sleep(200 * time.Millisecond)
		}
		time.Sleep(time.Minute)
		last := time.Duration(0)
		all := hints()
		for _, h := range all {
			if !h.Prompt {
				if h.at-last > 2*ceiling {
					t.Errorf("no full hint between %v and %v", last, h.at)
				}
				last = h.at
			}
		}
		if prompts, _ := count(all); prompts != 50 {
			t.Errorf("%d prompt hints, want 50", prompts)
		}
	})
}

// A file that was emptied to be written, slowly, has no prompt hint while it is empty.
func TestAnEmptyFileIsNotPrompt(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.promptOptions())
		w.save(page, "")
		time.Sleep(25 * time.Millisecond)
		w.save(page, "two")
		h, took := w.await(watcher, time.Second)
		w.wantPrompt(h, false, page)
		if took != quiet {
			t.Errorf("the hint came after %v, want %v", took, quiet)
		}
	})
}

func TestWhatALookDoesNotMeetIsNeverPrompt(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		o := w.promptOptions()
		o.SafetyInterval = time.Hour
		o.Output = "/site/content/public"
		watcher := w.start(o)
		for _, path := range []string{
			"/site/content/.a.md.swp", "/site/content/a.md~", "/site/content/.git/index", "/site/README.md", "/site/content/public/index.html",
		} {
			w.write(path, "ignored")
			n := w.latest()
			n.emit(event{path: path, op: fsnotify.Create})
			n.emit(event{path: path, op: fsnotify.Write})
		}
		w.silent(watcher, time.Minute)
		w.replace(page, "two")
		w.replace("/site/content/b.md~", "ignored")
		h, _ := w.await(watcher, time.Second)
		w.wantPrompt(h, true, page)
	})
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.promptOptions())
		w.write("/site/content/new/n.md", "in a folder that is not known")
		n := w.latest()
		n.emit(event{path: "/site/content/new/n.md", op: fsnotify.Create})
		if h, took := w.await(watcher, time.Second); h.Prompt || took != quiet {
			t.Errorf("hint %+v after %v, want a full one after %v", h, took, quiet)
		}
	})
}

// Even if notifications are given up meanwhile, and there is nothing to see: the clock of a drive may be too coarse.
func TestAfterAPromptHintThereIsAFullOne(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		o := w.promptOptions()
		o.SafetyInterval = 100 * time.Millisecond
		watcher := w.start(o)
		w.tell(page, fsnotify.Create)
		h, _ := w.await(watcher, time.Second)
		w.wantPrompt(h, true, page)
		w.change(func() { w.drives[content] = network("nfs") })
		if h, _ := w.await(watcher, time.Minute); h.Prompt {
			t.Errorf("hint %+v, want a full one", h)
		}
		wantPolling(t, watcher, "content/ is on a network drive (nfs)")
	})
}

// The slow look is no hint, and a file that was saved long before it is not one that is being written slowly.
func TestALookForSafetyDoesNotSlowDownASave(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.promptOptions())
		w.save(page, "one")
		w.await(watcher, time.Second)
		w.await(watcher, time.Second)
		time.Sleep(10*time.Second + 100*time.Millisecond)
		w.removeAll(page)
		w.tell(page, fsnotify.Rename)
		w.replace(page, "two")
		if _, took := w.await(watcher, time.Second); took != quiet {
			t.Errorf("the hint came after %v, want %v", took, quiet)
		}
	})
}

func TestAFileThatGrowsUntoldIsNotPrompt(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.promptOptions())
		w.replace(page, "1")
		time.Sleep(prompt / 2)
		w.write(page, "12")
		h, took := w.await(watcher, time.Second)
		w.wantPrompt(h, false, page)
		if want := prompt/2 + quiet; took != want {
			t.Errorf("the hint came after %v, want %v", took, want)
		}
		w.silent(watcher, time.Minute)
	})
}

// The system's word that a file went away may come when another is there already.
func TestAFileThatWentAwayIsNotPromptEvenIfAnotherIsThere(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.promptOptions())
		w.write(page, "two")
		w.tell(page, fsnotify.Rename)
		w.tell(page, fsnotify.Create)
		h, took := w.await(watcher, time.Second)
		w.wantPrompt(h, false, page)
		if took != quiet {
			t.Errorf("the hint came after %v, want %v", took, quiet)
		}
	})
}
