// Package harness is shared by the programs of the bench: flags, a scratch folder in memory, sites with a corpus, running programs,
// and medians. It does not know what is measured.
package harness

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

// The contenders.
const (
	Pandect = "pandect"
	Hugo    = "hugo"
	Floor   = "floor"
)

// Options say what to measure with.
type Options struct {
	Tools  string // folder with the programs pandect, corpus and floor
	Hugo   string // the hugo program
	Sites  string // folder with the two sites hugo/ and pandect/; absolute
	Corpus string // a folder of markdown to use instead of a made one; empty for none
	Pages  []int  // sizes of the made corpus; one 0 when there is Corpus
}

// cacheVariable says where programs keep what they remember from one run to the next.
const cacheVariable = "XDG_CACHE_HOME"

// Main reads the flags of the command line, those that the caller defined among them, and calls measure with a scratch
// folder that is removed afterwards. The context ends when the program is interrupted. Main returns when all went well.
func Main(measure func(ctx context.Context, o Options, scratch string) error) {
	log.SetFlags(0)
	var o Options
	flag.StringVar(&o.Tools, "tools", "", "`folder` with the programs pandect, corpus and floor")
	flag.StringVar(&o.Hugo, "hugo", "", "the hugo `program`")
	flag.StringVar(&o.Sites, "sites", ".", "`folder` with the sites hugo/ and pandect/")
	flag.StringVar(&o.Corpus, "corpus", "", "`folder` of markdown to use instead of a made corpus")
	pages := flag.String("pages", "1000,10000", "sizes of the made corpus")
	flag.Parse()
	if o.Tools == "" || o.Hugo == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // nothing is left behind then, too
	err := o.complete(*pages)
	if err == nil {
		err = inScratch(func(scratch string) error { return measure(ctx, o, scratch) })
	}
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

func (o *Options) complete(pages string) (err error) {
	if o.Sites, err = filepath.Abs(o.Sites); err != nil {
		return err
	}
	if o.Corpus != "" {
		o.Pages = []int{0}
		return nil
	}
	for _, n := range strings.Split(pages, ",") {
		size, err := strconv.Atoi(n)
		if err != nil || size < 1 {
			return fmt.Errorf("-pages: %q is not a number of pages", n)
		}
		o.Pages = append(o.Pages, size)
	}
	return nil
}

// inScratch calls measure with an empty folder, in which the programs that are measured also keep their caches.
func inScratch(measure func(scratch string) error) error {
	scratch, err := os.MkdirTemp(memoryFolder(), "pandect-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	if err := os.Setenv(cacheVariable, filepath.Join(scratch, "cache")); err != nil {
		return err
	}
	return measure(scratch)
}

// memoryFolder is a folder on a memory file system where there is one, so that no disk is measured.
func memoryFolder() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}

// ForgetCache removes what programs remember from one run to the next.
func ForgetCache() error { return os.RemoveAll(os.Getenv(cacheVariable)) }

// Machine says on what is measured, in one line.
func Machine(scratch string) string {
	return fmt.Sprintf("%s/%s, %d processors, %s; in %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), filepath.Dir(scratch))
}

// Site is a site of Pandect with a corpus. Hugo's site reads the same content.
type Site struct {
	Folder  string
	Content string // a folder in it
	Files   int    // of markdown
}

// MakeSite makes a site in the folder, which must not exist. With Options.Corpus the number of pages is ignored.
func (o Options) MakeSite(ctx context.Context, folder string, pages int) (Site, error) {
	site := Site{Folder: folder, Content: filepath.Join(folder, "content")}
	if err := os.CopyFS(folder, os.DirFS(filepath.Join(o.Sites, "pandect"))); err != nil {
		return Site{}, err
	}
	var err error
	if pages > 0 {
		_, err = Execute(ctx, filepath.Join(o.Tools, "corpus"), "-pages", strconv.Itoa(pages), site.Content)
	} else {
		err = os.CopyFS(site.Content, os.DirFS(o.Corpus))
	}
	if err != nil {
		return Site{}, err
	}
	site.Files, err = Count(site.Content, ".md")
	return site, err
}

// Count returns how many files below the folder end like this.
func Count(folder, extension string) (n int, err error) {
	err = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(name) == extension {
			n++
		}
		return err
	})
	return n, err
}
