package peers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/workload"
)

const (
	// tail is how long is counted after a workload has ended: what was left for later belongs to it.
	tail = time.Second
	// quietBytes is how little comes in quietFor where nothing changes any more, several times in a row since what was shown with loss is
	// made exact later, after two seconds at the latest, and quietWithin how long that is waited for.
	quietBytes  = 2000
	quietFor    = 400 * time.Millisecond
	quietTimes  = 7
	quietWithin = 15 * time.Second
)

// meters are what is read before and after a run.
type meters struct {
	bytes, updates int
	// server is who shares; display the X server that draws; viewer and relay are Beside's, else 0.
	server, display, viewer, relay time.Duration
}

func (m meters) less(before meters) meters {
	return meters{m.bytes - before.bytes, m.updates - before.updates, m.server - before.server, m.display - before.display, m.viewer - before.viewer, m.relay - before.relay}
}

// A shown display is one whose sharing can be measured; what nobody shares has nothing but its display's meter.
type shown interface {
	desk() *workload.Desk
	read(ctx context.Context) (meters, error)
	Close() error
}

// plain is a display that nobody shares: what drawing alone costs.
type plain struct{ on *workload.Desk }

func (p plain) desk() *workload.Desk { return p.on }

func (p plain) read(context.Context) (m meters, err error) {
	m.display, err = e2e.Processor(p.on.Screen.ServerPID())
	return m, err
}

// Close implements shown.
func (p plain) Close() error { return p.on.Screen.Close() }

// works measures all workloads of one product.
func (b *Bench) works(ctx context.Context, product string, s shown, r *Results) error {
	for _, w := range b.work {
		run, err := b.repeated(ctx, w, s)
		if err != nil {
			return fmt.Errorf("%s: %w", w.Name, err)
		}
		run.Product, run.Workload = product, w.Name
		r.Runs = append(r.Runs, run)
		b.Say(run.String())
	}
	return nil
}

// repeated measures one workload several times.
func (b *Bench) repeated(ctx context.Context, w workload.Workload, s shown) (run Run, err error) {
	desk := s.desk()
	defer func() { err = errors.Join(err, desk.Clear()) }()
	if err := w.SetUp(ctx, desk); err != nil {
		return run, err
	}
	runs, length := b.Runs, b.Length
	if _, alone := s.(plain); alone {
		runs = 1
	}
	if w.Name == idleName { // of which nothing is to be seen in a short time
		runs, length = 1, time.Duration(b.Runs)*b.Length
	}
	var all []meters
	for range runs {
		if err := w.Reset(ctx, desk); err != nil {
			return run, err
		}
		if err := quiet(ctx, s); err != nil {
			return run, err
		}
		m, err := once(ctx, w, s, length)
		if err != nil {
			return run, err
		}
		all = append(all, m)
		b.Say(fmt.Sprintf("  %s: %d bytes, %d updates, %v server, %v display, %v viewer, %v relay", w.Name, m.bytes, m.updates, m.server, m.display, m.viewer, m.relay))
	}
	return newRun(all, length+tail), nil
}

// quiet waits until nothing changes any more.
func quiet(ctx context.Context, s shown) error {
	before, err := s.read(ctx)
	until := time.Now().Add(quietWithin)
	for still := 0; err == nil && still < quietTimes && time.Now().Before(until); still++ {
		if err := e2e.Pass(ctx, quietFor); err != nil {
			return err
		}
		var now meters
		if now, err = s.read(ctx); now.bytes-before.bytes >= quietBytes {
			still = -1
		}
		before = now
	}
	return err
}

// once measures one run.
func once(ctx context.Context, w workload.Workload, s shown, length time.Duration) (meters, error) {
	before, err := s.read(ctx)
	if err != nil {
		return meters{}, err
	}
	stop := drive(ctx, w, s.desk())
	err = e2e.Pass(ctx, length)
	if err = errors.Join(err, stop()); err != nil {
		return meters{}, err
	}
	if err := e2e.Pass(ctx, tail); err != nil {
		return meters{}, err
	}
	after, err := s.read(ctx)
	return after.less(before), err
}
