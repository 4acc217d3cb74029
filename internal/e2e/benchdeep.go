package e2e

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"time"
)

// deep measures, in one session, what takes long.
type deep struct {
	*Bench
	alone rests // without a session
	idle  int   // bytes of the relay without a session
}

// The sizes of the window that is clicked in.
const (
	inWindow = "window"
	inFull   = "full"
)

// before measures while both apps are open and no session is.
func (d *deep) before(ctx context.Context, j *Journey) (err error) {
	if d.Only == PartClick {
		return nil
	}
	signedIn := time.Now()
	if d.alone, err = d.rest(ctx, j.Stage); err != nil {
		return err
	}
	if d.Only == PartIdle {
		return nil
	}
	if err := Pass(ctx, benchCalm-time.Since(signedIn)); err != nil {
		return err
	}
	if d.idle, err = resident(j.Relay.PID()); err != nil {
		return err
	}
	d.add(Row{Figure: "relay, idle", Budget: budgetRelay, Unit: "MB", Median: float64(d.idle) / mega, Count: 1, How: "resident memory 60 s after the last sign-in, both apps connected"})
	return nil
}

// during measures while a session is open.
func (d *deep) during(ctx context.Context, j *Journey) error {
	if d.Only != PartIdle {
		if err := d.click(ctx, j); err != nil || d.Only == PartClick {
			return err
		}
	}
	with, err := d.rest(ctx, j.Stage)
	if err != nil {
		return err
	}
	const how = "processor time over 20 s with an idle session and the viewer open, less the same without a session; of one core"
	for i, figure := range [...]string{"idle session, agent's end", "idle session, customer's end", "idle session, relay"} {
		d.add(added(figure, how, with[i], d.alone[i]))
	}
	if d.Only != "" {
		return nil
	}
	busy, err := resident(j.Relay.PID())
	if err != nil {
		return err
	}
	d.add(Row{Figure: "relay, per session", Budget: budgetSession, Unit: "MB", Median: float64(max(busy-d.idle, 0)) / mega, Count: 1, How: "what a session adds to its resident memory"})
	return nil
}

// click measures clicks in the viewer, in its window and over the whole display.
func (d *deep) click(ctx context.Context, j *Journey) (err error) {
	p, err := ShowPatch(j.Home, PatchArea)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	for _, size := range []string{inWindow, inFull} {
		if err := d.clickIn(ctx, j, size); err != nil {
			return err
		}
	}
	return nil
}

// clickIn measures the floor and the viewer one after the other, so that both have the same load beside them.
func (d *deep) clickIn(ctx context.Context, j *Journey, size string) error {
	floors, err := d.floor(ctx, j.Stage, size)
	if err != nil {
		return err
	}
	if err := j.Agent.Raise(ctx, Named("viewer-display")); err != nil {
		return err
	}
	if size == inFull {
		if err := j.Agent.Click(ctx, Named("viewer-full")); err != nil {
			return err
		}
		defer func() { _ = j.Desk.Hand.Chord(KeyRightControl); _ = j.Desk.Hand.Chord(KeyF11) }()
	}
	if err := j.settle(ctx, image.Rectangle{Max: ScreenSize}); err != nil {
		return err
	}
	shown, err := j.Agent.Find(ctx, Named("viewer-display"))
	if err != nil {
		return err
	}
	at, beside := PatchPlaces(shown.Area)
	times, err := Clicks(j.Desk, at, beside, clickTries)
	if err != nil {
		return err
	}
	const middle = 0.5
	floor := Percentile(floors, middle)
	where := map[string]string{inWindow: "viewer of 1280 × 800", inFull: "viewer over the whole display"}[size]
	d.add(
		timesRow("click to pixel, "+where, Milliseconds(floor)+budgetAboveFloor, fmt.Sprintf("a click in the viewer until the changed pixel of a patch on the other display is seen there, %d clicks; budget: floor + 15 ms", clickTries), times...),
		timesRow("the display's own floor, "+where, 0, "the same click on the same widget, which changes its picture itself, without any session", floors...),
	)
	return nil
}

// added makes the row of what a session adds to the processor's load.
func added(figure, how string, with, without []float64) Row {
	return Row{
		Figure: figure, Budget: budgetIdle, Unit: "%", Median: max(medianOf(with)-medianOf(without), 0), Count: len(with),
		How: fmt.Sprintf("%s (%s %% less %s %%)", how, number(medianOf(with)), number(medianOf(without))),
	}
}

func medianOf(values []float64) float64 {
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

// rests are what the agent's app, the customer's app and the relay take of the processor while nobody does anything, in per cent of a
// core, each several times.
type rests [3][]float64

func (d *deep) rest(ctx context.Context, s *Stage) (r rests, err error) {
	const settle = 3 * time.Second // what was begun before comes to its end
	if err := Pass(ctx, settle); err != nil {
		return r, err
	}
	for range benchRests {
		before, err := processors(s)
		if err != nil {
			return r, err
		}
		if err := Pass(ctx, benchRest); err != nil {
			return r, err
		}
		after, err := processors(s)
		if err != nil {
			return r, err
		}
		for i := range r {
			const percent = 100
			r[i] = append(r[i], float64(after[i]-before[i])/float64(benchRest)*percent)
		}
	}
	return r, nil
}

// processors returns the processor time of the agent's app, the customer's and the relay.
func processors(s *Stage) (times [3]time.Duration, err error) {
	for i, process := range [...]*Process{s.Agent.Process, s.Customer.Process, s.Relay.Process} {
		if times[i], err = Processor(process.PID()); err != nil {
			return times, err
		}
	}
	return times, nil
}
