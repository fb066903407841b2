package build

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pandect/internal/diag"
	"pandect/internal/memo"
	"pandect/internal/site"
	"pandect/internal/sitetest"
	"pandect/internal/source"
)

var (
	seed    = flag.Uint64("seed", 101, "seed of the first random script")
	scripts = flag.Int("scripts", 40, "number of random scripts; each has the next seed")
)

// TestScripts walks builders through random scripts. After each load the warm edition must be what a new builder makes,
// byte for byte, and must still be that when it is rendered later.
func TestScripts(t *testing.T) {
	collectLess(t)
	var done atomic.Int64
	for i := range *scripts {
		seed := *seed + uint64(i)
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			script := sitetest.Random(seed)
			for _, preview := range []bool{false, true} {
				fault := play(script, preview)
				if fault == "" {
					continue
				}
				short := sitetest.Shrink(script, 2000, func(s sitetest.Script) bool { return play(s, preview) != "" })
				t.Errorf("preview %v: %s\n\nThe shortest script found, for a file in testdata/scripts:\n\n%s\n%s\n\nTo play the random one again: go test ./internal/build -run TestScripts -seed %d -scripts 1",
					preview, fault, sitetest.FormatArchive(short), play(short, preview), seed)
			}
			if n := done.Add(1); n%100 == 0 {
				fmt.Fprintf(os.Stderr, "%d of %d scripts, %s\n", n, *scripts, time.Now().Format(time.TimeOnly))
			}
		})
	}
}

// collectLess makes tests quicker in which each of many loads leaves a whole site behind.
func collectLess(t *testing.T) {
	before := debug.SetGCPercent(400)
	t.Cleanup(func() { debug.SetGCPercent(before) })
}

// TestKeptScripts plays the scripts in testdata.
func TestKeptScripts(t *testing.T) {
	collectLess(t)
	files, err := filepath.Glob("testdata/scripts/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			script, err := sitetest.ParseArchive(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, preview := range []bool{false, true} {
				if fault := play(script, preview); fault != "" {
					t.Errorf("preview %v: %s", preview, fault)
				}
			}
		})
	}
}

// player walks one builder, which is kept, through a script.
type player struct {
	state   *sitetest.State
	options Options
	warm    *Builder
	loads   int
	asked   []shown             // the first and the last editions of the warm builder
	keys    map[string]memo.Sum // path and key of an output to the digest of its bytes, over the whole script
}

// shown is a warm edition and what it must be.
type shown struct {
	load    int
	edition *Edition
	want    map[string]rendered
}

// rendered is all there is to know of an output.
type rendered struct {
	output site.Output
	data   []byte
	found  []diag.Diagnostic
	err    error
}

// play returns what is wrong with the editions of a script, or "".
func play(script sitetest.Script, preview bool) (fault string) {
	p := &player{state: sitetest.NewState(), options: Options{Preview: preview, Jobs: 3, Salt: "test"}, keys: map[string]memo.Sum{}}
	defer func() {
		if r := recover(); r != nil {
			fault = fmt.Sprintf("load %d: panic: %v\n%s", p.loads, r, debug.Stack())
		}
	}()
	for _, e := range script {
		if !p.state.Apply(e) {
			continue
		}
		switch e.Verb {
		case "cancel":
			p.cancel(e.Args[0])
		case "load":
			p.loads++
			if faults := p.load(); len(faults) > 0 {
				return fmt.Sprintf("load %d: %s", p.loads, strings.Join(faults, "\n"))
			}
		}
	}
	return strings.Join(renderRest(append(p.asked[:min(1, len(p.asked))], p.last()...)), "\n")
}

// builder returns the builder that is kept, at the time of the script.
func (p *player) builder() *Builder {
	if p.warm == nil {
		p.options.Drafts, p.options.Future = p.state.With["drafts"], p.state.With["future"]
		p.warm = New(p.options)
	}
	p.options.Now = p.state.Now
	p.warm.SetNow(p.state.Now)
	return p.warm
}

// load builds the site warm and cold and compares. Meanwhile the rest of the edition before is rendered, as it may be
// for somebody who still looks at it.
func (p *player) load() []string {
	b, tree := p.builder(), source.MapTree(p.state.Files)
	rest := make(chan []string)
	go func() { rest <- renderRest(p.last()) }()
	warm, err := b.Load(context.Background(), tree)
	faults := <-rest
	if err != nil {
		return append(faults, err.Error())
	}
	options := p.options
	options.Jobs = 1
	cold, err := New(options).Load(context.Background(), source.MapTree(p.state.Files))
	if err != nil {
		return append(faults, err.Error())
	}
	now := shown{p.loads, warm, map[string]rendered{}}
	for _, o := range cold.Outputs() {
		now.want[o.Path] = render(o)
	}
	faults = append(faults, compare(warm, cold)...)
	if len(faults) == 0 {
		faults = append(now.render(0), p.oneKeyOneContent(now.want)...)
	}
	p.asked = append(p.asked[:min(1, len(p.asked))], now)
	return faults
}

// compare says what two editions say differently of themselves.
func compare(warm, cold *Edition) (faults []string) {
	differ := func(what string, warm, cold any) {
		if !reflect.DeepEqual(warm, cold) {
			faults = append(faults, fmt.Sprintf("%s differ: warm %v, cold %v", what, warm, cold))
		}
	}
	paths := func(e *Edition) (list []string) {
		for _, o := range e.Outputs() {
			list = append(list, o.Path)
		}
		return list
	}
	differ("paths", paths(warm), paths(cold))
	differ("instants of the next change", warm.Until(), cold.Until())
	differ("numbers of pages", [2]int{warm.Pages(), warm.Hidden()}, [2]int{cold.Pages(), cold.Hidden()})
	if !slices.EqualFunc(warm.Diagnostics(), cold.Diagnostics(), sameDiagnostic) {
		faults = append(faults, fmt.Sprintf("diagnostics differ\nwarm:\n%s\ncold:\n%s", list(warm.Diagnostics()), list(cold.Diagnostics())))
	}
	if warm.Sum() != cold.Sum() {
		faults = append(faults, "sums differ")
	}
	return faults
}

func sameDiagnostic(a, b diag.Diagnostic) bool { return reflect.DeepEqual(a, b) }

func render(o site.Output) rendered {
	data, found, err := o.Open(context.Background())
	return rendered{o, data, found, err}
}

// render opens every second output of a warm edition, beginning with the first or the second, and says what is not as
// it must be.
func (s *shown) render(first int) (faults []string) {
	outputs := s.edition.Outputs()
	for i := first; i < len(outputs); i += 2 {
		o := outputs[i]
		warm, cold := render(o), s.want[o.Path]
		report := func(what string) {
			faults = append(faults, fmt.Sprintf("%s of load %d: %s", o.Path, s.load, what))
		}
		if o.Key != cold.output.Key || o.MediaType != cold.output.MediaType || o.Page != cold.output.Page {
			report("another key or kind")
		}
		if !bytes.Equal(warm.data, cold.data) {
			report("another content: " + firstDifference(warm.data, cold.data))
		}
		if !slices.EqualFunc(warm.found, cold.found, sameDiagnostic) {
			report(fmt.Sprintf("other diagnostics\nwarm:\n%s\ncold:\n%s", list(warm.found), list(cold.found)))
		}
		if fmt.Sprint(warm.err) != fmt.Sprint(cold.err) {
			report(fmt.Sprintf("error %v, cold %v", warm.err, cold.err))
		}
	}
	return faults
}

// last returns the last edition, if there is one.
func (p *player) last() []shown { return p.asked[max(0, len(p.asked)-1):] }

// renderRest renders what was not rendered of editions.
func renderRest(editions []shown) (faults []string) {
	for _, s := range editions {
		faults = append(faults, s.render(1)...)
	}
	return faults
}

// firstDifference quotes two texts where they begin to differ.
func firstDifference(a, b []byte) string {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	around := func(text []byte) []byte { return text[max(0, n-60):min(len(text), n+60)] }
	return fmt.Sprintf("at byte %d warm %q, cold %q", n, around(a), around(b))
}

// oneKeyOneContent says which outputs have the key of another content, over the whole script.
func (p *player) oneKeyOneContent(outputs map[string]rendered) (faults []string) {
	for name, r := range outputs {
		id, sum := name+" "+r.output.Key.String(), memo.Of(r.data)
		if before, ok := p.keys[id]; ok && before != sum {
			faults = append(faults, name+" has the key of another content")
		}
		p.keys[id] = sum
	}
	slices.Sort(faults)
	return faults
}

// cancel begins a build that is cancelled when it has asked count times whether it is.
func (p *player) cancel(count string) {
	n, _ := strconv.Atoi(count)
	ctx := &patience{Context: context.Background()}
	ctx.left.Store(int64(n))
	_, _ = p.builder().Load(ctx, source.MapTree(p.state.Files)) // the builds after it tell whether it did harm
}

// patience is a context that is cancelled when it was asked so many times.
type patience struct {
	context.Context
	left atomic.Int64
}

func (c *patience) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}
