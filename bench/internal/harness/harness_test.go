package harness

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestExecuteSaysWhatTheProcessTook(t *testing.T) {
	spent, err := Execute(t.Context(), "sleep", "0.01")
	if err != nil {
		t.Fatal(err)
	}
	if spent.Wall < 10*time.Millisecond || spent.Peak < 1<<16 {
		t.Errorf("a process that slept 10 ms took %v", spent)
	}
	if _, err := Execute(t.Context(), "false"); err == nil {
		t.Error("a failed process gives no error")
	}
}

func TestExecuteEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Execute(ctx, "sleep", "600"); err == nil {
		t.Error("a cancelled process gives no error")
	}
}

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		values []int
		want   int
	}{{[]int{7}, 7}, {[]int{9, 1, 5}, 5}, {[]int{4, 1, 3, 2}, 3}} {
		given := slices.Clone(test.values)
		if got := Median(test.values, func(n int) int { return n }); got != test.want || !slices.Equal(test.values, given) {
			t.Errorf("the median of %v is %d, want %d and the values in their order: %v", given, got, test.want, test.values)
		}
	}
}

func TestPages(t *testing.T) {
	var o Options
	if err := o.complete("100,2000"); err != nil || !slices.Equal(o.Pages, []int{100, 2000}) {
		t.Errorf("got %v, %v", o.Pages, err)
	}
	for _, bad := range []string{"", "0", "-1", "1000,", "many"} {
		if err := new(Options).complete(bad); err == nil {
			t.Errorf("-pages %q gives no error", bad)
		}
	}
}

func TestASiteOfOnesOwnMarkdown(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("sites/pandect/config.toml", "title = \"T\"\n")
	write("own/a/b.md", "# B\n")
	write("own/c.png", "")
	o := Options{Sites: filepath.Join(root, "sites"), Corpus: filepath.Join(root, "own")}
	site, err := o.MakeSite(t.Context(), filepath.Join(root, "site"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if site.Files != 1 {
		t.Errorf("%d files of markdown, want 1", site.Files)
	}
	for _, name := range []string{"site/config.toml", "site/content/a/b.md"} {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestTheScratchFolderGoesAway(t *testing.T) {
	t.Setenv(cacheVariable, "") // put back afterwards
	var folder string
	err := inScratch(func(scratch string) error {
		folder = scratch
		if err := os.MkdirAll(os.Getenv(cacheVariable), 0o755); err != nil {
			return err
		}
		if filepath.Dir(os.Getenv(cacheVariable)) != scratch {
			t.Errorf("the cache is in %s, not in %s", os.Getenv(cacheVariable), scratch)
		}
		return ForgetCache()
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); err == nil {
		t.Errorf("%s is still there", folder)
	}
}
