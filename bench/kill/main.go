// Command kill kills `pandect build` and `pandect build --watch` at random moments while the published folder is read, and checks
// what readers find: every page is whole, and no page links to a file that is missing.
//
//	kill -pandect PROGRAM [-kills 200] [-seed 1]
//
// It ends with exit code 1 at the first fault.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

func main() {
	log.SetFlags(0)
	program := flag.String("pandect", "", "the program")
	kills := flag.Int("kills", 200, "how often each of the two is killed")
	seed := flag.Uint64("seed", 1, "of the random moments and editions")
	flag.Parse()
	scratch, err := os.MkdirTemp("", "pandect-kill-")
	if err != nil {
		log.Fatal(err)
	}
	for _, mode := range []mode{{"build", nil, build}, {"build --watch", []string{"--watch"}, watch}} {
		dir := filepath.Join(scratch, fmt.Sprint(len(mode.flags)))
		err := mode.run(*program, dir, *kills, rand.New(rand.NewPCG(*seed, 0)))
		if err != nil {
			log.Fatalf("%s: %v (the site is in %s)", mode.name, err, dir)
		}
	}
	os.RemoveAll(scratch)
}

// mode is one of the ways to publish.
type mode struct {
	name  string
	flags []string
	play  func(r *round) error
}

// round is one run of the program, from its start until it is killed.
type round struct {
	site    string // folder
	edition int    // of the content that was published, or was about to be, when the round begins
	random  *rand.Rand
	usual   time.Duration // what a whole build takes
	command *exec.Cmd
}

// run plays the rounds, with a reader beside them.
func (m mode) run(program, site string, kills int, random *rand.Rand) error {
	public := filepath.Join(site, "public")
	if err := write(site, 0); err != nil {
		return err
	}
	began := time.Now()
	if said, err := exec.Command(program, "build", "--source", site).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, said)
	}
	usual := time.Since(began)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	reader := newReader(public)
	done := make(chan error, 1)
	go func() { done <- reader.readOn(ctx) }()
	amid := 0
	for n := range kills {
		before := stamp(public)
		arguments := append([]string{"build", "--accept-removals", "--source", site}, m.flags...)
		r := &round{site: site, edition: n, random: random, usual: usual, command: exec.Command(program, arguments...)}
		if err := m.play(r); err != nil {
			return err
		}
		r.command.Wait()
		if fault := check(public); fault != "" {
			return fmt.Errorf("after kill %d: %s", n+1, fault)
		}
		if stamp(public) != before {
			amid++
		}
		select {
		case err := <-done:
			return err
		default:
		}
	}
	stop()
	if err := <-done; err != nil {
		return err
	}
	fmt.Printf("%s: %d kills, %d of them after something was published; meanwhile %d pages with %d links were read; every page was whole, no link led nowhere\n",
		m.name, kills, amid, reader.pages, reader.links)
	return nil
}

// build kills a build of the next edition.
func build(r *round) error {
	if err := write(r.site, r.edition+1); err != nil {
		return err
	}
	if err := r.command.Start(); err != nil {
		return err
	}
	time.Sleep(time.Duration(r.random.Int64N(int64(r.usual) * 5 / 4)))
	return r.command.Process.Kill()
}

// watch kills a watcher at some moment after the content has become the next edition below it.
func watch(r *round) error {
	if err := r.command.Start(); err != nil {
		return err
	}
	time.Sleep(r.usual + time.Duration(r.random.Int64N(int64(r.usual))))
	if err := write(r.site, r.edition+1); err != nil {
		return err
	}
	time.Sleep(time.Duration(r.random.Int64N(int64(r.usual) * 5 / 4)))
	return r.command.Process.Kill()
}
