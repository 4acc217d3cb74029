package ui

import (
	"context"
	"sync"
	"time"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/ui"
)

// How often what is shown is brought up to date without a change: the consent page's bar moves, clocks show seconds.
const (
	barEvery   = 100 * time.Millisecond
	clockEvery = time.Second
)

// Run shows the model until ctx ends, and then ends the app. It is the one way from the model's goroutines to the windows.
func (w *Windows) Run(ctx context.Context) {
	changes := make(chan struct{}, 1)
	var work sync.WaitGroup
	work.Go(func() { w.pulse(ctx, changes) })
	ui.Bind(ctx, changes, w.model.Snapshot, w.show)
	work.Wait()
	ui.Post(w.app.Quit)
}

// pulse passes the model's changes on, and adds a beat where time itself is shown.
func (w *Windows) pulse(ctx context.Context, changes chan<- struct{}) {
	beat := time.NewTicker(clockEvery)
	defer beat.Stop()
	for page := model.PageRelay; ; {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			if page != model.PageConsent && page != model.PageSession {
				continue
			}
		case <-w.model.Changes():
		}
		if now := w.model.Snapshot().Page; now != page {
			page = now
			if page == model.PageConsent {
				beat.Reset(barEvery)
			} else {
				beat.Reset(clockEvery)
			}
		}
		select {
		case changes <- struct{}{}:
		default:
		}
	}
}
