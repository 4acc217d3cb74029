package peers

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"time"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/workload"
)

// handRests is how long the customer's own hand must have rested before an agent's counts, and what began must have got going.
const handRests = 2500 * time.Millisecond

// loads are the workloads beside which clicks are timed.
var loads = [...]string{"idle", "awake", "flood", "video360"}

// pixels measures one product's clicks, under each load, until what they change is decoded.
func (b *Bench) pixels(ctx context.Context, p product, r *Results) (err error) {
	dir, err := b.folder("pixel")
	if err != nil {
		return err
	}
	if p.arguments == nil {
		return b.besidePixels(ctx, dir, r)
	}
	v, err := b.startVNC(ctx, p, dir)
	if err != nil {
		return err
	}
	defer closing(&err, v)
	return b.underLoads(ctx, PartPixel, p.name, v.on, r, func(ctx context.Context) (times []time.Duration, err error) {
		w := newWatch()
		client, err := dial(ctx, v.port, w)
		if err != nil {
			return nil, err
		}
		defer closing(&err, client)
		return b.decodedClicks(ctx, newDecoded(client, w))
	})
}

func (b *Bench) besidePixels(ctx context.Context, dir string, r *Results) (err error) {
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
	return b.underLoads(ctx, PartPixel, besideName, s.on, r, func(ctx context.Context) ([]time.Duration, error) {
		return b.decodedClicks(ctx, newDecoded(a, w))
	})
}

// decodedClicks brings the pointer to the patch and clicks.
func (b *Bench) decodedClicks(ctx context.Context, d decoded) ([]time.Duration, error) {
	for _, place := range [...]image.Point{d.at.Add(comesFrom), d.at} {
		if err := d.Pointer(place, false); err != nil {
			return nil, err
		}
	}
	if err := e2e.Pass(ctx, clickRest+clickJitter); err != nil {
		return nil, err
	}
	d.watch.follow(d.white)
	return b.clicks(ctx, d)
}

// comesFrom is where the pointer comes from, seen from the patch. Between two loads a hand on the shared display has moved its pointer away,
// of which a server that remembers where it put it last knows nothing (x11vnc): without a move it would press the button elsewhere.
var comesFrom = image.Pt(-5, -5)

// underLoads measures clicks beside each load.
func (b *Bench) underLoads(ctx context.Context, part, product string, desk *workload.Desk, r *Results, measure func(context.Context) ([]time.Duration, error)) error {
	for _, load := range loads {
		if len(b.Workloads) > 0 && !slices.Contains(b.Workloads, load) {
			continue
		}
		times, err := beside(ctx, desk, load, patchOf(part), measure)
		if err != nil {
			return fmt.Errorf("click beside %s: %w", load, err)
		}
		c := newClicks(part, product, load, times)
		r.Clicks = append(r.Clicks, c)
		b.Say(c.String())
	}
	return nil
}

// beside measures something while a workload runs and the patch waits for clicks.
func beside(
	ctx context.Context, desk *workload.Desk, load string, area image.Rectangle, measure func(context.Context) ([]time.Duration, error),
) (times []time.Duration, err error) {
	w, err := workload.Named(load)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, desk.Clear()) }()
	if err := w.SetUp(ctx, desk); err != nil {
		return nil, err
	}
	patch, err := e2e.ShowPatch(desk.Screen, area)
	if err != nil {
		return nil, err
	}
	defer closing(&err, patch)
	stop := drive(ctx, w, desk)
	defer func() { err = errors.Join(err, stop()) }()
	if err := e2e.Pass(ctx, handRests); err != nil {
		return nil, err
	}
	return measure(ctx)
}

// drive does what a workload is about until stop, which returns how that went.
func drive(ctx context.Context, w workload.Workload, desk *workload.Desk) (stop func() error) {
	ctx, cancel := context.WithCancel(ctx)
	drove := make(chan error, 1)
	go func() { drove <- w.Drive(ctx, desk) }()
	return func() error { cancel(); return <-drove }
}
