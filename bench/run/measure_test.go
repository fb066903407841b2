package main

import (
	"testing"
	"time"
)

func TestTypicalIsTheMedianOfEachQuantity(t *testing.T) {
	r := results{costs: map[string][]cost{"x": {{wall: 5, cpu: 1, peak: 7}, {wall: 1, cpu: 9, peak: 8}, {wall: 3, cpu: 2, peak: 9}}}}
	if got, want := r.typical("x"), (cost{wall: 3, cpu: 2, peak: 8}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestExecuteSaysWhatTheProcessTook(t *testing.T) {
	spent, err := execute(t.Context(), "sleep", "0.01")
	if err != nil {
		t.Fatal(err)
	}
	if spent.wall < 10*time.Millisecond || spent.peak < 1<<16 {
		t.Errorf("a process that slept 10 ms took %v", spent)
	}
	if _, err := execute(t.Context(), "false"); err == nil {
		t.Error("a failed process gives no error")
	}
}
