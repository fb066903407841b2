package watch

import (
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func (w *world) onNetwork() Options {
	w.drives[content] = network("nfs")
	return w.options()
}

func TestANetworkDriveIsPolled(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.onNetwork())
		wantPolling(t, watcher, "content/ is on a network drive (nfs)")
		if every := watcher.Mode().Interval; every != 2*time.Second {
			t.Errorf("polled every %v", every)
		}
		time.Sleep(time.Second)
		w.write(page, "two")
		h, took := w.await(watcher, time.Minute)
		w.want(h, Poll, page)
		if took != 3*time.Second { // seen after 1 s, and seen at rest two seconds later
			t.Errorf("the hint came after %v", took)
		}
		w.silent(watcher, time.Minute)
	})
}

func TestASlowDriveIsNotLookedAtAllTheTime(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.slow = time.Second
		watcher := w.start(w.onNetwork())
		began, before := time.Now(), w.listed()
		time.Sleep(5 * time.Minute)
		looks := (w.listed() - before) / 2 // of two folders
		if share := float64(looks) * 2 / time.Since(began).Seconds(); looks == 0 || share > 0.2 {
			t.Errorf("%d looks of two seconds in %v", looks, time.Since(began))
		}
		w.write(page, "two")
		h, _ := w.await(watcher, time.Minute)
		w.want(h, Poll, page)
	})
}

func TestPollingMayBeAskedFor(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		o := w.options()
		o.Poll = true
		watcher := w.start(o)
		wantPolling(t, watcher, "this was asked for")
		if made, _ := w.open(); made > 0 {
			t.Error("the system was asked all the same")
		}
		w.removeAll("/site/content/sub/b.md")
		h, took := w.await(watcher, time.Minute)
		w.want(h, Poll, "/site/content/sub", "/site/content/sub/b.md")
		if took > time.Second {
			t.Errorf("the hint came after %v", took)
		}
	})
}

func TestAPolledFileThatGrowsIsAwaitedButNotForEver(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.onNetwork())
		stop := time.Now().Add(time.Minute)
		writing := make(chan struct{})
		defer func() { <-writing }()
		go func() {
			defer close(writing)
			for time.Now().Before(stop) {
				w.write(page, time.Now().String())
				time.Sleep(300 * time.Millisecond)
			}
		}()
		w.silent(watcher, 5*time.Second) // in which the file was seen twice
		w.write("/site/content/sub/b.md", "two")
		h, _ := w.await(watcher, 1500*time.Millisecond)
		w.want(h, Poll, page)
		h, _ = w.await(watcher, 2500*time.Millisecond)
		w.want(h, Poll, "/site/content/sub/b.md")
		for time.Now().Before(stop) {
			w.await(watcher, 8500*time.Millisecond)
		}
	})
}

func TestAPolledDriveThatHiccupsGivesNoHint(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.onNetwork())
		for _, gone := range []string{content, "/site/content/sub"} {
			time.Sleep(time.Second)
			w.change(func() { w.gone[gone] = syscall.EIO })
			time.Sleep(2 * time.Second)
			w.change(func() { delete(w.gone, gone) })
			w.silent(watcher, time.Minute-time.Second)
		}
	})
}

func TestARootThatVanishesIsAwaited(t *testing.T) {
	for _, polled := range []bool{false, true} {
		for name, err := range map[string]error{"removed": syscall.ENOENT, "unreachable": syscall.EHOSTDOWN} {
			t.Run(name, func(t *testing.T) {
				bubble(t, func(t *testing.T, w *world) {
					o := w.options()
					if polled {
						o = w.onNetwork()
					}
					watcher := w.start(o)
					before := watcher.Mode().Reason
					w.change(func() { w.gone[content] = err })
					h, _ := w.await(watcher, 10*time.Second)
					w.want(h, Vanished, content)
					w.silent(watcher, time.Hour)
					w.change(func() { delete(w.gone, content) })
					w.write(page, "another")
					h, took := w.await(watcher, time.Minute)
					w.want(h, Returned, content)
					if took > 4*time.Second {
						t.Errorf("its return was seen after %v", took)
					}
					if m := watcher.Mode(); m.Reason != before {
						t.Errorf("the mode is now %+v", m)
					}
					if polled {
						return
					}
					w.save(page, "once more")
					h, _ = w.await(watcher, time.Second)
					w.want(h, Event, page)
				})
			})
		}
	}
}

func TestChangesThatAreNotToldAreFoundAndThenPolled(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		w.write(page, "untold")
		h, took := w.await(watcher, time.Minute)
		w.want(h, Safety, page)
		if took > 6*time.Second {
			t.Errorf("found after %v", took)
		}
		if watcher.Mode().Polling {
			t.Error("once is no reason to poll")
		}
		w.silent(watcher, time.Minute) // looks that find nothing do not acquit the drive
		w.write("/site/content/sub/b.md", "untold")
		h, _ = w.await(watcher, time.Minute)
		w.want(h, Safety, "/site/content/sub/b.md")
		wantPolling(t, watcher, "content/ does not report all changes")
	})
}

func TestAFolderOfWhichTheSystemTellsAgainIsNotPolled(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		for range 5 {
			w.write(page, time.Now().String())
			h, _ := w.await(watcher, time.Minute)
			w.want(h, Safety, page)
			w.save(page, time.Now().String()+"told")
			h, _ = w.await(watcher, time.Minute)
			w.want(h, Event, page)
		}
		if watcher.Mode().Polling {
			t.Error("polling although the system tells")
		}
	})
}

func TestAChangeThatIsToldLateIsNotHeldAgainstTheSystem(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watcher := w.start(w.options())
		for range 5 {
			w.write(page, time.Now().String())
			time.Sleep(5*time.Second + quiet/2)
			w.tell(page, fsnotify.Write)
			h, _ := w.await(watcher, time.Second)
			w.want(h, Event, page)
		}
		if watcher.Mode().Polling {
			t.Error("polling although the system tells")
		}
	})
}

func TestAMountedDriveInsideIsFound(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.drives["/site/themes"] = mounted("fuse")
		watcher := w.start(w.options())
		if m := watcher.Mode(); m.Polling {
			t.Fatalf("mode %+v before the drive is there", m)
		}
		w.save("/site/themes/own/theme.toml", "")
		w.tell("/site/themes", fsnotify.Create)
		w.await(watcher, time.Second)
		wantPolling(t, watcher, "themes/ is on a mounted drive (fuse)")
		w.write("/site/themes/own/theme.toml", "untold")
		h, _ := w.await(watcher, time.Minute)
		w.want(h, Poll, "/site/themes/own/theme.toml")
	})
}
