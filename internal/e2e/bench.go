package e2e

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"time"

	"beside.example/internal/product"
	"beside.example/internal/ui/e2e"
)

const (
	// benchRest is how long processor time is counted, and benchRests how often.
	benchRest  = 20 * time.Second
	benchRests = 3
	// benchCalm is how long after the last sign-in a relay counts as idle.
	benchCalm = 60 * time.Second
)

// The parts of a benchmark that can be measured alone.
const (
	PartClick = "click" // clicks in the viewer and the display's floor
	PartIdle  = "idle"  // what an idle session costs
)

// The budgets, in the units of their rows.
const (
	budgetAboveFloor = 15.0   // ms
	budgetConsent    = 500.0  // ms
	budgetPicture    = 1000.0 // ms
	budgetWindow     = 2000.0 // ms
	budgetRelay      = 40.0   // MB
	budgetSession    = 1.0    // MB
	budgetBinary     = 30.0   // MB
	budgetIdle       = 0.5    // per cent of a core
)

const mega = 1e6

// A Bench measures what the README's table says.
type Bench struct {
	Binaries Binaries
	// Shipped is the folder with the programs as they are shipped.
	Shipped string
	// Dir is a folder that only this run uses, Logs where programs print to.
	Dir, Logs string
	// Runs is how many whole sessions are held, at least one; what a session has once is measured as often.
	Runs int
	// Only measures one part, in one session: PartClick or PartIdle; empty, everything.
	Only string
	// Say tells what is being done.
	Say func(string)

	stages int
	// times are what each session has once, in its order.
	times map[string][]time.Duration
	table Table
}

// Run measures everything; it takes about six minutes. What was measured before a failure is returned with it.
func (b *Bench) Run(ctx context.Context) (Table, error) {
	b.times = map[string][]time.Duration{}
	if b.Only == "" {
		if err := b.sizes(); err != nil {
			return b.table, err
		}
	}
	d := deep{Bench: b}
	if err := b.session(ctx, func(j *Journey) error { return d.before(ctx, j) }, func(j *Journey) error { return d.during(ctx, j) }); err != nil || b.Only != "" {
		return b.table, err
	}
	for range b.Runs - 1 {
		if err := b.session(ctx, func(*Journey) error { return nil }, func(*Journey) error { return nil }); err != nil {
			return b.table, err
		}
	}
	b.onceASession()
	return b.table, nil
}

func (b *Bench) add(rows ...Row) { b.table = append(b.table, rows...) }

// sizes measures the shipped programs.
func (b *Bench) sizes() error {
	for _, p := range []struct {
		name   string
		budget float64
	}{{product.CustomerBinary, budgetBinary}, {product.AgentBinary, 0}, {product.RelayBinary, 0}} {
		info, err := os.Stat(filepath.Join(b.Shipped, p.name))
		if err != nil {
			return fmt.Errorf("measure a program: %w", err)
		}
		b.add(Row{Figure: "`" + p.name + "`", Budget: p.budget, Unit: "MB", Median: float64(info.Size()) / mega, Count: 1, How: "the stripped file that `make build` makes"})
	}
	return nil
}

// onceASession makes the rows of what each session has once.
func (b *Bench) onceASession() {
	const seen = "from the click until the pixels are on the display"
	b.add(
		timesRow("agent's window on screen", budgetWindow, "from the start of the program until its page is drawn", b.times["agent_window_ms"]...),
		timesRow("customer's window on screen", budgetWindow, "the same", b.times["customer_window_ms"]...),
		timesRow("Continue to consent page", budgetConsent, "from the click until the page is there; includes the code's exchange", b.times["continue_to_consent_ms"]...),
		timesRow("consent to first picture", budgetPicture, seen+", at four places, in the agent's viewer, which opens by itself", b.times["consent_to_picture_ms"]...),
	)
}

// stage sets a stage and closes it after use.
func (b *Bench) stage(ctx context.Context, use func(s *Stage) error) (err error) {
	b.stages++
	dir := filepath.Join(b.Dir, fmt.Sprintf("stage%d", b.stages))
	const everyone = 0o755 // the ordinary user must be able to enter
	if err := os.Mkdir(dir, everyone); err != nil {
		return fmt.Errorf("set a stage: %w", err)
	}
	s, err := SetStage(ctx, dir, b.Logs, b.Binaries)
	defer func() { err = errors.Join(err, s.Close()) }()
	if err != nil {
		return err
	}
	return use(s)
}

// session holds a session as far as the first picture, with what is to be measured before it and during it.
func (b *Bench) session(ctx context.Context, before, during func(*Journey) error) error {
	return b.stage(ctx, func(s *Stage) error {
		j := NewJourney(s)
		j.Say = func(step Step) { b.Say(fmt.Sprintf("%8.0f ms  %s", step.Milliseconds, step.Name)) }
		steps := []step{
			{"furnish the customer's display", j.furnish},
			{"agent starts", j.agentStarts},
			{"agent is asked about the relay", j.agentAsked},
			{"agent confirms the relay", j.agentConfirms},
			{"agent signs in", j.agentSignsIn},
			{"customer starts", j.customerStarts},
			{"customer confirms the relay", j.customerConfirms},
			{"measure without a session", func(context.Context) error { return before(j) }},
			{"agent makes a code", j.makesCode},
			{"customer types the code", j.rightCode},
			{"customer consents", j.consents},
			{"agent sees the screen", j.sees},
			{"measure with a session", func(context.Context) error { return during(j) }},
			{"agent ends", j.ends},
			{"agent says how it ended", j.files},
		}
		for _, step := range steps {
			if err := j.Take(ctx, step.name, step.take); err != nil {
				return err
			}
		}
		for name, ms := range j.Report.Figures {
			b.times[name] = append(b.times[name], time.Duration(ms*float64(time.Millisecond)))
		}
		return nil
	})
}

// floor measures clicks on a picture that changes in the app itself: the display's own floor.
func (b *Bench) floor(ctx context.Context, s *Stage, size string) ([]time.Duration, error) {
	owner, err := NewAccount(s.dir, "floor-"+size) // the agent's own home would sign it in once more
	if err != nil {
		return nil, err
	}
	app, err := StartApp(ctx, b.Logs, s.Desk, owner, "floor-"+size, b.Binaries.Agent, []string{e2e.FloorVariable + "=" + size})
	if err != nil {
		return nil, err
	}
	if err := app.Raise(ctx, Named(e2e.FloorName)); err != nil {
		return nil, err
	}
	shown, err := app.Find(ctx, Named(e2e.FloorName))
	if err != nil {
		return nil, err
	}
	at, beside := PatchPlaces(shown.Area)
	times, err := Clicks(s.Desk, at, beside, clickTries)
	return times, errors.Join(err, app.Stop())
}

// PatchPlaces returns where a display that shows all of a shared one has the patch: where to click, and where to look, which
// no pointer covers.
func PatchPlaces(shown image.Rectangle) (at, beside image.Point) {
	at, beside = PlacesOn(PatchArea)
	return fitted(shown, at), fitted(shown, beside)
}

// PlacesOn returns where a patch is clicked, and where it is looked at: on a large one far enough apart for any pointer.
func PlacesOn(patch image.Rectangle) (at, beside image.Point) {
	aside := patch.Size().Mul(3).Div(10)
	return patch.Min.Add(aside), patch.Max.Sub(aside)
}

// fitted returns where a point of a shared display lies in a picture of it that fills area as far as its sides allow.
func fitted(area image.Rectangle, at image.Point) image.Point {
	scale := min(float64(area.Dx())/float64(ScreenSize.X), float64(area.Dy())/float64(ScreenSize.Y))
	shown := image.Pt(int(float64(ScreenSize.X)*scale), int(float64(ScreenSize.Y)*scale))
	origin := area.Min.Add(area.Size().Sub(shown).Div(2))
	return origin.Add(image.Pt(int(float64(at.X)*scale), int(float64(at.Y)*scale)))
}
