package e2e

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// guests are as many colleagues as an agent can bring into a session, in the order in which they are offered.
var guests = []string{"Aiko Mori", "Ines Costa", "Jonas Lind", "Mei Chen", "Omar Haddad", "Priya Nair", "Tom Okafor"}

// TestEightAgents brings seven colleagues into a session, the last of them while text scrolls by. Who comes late has the whole picture while the
// others' goes on, theirs goes on while that one's app stands still, and in the end everybody sees the customer's display pixel by pixel, also when the first one's
// app is killed. The customer's app grabs and codes all that for one or two, not for eight.
func TestEightAgents(t *testing.T) {
	r := rehearse(t)
	r.meets()
	r.papers(1)
	all := append([]*viewer{r.viewer()}, r.signedIn(guests)...)
	early, late := all[:len(guests)], all[len(guests)]
	for _, v := range early[1:] {
		r.invites(v)
	}
	for _, v := range early {
		v.fills()
	}
	r.handAside()
	stop := r.floods()
	r.goOn(early)
	goesOn := r.goesOn(early)
	r.invites(late)
	late.fills()
	late.hasAll()
	goesOn()
	r.goOn(all)
	late.signals(syscall.SIGSTOP)
	r.goOn(early)
	late.signals(syscall.SIGCONT)
	r.goOn(all)
	stop()
	r.must("the first viewer comes to the front", func(ctx context.Context) error { return r.Agent.Raise(ctx, Named("viewer-display")) })
	for _, v := range all {
		v.exact(v.Name)
	}
	r.Agent.Kill()
	r.papers(2)
	for _, v := range all[1:] {
		v.exact(v.Name + ", without who brought them in")
	}
	r.must("customer presses the panic key", func(context.Context) error { return r.Home.Hand.Chord(KeyShift, KeyEscape) })
	r.codedForAll()
}

// viewer is one of several agents, and how often something was painted on their display.
type viewer struct {
	*rehearsal
	painted *atomic.Int64
}

// viewer makes one of who is there first.
func (r *rehearsal) viewer() *viewer {
	r.t.Helper()
	v := &viewer{rehearsal: r, painted: &atomic.Int64{}}
	watch, err := r.Desk.WatchPainting(func(time.Time, int) { v.painted.Add(1) })
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		if err := watch.Close(); err != nil {
			r.t.Error(err)
		}
	})
	return v
}

// signedIn gives colleagues displays and has them sign in, two at a time: as many as most machines have processors for.
func (r *rehearsal) signedIn(names []string) []*viewer {
	r.t.Helper()
	var all []*viewer
	for i, name := range names {
		all = append(all, r.seat(fmt.Sprintf("guest%d", i+1), name).viewer())
	}
	queue := make(chan *viewer, len(all))
	for _, v := range all {
		queue <- v
	}
	close(queue)
	failed := make(chan error, len(all))
	var working sync.WaitGroup
	const together = 2
	for range together {
		working.Go(func() {
			for v := range queue {
				if err := inOrder(v.agentStarts, v.agentAsked, v.agentConfirms, v.agentSignsIn)(r.ctx); err != nil {
					failed <- fmt.Errorf("%s: %w", v.Name, err)
				}
			}
		})
	}
	r.must("colleagues sign in", func(context.Context) error {
		working.Wait()
		close(failed)
		var problems []error
		for err := range failed {
			problems = append(problems, err)
		}
		return errors.Join(problems...)
	})
	return all
}

// seat gives a colleague a display.
func (r *rehearsal) seat(account, name string) *rehearsal {
	r.t.Helper()
	mail := account + "@trial.example"
	password, err := r.Relay.AddAgent(r.ctx, name, mail)
	if err != nil {
		r.t.Fatal(err)
	}
	stage, err := r.Colleague(r.ctx, account, name, mail, password)
	r.t.Cleanup(func() {
		if r.t.Failed() && stage.Desk != nil {
			if err := stage.Desk.Save(filepath.Join(r.logs, account+".png")); err != nil {
				r.t.Log(err)
			}
		}
		if err := stage.Close(); err != nil {
			r.t.Error(err)
		}
	})
	if err != nil {
		r.t.Fatal(err)
	}
	stage.Customer = r.Customer
	return &rehearsal{Journey: NewJourney(stage), t: r.t, ctx: r.ctx, logs: r.logs}
}

// invites brings a colleague into the session.
func (r *rehearsal) invites(v *viewer) {
	r.t.Helper()
	r.must(r.first()+" invites "+v.first(), inOrder(r.clicks(Named("tool-invite").Enabled()), r.picksGuest(v.Name), r.clicks(Named("introduce-send").Enabled())))
	r.must(v.first()+" says Yes", v.clicks(alertYes.Enabled()))
	r.must("customer lets "+v.first()+" in", func(ctx context.Context) error { return r.Customer.ClickAway(ctx, Named("ask-yes").Enabled()) })
	r.must(v.first()+" has a viewer", v.shows(Named("viewer-display")))
}

// picksGuest chooses a colleague in the list of those who can be invited, by the wheel as far as it must be.
func (r *rehearsal) picksGuest(name string) act {
	return func(ctx context.Context) error {
		table, err := r.Agent.Find(ctx, Named("introduce-table"))
		if err != nil {
			return err
		}
		const wheelDown = 5
		err = await(ctx, name+" in the list", func() (bool, error) {
			things, err := r.Agent.Things()
			if err != nil || slices.ContainsFunc(things, func(t Thing) bool { return t.Text == name && t.Area.In(table.Area) }) {
				return err == nil, err
			}
			return false, r.Desk.Hand.ClickButton(table.Centre(), wheelDown)
		})
		if err != nil {
			return err
		}
		return r.Agent.Click(ctx, Text(name))
	}
}

// fills has the agent see the customer's display over the whole of their own, pixel by pixel.
func (v *viewer) fills() {
	v.t.Helper()
	v.must(v.first()+" fills the display", func(ctx context.Context) error {
		if err := v.Agent.Click(ctx, Named("viewer-full")); err != nil {
			return err
		}
		return await(ctx, "the whole display", func() (bool, error) {
			area, err := v.area()
			return area == image.Rectangle{Max: ScreenSize}, err
		})
	})
}

// floodArea is where text scrolls by.
var floodArea = image.Rect(0, 0, 1000, 700)

// hasAll waits until an agent's display shows what does not change on the customer's.
func (v *viewer) hasAll() {
	v.t.Helper()
	v.await(v.first()+" to have the whole picture", func() (bool, error) {
		const edge = 40 // of the display, where a pointer lies
		for _, area := range []image.Rectangle{
			{Min: image.Pt(floodArea.Max.X, edge), Max: v.Home.size.Sub(image.Pt(edge, edge))},
			{Min: image.Pt(edge, floodArea.Max.Y), Max: v.Home.size.Sub(image.Pt(edge, edge))},
		} {
			want, err := v.Home.Look(area)
			if err != nil {
				return false, err
			}
			got, err := v.Desk.Look(area)
			if err != nil || different(want, got) {
				return false, errors.Join(err, fmt.Errorf("it differs in %v", area))
			}
		}
		return true, nil
	})
}

// signals sends a signal to an agent's app.
func (v *viewer) signals(s syscall.Signal) {
	v.t.Helper()
	if err := syscall.Kill(v.Agent.PID(), s); err != nil {
		v.t.Fatal(err)
	}
}

// floods has text scroll by until stop is called.
func (r *rehearsal) floods() (stop func()) {
	r.t.Helper()
	const title = "flood"
	on := filepath.Join(r.customer.Home, "on")
	if err := os.WriteFile(on, nil, 0o644); err != nil {
		r.t.Fatal(err)
	}
	r.must("text scrolls by", func(ctx context.Context) error {
		return r.opensTerminal(ctx, title, "100x36+20+20",
			"while test -e "+strconv.Quote(on)+"; do ls -la --color=always /etc /usr/bin | head -n 20 | shuf; sleep 0.03; done")
	})
	return func() {
		if err := os.Remove(on); err != nil {
			r.t.Fatal(err)
		}
	}
}

// goOn waits until much more was painted on each of several displays.
func (r *rehearsal) goOn(all []*viewer) {
	r.t.Helper()
	r.goesOn(all)()
}

// goesOn returns what waits until much was painted on each of several displays since.
func (r *rehearsal) goesOn(all []*viewer) (wait func()) {
	const much = 200 // rectangles: those of some seconds on a slow machine
	before := make([]int64, len(all))
	for i, v := range all {
		before[i] = v.painted.Load()
	}
	return func() {
		r.t.Helper()
		r.await("everybody's picture to go on", func() (bool, error) {
			for i, v := range all {
				if got := v.painted.Load() - before[i]; got < much {
					return false, fmt.Errorf("%d rectangles were painted for %s", got, v.Name)
				}
			}
			return true, nil
		})
	}
}

// displayClosed is what the customer's app says when nobody is shown the display any more.
var displayClosed = regexp.MustCompile(`msg="display closed" display=\d+ grabs=(\d+) coded=(\d+) given=(\d+)`)

// codedForAll makes sure that each grab and each update was for several agents.
func (r *rehearsal) codedForAll() {
	r.t.Helper()
	var counts [3]int
	r.await("what the customer's app did", func() (bool, error) {
		log, err := os.ReadFile(filepath.Join(r.logs, "customer-app.log"))
		said := displayClosed.FindSubmatch(log)
		if err != nil || said == nil {
			return false, err
		}
		for i := range counts {
			if counts[i], err = strconv.Atoi(string(said[i+1])); err != nil {
				return false, err
			}
		}
		return true, nil
	})
	grabs, coded, given := counts[0], counts[1], counts[2]
	r.t.Logf("%d grabs, of which %d updates were coded, which went to agents %d times", grabs, coded, given)
	const several = 3 // seven or eight in two groups, but for the minute in which they come
	if given < several*grabs || given < several*coded {
		r.t.Errorf("%d grabs and %d updates coded for %d sent", grabs, coded, given)
	}
}
