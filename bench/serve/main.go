// Command serve measures editing: how long after a file was saved `pandect serve` and `hugo server` answer with the new
// text, how soon after their start they answer at all, and how much memory they hold.
//
// For each size it makes one corpus and lets one server after the other have a copy of it. At the largest size it also
// lets Pandect live through many edits and through storms of them. See README.md for what is compared and how.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"pandect/bench/internal/harness"
)

// smallSite is the size that is always measured: that of the sites most people have.
const smallSite = 100

// plan says how much is measured.
type plan struct {
	starts    int
	edits     int           // of each kind, at most; fewer when they are slow, see another
	pause     time.Duration // between two edits, and as much again at random
	long      []int         // numbers of edits in a row after which memory is read
	longPause time.Duration
	saves     int           // of one file in savesTime
	savesTime time.Duration // of that storm
	checkout  int           // files that are replaced in one go
	steady    time.Duration // of saves every tenth of a second
	rest      time.Duration // with next to no work makes a server idle
	neighbour time.Duration // that a title may be late on the neighbour's page
	timeout   time.Duration // with everything else
}

func main() {
	p := plan{
		starts: 3, pause: 500 * time.Millisecond, long: []int{100, 500, 1000}, longPause: 20 * time.Millisecond,
		saves: 500, savesTime: 10 * time.Second, checkout: 2000,
		rest: 500 * time.Millisecond, neighbour: 5 * time.Second, timeout: 3 * time.Minute,
	}
	flag.IntVar(&p.edits, "edits", 30, "how often each kind of edit is made")
	seconds := flag.Int("seconds", 60, "how many `seconds` the steady storm lasts")
	harness.Main(func(ctx context.Context, o harness.Options, scratch string) error {
		if p.edits < 1 || *seconds < 1 {
			return fmt.Errorf("-edits and -seconds: nothing can be measured with less than 1")
		}
		if _, err := memoryOf(os.Getpid()); err != nil {
			fmt.Println("\nEditing is measured on Linux only.")
			return nil
		}
		runtime.GOMAXPROCS(1) // asking for pages costs half as much, and the processors belong to the servers
		p.steady = time.Duration(*seconds) * time.Second
		return bench(ctx, o, p, scratch)
	})
}

// bench measures all sizes, and prints the figures of each as soon as they are there.
func bench(ctx context.Context, o harness.Options, p plan, scratch string) error {
	sizes := slices.Clone(o.Pages)
	if !slices.Contains(sizes, smallSite) {
		sizes = append([]int{smallSite}, sizes...)
	}
	fmt.Printf("%s; editing\n", harness.Machine(scratch))
	for _, pages := range sizes {
		site, err := o.MakeSite(ctx, filepath.Join(scratch, strconv.Itoa(pages)), pages)
		if err != nil {
			return err
		}
		hard := len(sizes) == 1 || pages != smallSite && (pages == 0 || pages == slices.Max(sizes))
		if err := measureSize(ctx, contenders(o), p, site, hard); err != nil {
			return err
		}
		if err := os.RemoveAll(site.Folder); err != nil {
			return err
		}
	}
	return nil
}

// contender is a server that can be measured.
type contender struct {
	name     string
	command  func(folder, address string) []string // folder is that of the site, address is host:port
	waitIdle bool                                  // whether it is given the time to come to rest before an edit
}

// contenders are the two servers. Hugo works on after it has answered, so it is given the time to end that.
func contenders(o harness.Options) []contender {
	return []contender{
		{name: harness.Pandect, command: func(folder, address string) []string {
			return []string{filepath.Join(o.Tools, "pandect"), "serve", "--source", folder, "--addr", address}
		}},
		{name: harness.Hugo, waitIdle: true, command: func(folder, address string) []string {
			host, port, _ := strings.Cut(address, ":")
			return []string{o.Hugo, "server", "--source", filepath.Join(o.Sites, "hugo"), "--contentDir", filepath.Join(folder, "content"),
				"--bind", host, "--port", port, "--baseURL", "http://" + address + "/", "--renderToMemory", "--noBuildLock", "--quiet"}
		}},
	}
}
