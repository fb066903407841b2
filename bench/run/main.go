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
	"log"
	"os"
	"path/filepath"
	"strconv"

	"pandect/bench/internal/harness"
)

func main() {
	runs := flag.Int("runs", 5, "how often each contender takes its turn")
	harness.Main(func(ctx context.Context, o harness.Options, scratch string) error {
		if *runs < 1 {
			return fmt.Errorf("-runs: each contender needs a turn")
		}
		return bench(ctx, o, *runs, scratch)
	})
}

// bench measures all sizes and prints the report.
func bench(ctx context.Context, o harness.Options, runs int, scratch string) error {
	fmt.Printf("%s; median of %d\n", harness.Machine(scratch), runs)
	var all []results
	for _, pages := range o.Pages {
		r, err := measureSize(ctx, o, runs, filepath.Join(scratch, strconv.Itoa(pages)), pages)
		if err != nil {
			return err
		}
		r.print()
		all = append(all, r)
	}
	printScaling(all)
	return nil
}

// contender is one program that builds the site. Its command line is made anew for each turn.
type contender struct {
	name    string
	command []string
	output  string
}

// measureSize makes the corpus below the folder and lets everyone build it. Nothing is left behind.
func measureSize(ctx context.Context, o harness.Options, runs int, folder string, pages int) (results, error) {
	defer os.RemoveAll(folder)
	site, err := o.MakeSite(ctx, filepath.Join(folder, "site"), pages)
	if err != nil {
		return results{}, err
	}
	output := func(name string) string { return filepath.Join(folder, "output", name) }
	contenders := []contender{
		{pandect, []string{filepath.Join(o.Tools, "pandect"), "build", "--source", site.Folder, "--output", output(pandect), "--quiet"}, output(pandect)},
		{hugo, []string{o.Hugo, "--source", filepath.Join(o.Sites, "hugo"), "--contentDir", site.Content, "--destination", output(hugo), "--noBuildLock", "--quiet"}, output(hugo)},
		{floor, []string{filepath.Join(o.Tools, "floor"), site.Content, output(floor)}, output(floor)},
	}
	r := results{files: site.Files, costs: map[string][]harness.Cost{}}
	for run := range runs {
		log.Printf("%d files, turn %d of %d", r.files, run+1, runs)
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
	if err := harness.ForgetCache(); err != nil {
		return err
	}
	if err := os.RemoveAll(c.output); err != nil {
		return err
	}
	if err := os.MkdirAll(c.output, 0o755); err != nil {
		return err
	}
	for _, name := range []string{c.name, c.name + again} {
		spent, err := harness.Execute(ctx, c.command[0], c.command[1:]...)
		if err != nil {
			return err
		}
		r.costs[name] = append(r.costs[name], spent)
	}
	written, err := harness.Count(c.output, ".html")
	if err != nil {
		return err
	}
	if written < r.files {
		return fmt.Errorf("%s wrote %d pages for %d files: it did not do the work", c.name, written, r.files)
	}
	return nil
}
