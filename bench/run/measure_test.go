package main

import (
	"testing"

	"pandect/bench/internal/harness"
)

func TestTypicalIsTheMedianOfEachQuantity(t *testing.T) {
	r := results{costs: map[string][]harness.Cost{"x": {{Wall: 5, CPU: 1, Peak: 7}, {Wall: 1, CPU: 9, Peak: 8}, {Wall: 3, CPU: 2, Peak: 9}}}}
	if got, want := r.typical("x"), (harness.Cost{Wall: 3, CPU: 2, Peak: 8}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
