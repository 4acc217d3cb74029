package ui

import (
	"context"
	"sync"
	"time"

	"beside.example/internal/ui"
)

// clockEvery is how often what is shown is brought up to date without a change: clocks show seconds.
const clockEvery = time.Second

// Run shows the model until ctx ends, and then ends the app. It is the one way from the model's goroutines to the windows.
func (w *Windows) Run(ctx context.Context) {
	changes := make(chan struct{}, 1)
	var work sync.WaitGroup
	work.Go(func() {
		beat := time.NewTicker(clockEvery)
		defer beat.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-beat.C:
			case <-w.model.Changes():
			}
			select {
			case changes <- struct{}{}:
			default:
			}
		}
	})
	ui.Bind(ctx, changes, w.model.Snapshot, w.show)
	work.Wait()
	ui.Post(w.app.Quit)
}
