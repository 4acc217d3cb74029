package peers

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"time"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/workload"
	"beside.example/internal/framebuffer"
)

const (
	// clickRest is the least time between two clicks, clickJitter the most that is added, so that clicks keep no step with anything.
	clickRest   = 80 * time.Millisecond
	clickJitter = 100 * time.Millisecond
	// clickLost is when a click is given up.
	clickLost = 2 * time.Second
	// handRests is how long the customer's own hand must have rested before an agent's counts, and what began must have got going.
	handRests = 2500 * time.Millisecond
)

// loads are the workloads beside which clicks are timed.
var loads = [...]string{"idle", "flood", "video360"}

// pixels measures one product's clicks under each load.
func (b *Bench) pixels(ctx context.Context, p product, r *Results) (err error) {
	dir, err := b.folder("pixel")
	if err != nil {
		return err
	}
	if p.arguments == nil {
		s, err := b.startBeside(ctx, dir)
		if err != nil {
			return err
		}
		defer closing(&err, s)
		w := newWatch()
		a, err := s.meet(ctx, w)
		if err != nil {
			return err
		}
		defer closing(&err, a)
		return b.underLoads(ctx, p, s.desk, r, func(ctx context.Context) ([]time.Duration, error) { return b.clicks(ctx, a, w) })
	}
	v, err := b.startVNC(ctx, p, dir)
	if err != nil {
		return err
	}
	defer closing(&err, v)
	return b.underLoads(ctx, p, v.desk, r, func(ctx context.Context) (times []time.Duration, err error) {
		w := newWatch()
		client, err := dial(ctx, v.port, w)
		if err != nil {
			return nil, err
		}
		defer closing(&err, client)
		return b.clicks(ctx, client, w)
	})
}

// underLoads measures clicks beside each load.
func (b *Bench) underLoads(ctx context.Context, p product, desk *workload.Desk, r *Results, measure func(context.Context) ([]time.Duration, error)) error {
	for _, load := range loads {
		if len(b.Workloads) > 0 && !contains(b.Workloads, load) {
			continue
		}
		times, err := b.beside(ctx, desk, load, measure)
		if err != nil {
			return fmt.Errorf("click beside %s: %w", load, err)
		}
		c := newClicks(PartPixel, p.name, load, times)
		if c.Median >= e2e.Milliseconds(clickLost) {
			return fmt.Errorf("click beside %s: most clicks changed nothing within %v", load, clickLost)
		}
		r.Clicks = append(r.Clicks, c)
		b.Say(c.String())
	}
	return nil
}

// beside measures something while a workload runs and the patch waits for clicks.
func (b *Bench) beside(ctx context.Context, desk *workload.Desk, load string, measure func(context.Context) ([]time.Duration, error)) (times []time.Duration, err error) {
	w, err := workload.Named(load)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, desk.Clear()) }()
	if err := w.SetUp(ctx, desk); err != nil {
		return nil, err
	}
	patch, err := e2e.ShowPatch(desk.Screen)
	if err != nil {
		return nil, err
	}
	defer closing(&err, patch)
	driving, stop := context.WithCancel(ctx)
	drove := make(chan error, 1)
	go func() { drove <- w.Drive(driving, desk) }()
	defer func() { stop(); err = errors.Join(err, <-drove) }()
	if err := pass(ctx, handRests); err != nil {
		return nil, err
	}
	return measure(ctx)
}

// clicks clicks on the patch again and again and returns how long each took until the pixel was decoded that it changes.
func (b *Bench) clicks(ctx context.Context, v viewer, w *watch) ([]time.Duration, error) {
	const aside = 60 // as far from the patch's sides
	at, seen := e2e.PatchArea.Min.Add(image.Pt(aside, aside)), e2e.PatchArea.Max.Sub(image.Pt(aside, aside))
	bright := func() (b bool) {
		const half = 0x80
		v.Read(func(fb *framebuffer.Framebuffer) { b = fb.Row(seen.Y, seen.X, seen.X+1)[1] >= half })
		return b
	}
	if err := v.Pointer(at, false); err != nil {
		return nil, err
	}
	if err := pass(ctx, clickRest+clickJitter); err != nil {
		return nil, err
	}
	order := rand.New(rand.NewPCG(1, 1))
	var times []time.Duration
	for range b.Clicks {
		before, began := bright(), time.Now()
		if err := v.Pointer(at, true); err != nil {
			return times, err
		}
		lost := time.NewTimer(clickLost)
		for bright() == before {
			select {
			case <-w.changed:
				continue
			case <-lost.C:
			case <-ctx.Done():
				return times, ctx.Err()
			}
			break
		}
		times = append(times, time.Since(began)) // one that is lost counts as clickLost
		lost.Stop()
		if err := v.Pointer(at, false); err != nil {
			return times, err
		}
		if err := pass(ctx, clickRest+time.Duration(order.Int64N(int64(clickJitter)))); err != nil {
			return times, err
		}
	}
	return times, nil
}
