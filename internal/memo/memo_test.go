package memo

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestTableComputesOnce(t *testing.T) {
	table := NewTable[int]("squares", false)
	var calls atomic.Int32
	start := make(chan struct{})
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			<-start
			v, err := table.Get(OfString("7"), func() (int, error) {
				calls.Add(1)
				time.Sleep(time.Millisecond)
				return 49, nil
			})
			if v != 49 || err != nil {
				t.Errorf("Get = %d, %v", v, err)
			}
		})
	}
	close(start)
	group.Wait()
	if n := calls.Load(); n != 1 {
		t.Errorf("computed %d times", n)
	}
	if hits, misses := table.Counters(); hits != 15 || misses != 1 {
		t.Errorf("hits %d, misses %d", hits, misses)
	}
}

func TestTableForgetsErrors(t *testing.T) {
	table := NewTable[int]("broken", false)
	broken := errors.New("broken")
	if _, err := table.Get(Sum{1}, func() (int, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Fatalf("err = %v", err)
	}
	if v, err := table.Get(Sum{1}, func() (int, error) { return 1, nil }); v != 1 || err != nil {
		t.Errorf("after an error: %d, %v", v, err)
	}
}

func TestSweepKeepsOneGeneration(t *testing.T) {
	table := NewTable[int]("swept", false)
	calls := 0
	get := func(key byte) {
		table.Get(Sum{key}, func() (int, error) { calls++; return 0, nil })
	}
	get(1)
	get(2)
	table.Sweep()
	get(1)
	table.Sweep()
	calls = 0
	get(1)
	get(2)
	if calls != 1 {
		t.Errorf("computed %d values, want only the one that a generation did not ask for", calls)
	}
}

func TestVerifyFindsWhatAKeyLeavesOut(t *testing.T) {
	table := NewTable[int]("leaky", true)
	hidden := 0
	get := func() { table.Get(Sum{1}, func() (int, error) { hidden++; return hidden, nil }) }
	get()
	defer func() {
		if r := recover(); r == nil || !strings.Contains(r.(string), "leaky") {
			t.Errorf("recovered %v, want a panic that names the table", r)
		}
	}()
	get()
}

// TestHashIsInjective checks that argument lists which would be equal when written one after the other are not.
func TestHashIsInjective(t *testing.T) {
	long := strings.Repeat("x", 1000)
	lists := map[string]func(*Hash){
		"ab,c":      func(h *Hash) { h.String("ab"); h.String("c") },
		"a,bc":      func(h *Hash) { h.String("a"); h.String("bc") },
		"[a b]":     func(h *Hash) { h.Strings([]string{"a", "b"}) },
		"[a] [b]":   func(h *Hash) { h.Strings([]string{"a"}); h.Strings([]string{"b"}) },
		"nothing":   func(h *Hash) {},
		"empty":     func(h *Hash) { h.String("") },
		"bytes":     func(h *Hash) { h.Bytes([]byte("abc")) },
		"long":      func(h *Hash) { h.String(long) },
		"long, a":   func(h *Hash) { h.String(long); h.String("a") },
		"a, long":   func(h *Hash) { h.String("a"); h.String(long) },
		"true":      func(h *Hash) { h.Bool(true) },
		"false":     func(h *Hash) { h.Bool(false) },
		"1":         func(h *Hash) { h.Int(1) },
		"1.0":       func(h *Hash) { h.Float(1) },
		"sum":       func(h *Hash) { h.Sum(Sum{1}) },
		"time":      func(h *Hash) { h.Time(time.Unix(1, 0).UTC()) },
		"time zone": func(h *Hash) { h.Time(time.Unix(1, 0).In(time.FixedZone("", 3600))) },
	}
	seen := map[Sum]string{}
	for name, write := range lists {
		h := NewHash("f")
		write(h)
		sum := h.Done()
		if other, ok := seen[sum]; ok {
			t.Errorf("%s and %s have one digest", name, other)
		}
		seen[sum] = name
	}
	if NewHash("f").Done() == NewHash("g").Done() {
		t.Error("two functions share a key")
	}
}
