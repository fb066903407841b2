// Command run measures Pandect beside Hugo and beside the floor: whole processes, side by side, in one run.
//
// For each size it makes one corpus, then lets the contenders take turns, several times over, each with a fresh output
// folder for its first build and the same folder for its second. It reports medians of wall clock time, processor time
// (user and system) and peak memory, and the ratios that matter. See README.md for what is and what is not compared.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

type options struct {
	tools  string // folder with the programs pandect, corpus and floor
	hugo   string // the hugo program
	sites  string // folder with the two sites: hugo/ and pandect/
	corpus string // a folder of markdown to use instead of a made one
	pages  []int
	runs   int
}

func main() {
	log.SetFlags(0)
	var o options
	flag.StringVar(&o.tools, "tools", "", "`folder` with the programs pandect, corpus and floor")
	flag.StringVar(&o.hugo, "hugo", "", "the hugo `program`")
	flag.StringVar(&o.sites, "sites", ".", "`folder` with the sites hugo/ and pandect/")
	flag.StringVar(&o.corpus, "corpus", "", "`folder` of markdown to build instead of a made corpus")
	pages := flag.String("pages", "1000,10000", "sizes of the made corpus")
	flag.IntVar(&o.runs, "runs", 5, "how often each contender takes its turn")
	flag.Parse()
	for _, n := range strings.Split(*pages, ",") {
		size, err := strconv.Atoi(n)
		if err != nil || size < 1 {
			log.Fatalf("-pages: %q is not a number of pages", n)
		}
		o.pages = append(o.pages, size)
	}
	if o.tools == "" || o.hugo == "" || o.runs < 1 || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // nothing is left behind then, too
	defer stop()
	if err := bench(ctx, o); err != nil {
		log.Fatal(err)
	}
}

// cacheVariable says where programs keep what they remember from one run to the next.
const cacheVariable = "XDG_CACHE_HOME"

// bench measures all sizes and prints the report.
func bench(ctx context.Context, o options) (err error) {
	scratch, err := os.MkdirTemp(memoryFolder(), "pandect-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	if err := os.Setenv(cacheVariable, filepath.Join(scratch, "cache")); err != nil {
		return err
	}
	fmt.Printf("%s, %d processors, %s; in %s; median of %d\n", runtime.GOOS+"/"+runtime.GOARCH, runtime.NumCPU(), runtime.Version(), filepath.Dir(scratch), o.runs)
	if o.corpus != "" {
		o.pages = []int{0}
	}
	var all []results
	for _, pages := range o.pages {
		r, err := measureSize(ctx, o, filepath.Join(scratch, strconv.Itoa(pages)), pages)
		if err != nil {
			return err
		}
		r.print()
		all = append(all, r)
	}
	printScaling(all)
	return nil
}

// memoryFolder is a folder on a memory file system where there is one, so that no disk is measured.
func memoryFolder() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}

// contender is one program that builds the site. Its command line is made anew for each turn.
type contender struct {
	name    string
	command []string
	output  string
}

// measureSize makes the corpus below the folder and lets everyone build it. Nothing is left behind.
func measureSize(ctx context.Context, o options, folder string, pages int) (results, error) {
	defer os.RemoveAll(folder)
	site := filepath.Join(folder, "site")
	content := filepath.Join(site, "content")
	if err := os.CopyFS(site, os.DirFS(filepath.Join(o.sites, "pandect"))); err != nil {
		return results{}, err
	}
	if o.corpus != "" {
		if err := os.CopyFS(content, os.DirFS(o.corpus)); err != nil {
			return results{}, err
		}
	} else if _, err := execute(ctx, filepath.Join(o.tools, "corpus"), "-pages", strconv.Itoa(pages), content); err != nil {
		return results{}, err
	}
	hugoSite, err := filepath.Abs(filepath.Join(o.sites, "hugo"))
	if err != nil {
		return results{}, err
	}
	output := func(name string) string { return filepath.Join(folder, "output", name) }
	contenders := []contender{
		{pandect, []string{filepath.Join(o.tools, "pandect"), "build", "--source", site, "--output", output(pandect), "--quiet"}, output(pandect)},
		{hugo, []string{o.hugo, "--source", hugoSite, "--contentDir", content, "--destination", output(hugo), "--noBuildLock", "--quiet"}, output(hugo)},
		{floor, []string{filepath.Join(o.tools, "floor"), content, output(floor)}, output(floor)},
	}
	files, err := count(content, ".md")
	if err != nil {
		return results{}, err
	}
	r := results{files: files, costs: map[string][]cost{}}
	for run := range o.runs {
		log.Printf("%d files, turn %d of %d", files, run+1, o.runs)
		for _, c := range contenders {
			if err := c.turn(ctx, &r); err != nil {
				return results{}, err
			}
		}
	}
	return r, nil
}

// turn builds into a fresh folder with no memory of earlier runs, then once more with nothing changed.
func (c contender) turn(ctx context.Context, r *results) error {
	for _, folder := range []string{c.output, os.Getenv(cacheVariable)} {
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(c.output, 0o755); err != nil {
		return err
	}
	for _, name := range []string{c.name, c.name + again} {
		spent, err := execute(ctx, c.command[0], c.command[1:]...)
		if err != nil {
			return err
		}
		r.costs[name] = append(r.costs[name], spent)
	}
	written, err := count(c.output, ".html")
	if err != nil {
		return err
	}
	if written < r.files {
		return fmt.Errorf("%s wrote %d pages for %d files: it did not do the work", c.name, written, r.files)
	}
	return nil
}

// count returns how many files below the folder end like this.
func count(folder, extension string) (n int, err error) {
	err = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(name) == extension {
			n++
		}
		return err
	})
	return n, err
}
