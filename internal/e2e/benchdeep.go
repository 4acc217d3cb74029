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
	agent, other []float64 // per cent of a core without a session
	idle         int       // bytes of the relay without a session
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
	if d.agent, d.other, err = d.rest(ctx, j.Stage); err != nil {
		return err
	}
	if d.Only == PartIdle {
		return nil
	}
	if err := pass(ctx, benchCalm-time.Since(signedIn)); err != nil {
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
	agent, other, err := d.rest(ctx, j.Stage)
	if err != nil {
		return err
	}
	const how = "processor time over 20 s with an idle session and the viewer open, less that of the windows without a session; of one core"
	d.add(added("idle session, agent's end", how, agent, d.agent), added("idle session, customer's end", how, other, d.other))
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
	p, err := ShowPatch(j.Home)
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

// rest returns what both apps take of the processor while nobody does anything, in per cent of a core.
func (d *deep) rest(ctx context.Context, s *Stage) (agent, customer []float64, err error) {
	const settle = 3 * time.Second // what was begun before comes to its end
	if err := pass(ctx, settle); err != nil {
		return nil, nil, err
	}
	for range benchRests {
		var before, after [2]time.Duration
		if before, err = processors(s); err != nil {
			return agent, customer, err
		}
		if err = pass(ctx, benchRest); err != nil {
			return agent, customer, err
		}
		if after, err = processors(s); err != nil {
			return agent, customer, err
		}
		const percent = 100
		agent = append(agent, float64(after[0]-before[0])/float64(benchRest)*percent)
		customer = append(customer, float64(after[1]-before[1])/float64(benchRest)*percent)
	}
	return agent, customer, nil
}

// processors returns the processor time of the agent's app and the customer's.
func processors(s *Stage) (times [2]time.Duration, err error) {
	for i, app := range []*App{s.Agent, s.Customer} {
		if times[i], err = Processor(app.PID()); err != nil {
			return times, err
		}
	}
	return times, nil
}

// pass lets time pass.
func pass(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
