package publish_test

import (
	"context"
	"sync"
	"testing"

	"pandect/internal/diag"
	"pandect/internal/publish"
)

func TestARunSaysThatItWaitsForAnother(t *testing.T) {
	o := publish.Options{Dir: t.TempDir()}
	list := outputs(v1)
	waits, done := make(chan bool), make(chan error, 1)
	open, once := list[0].Open, sync.Once{}
	list[0].Open = func(ctx context.Context) ([]byte, []diag.Diagnostic, error) {
		once.Do(func() {
			second := outputs(v1)
			waiting := publish.Options{Dir: o.Dir, Waiting: func() { waits <- true }}
			go func() {
				_, err := publish.Publish(context.Background(), second, edition(second), waiting)
				done <- err
			}()
			<-waits
		})
		return open(ctx)
	}
	o.Waiting = func() { t.Error("the first run waits") }
	run(t, list, o)
	must(t, <-done)
}
