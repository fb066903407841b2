package memo

import (
	"fmt"
	"reflect"
	"sync"
)

// Table holds the results of one pure function. The zero Table is not usable; call NewTable. It is safe for
// concurrent use.
type Table[V any] struct {
	name   string
	verify bool

	mu         sync.Mutex
	entries    map[Sum]*entry[V]
	generation int
	misses     int
	hits       int
}

type entry[V any] struct {
	once       sync.Once
	done       bool
	value      V
	err        error
	generation int
}

// NewTable returns an empty table. Its name appears in counters and in verification failures. With verify, every hit is
// computed again and compared with the stored value, by its method Equal if it has one and else deeply. If they differ, Get
// panics with the name: a key that leaves out an argument is a defect of the program, not of its input.
func NewTable[V any](name string, verify bool) *Table[V] {
	return &Table[V]{name: name, verify: verify, entries: map[Sum]*entry[V]{}}
}

// Get returns the value remembered under key, or computes and remembers it. Callers that ask for the same key at the
// same time wait for one computation. An error is returned to all of them and not remembered.
func (t *Table[V]) Get(key Sum, compute func() (V, error)) (V, error) {
	t.mu.Lock()
	e := t.entries[key]
	hit := e != nil
	if hit {
		t.hits++
	} else {
		t.misses++
		e = &entry[V]{}
		t.entries[key] = e
	}
	e.generation = t.generation
	t.mu.Unlock()

	e.once.Do(func() {
		defer func() {
			if !e.done { // compute failed or panicked: the next caller tries again
				t.mu.Lock()
				if t.entries[key] == e {
					delete(t.entries, key)
				}
				t.mu.Unlock()
			}
		}()
		e.value, e.err = compute()
		e.done = e.err == nil
	})
	if hit && t.verify && e.done {
		again, err := compute()
		if err == nil && !equal(again, e.value) {
			panic(fmt.Sprintf("memo: table %s: computing again gave another result; its key %s leaves out an argument", t.name, key.Short(12)))
		}
	}
	return e.value, e.err
}

func equal[V any](a, b V) bool {
	if own, ok := any(a).(interface{ Equal(V) bool }); ok {
		return own.Equal(b)
	}
	return reflect.DeepEqual(a, b)
}

// Keep makes the value under key, if there is one, survive the next Sweep.
func (t *Table[V]) Keep(key Sum) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.entries[key]; e != nil {
		e.generation = t.generation
	}
}

// Sweep drops every value that Get or Keep was not called for since the last Sweep.
func (t *Table[V]) Sweep() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for key, e := range t.entries {
		if e.generation != t.generation {
			delete(t.entries, key)
		}
	}
	t.generation++
}

// Counters returns how often Get found a value and how often it had to compute one, since the table was made.
func (t *Table[V]) Counters() (hits, misses int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hits, t.misses
}

// Name returns the name given to NewTable.
func (t *Table[V]) Name() string { return t.name }
