package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"pandect/bench/internal/harness"
)

// measureSize measures each server with a copy of the site, one after the other, and prints what it found. The first
// server is the one that is compared with the second, and the one with which a hard size does all there is.
func measureSize(ctx context.Context, servers []contender, p plan, site harness.Site, hard bool) error {
	var all []figures
	for i, c := range servers {
		own := site
		own.Folder = site.Folder + "-" + c.name
		own.Content = own.Folder + strings.TrimPrefix(site.Content, site.Folder)
		if err := os.CopyFS(own.Folder, os.DirFS(site.Folder)); err != nil {
			return err
		}
		f, err := measure(ctx, c, p, own, hard && i == 0)
		if err != nil {
			return err
		}
		all = append(all, f)
		if err := os.RemoveAll(own.Folder); err != nil {
			return err
		}
	}
	fmt.Println()
	printDelays(site.Files, all)
	printMemory(all)
	if hard {
		printLong(all[0], p)
		printStorms(all[0])
	}
	return nil
}

// printDelays prints the time to the first page and the time to the new text.
func printDelays(files int, all []figures) {
	fmt.Printf("%-20s %8s %8s %9s %9s %9s %9s %12s\n", fmt.Sprint(files, " files"), "start s", "edits", "body ms", "worst", "title ms", "worst", "neighbour ms")
	for _, f := range all {
		body, title := f.delays[bodyEdit.name], f.delays[titleEdit.name]
		fmt.Printf("  %-18s %8.2f %8s %9.1f %9.1f %9.1f %9.1f %12s\n", f.name, f.typicalStart().Seconds(), fmt.Sprintf("%d+%d", len(body), len(title)),
			milliseconds(median(body)), milliseconds(worst(body)), milliseconds(median(title)), milliseconds(worst(title)), neighbours(title))
	}
	a, b := all[0], all[1]
	of := func(kind edit, take func([]delay) time.Duration) float64 {
		return harness.Ratio(take(a.delays[kind.name]), take(b.delays[kind.name]))
	}
	fmt.Printf("  %-18s %8.2f %8s %9.3f %9.3f %9.3f %9.3f\n", a.name+" / "+b.name, harness.Ratio(a.typicalStart(), b.typicalStart()), "",
		of(bodyEdit, median), of(bodyEdit, worst), of(titleEdit, median), of(titleEdit, worst))
	for _, f := range all {
		if f.unserved > 0 {
			fmt.Printf("  %s answered %d times without a page\n", f.name, f.unserved)
		}
	}
}

func (f figures) typicalStart() time.Duration {
	return harness.Median(f.starts, func(d time.Duration) time.Duration { return d })
}

func median(delays []delay) time.Duration {
	return harness.Median(delays, func(d delay) time.Duration { return d.page })
}

func worst(delays []delay) (d time.Duration) {
	for _, x := range delays {
		d = max(d, x.page)
	}
	return d
}

// neighbours says how much later the neighbours show the new title, at worst.
func neighbours(delays []delay) string {
	var late time.Duration
	for _, d := range delays {
		if d.timedOut {
			return "never"
		}
		late = max(late, d.neighbour)
	}
	return fmt.Sprintf("%.0f", milliseconds(late))
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// printMemory prints the memory of each server at each moment.
func printMemory(all []figures) {
	fmt.Printf("  %-18s", "MB after")
	for _, moment := range moments {
		fmt.Printf(" %16s %8s", moment, "peak")
	}
	fmt.Println()
	for _, f := range all {
		fmt.Printf("  %-18s", f.name)
		for _, m := range f.after {
			fmt.Printf(" %16d %8d", m.resident>>20, m.peak>>20)
		}
		fmt.Println()
	}
	a, b := all[0], all[1]
	fmt.Printf("  %-18s", a.name+" / "+b.name)
	for i := range moments {
		fmt.Printf(" %16.2f %8.2f", harness.Ratio(a.after[i].resident, b.after[i].resident), harness.Ratio(a.after[i].peak, b.after[i].peak))
	}
	fmt.Println()
}

// printLong prints the memory before and after each of the numbers of edits in a row.
func printLong(f figures, p plan) {
	fmt.Printf("  %-18s %8s %8s\n", f.name+", MB after", "", "peak")
	for i, edits := range append([]int{0}, p.long...) {
		fmt.Printf("  %-18s %8d %8d\n", fmt.Sprint(edits, " body edits"), f.long[i].resident>>20, f.long[i].peak>>20)
	}
}

// printStorms prints how soon the truth was served after each storm, and with how much work.
func printStorms(f figures) {
	fmt.Printf("  %-34s %10s %8s %12s\n", f.name+", storms", "to truth s", "builds", "states seen")
	for _, s := range f.storms {
		fmt.Printf("  %-34s %10.2f %8s %12s\n", s.name, s.settled.Seconds(), orDash(s.builds), orDash(s.seen))
	}
}

func orDash(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}
