package e2e

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jezek/xgb/xproto"
)

// A Day is a help desk's day in miniature: three agents at their own displays, one customer after the other at the same
// computer, a portal of every kind; alerts, a No, an invitation, a session that outlives its first agent, a transfer, a queue.
type Day struct {
	// Claire is there first: her journey is that of the stage, its display the manager's too.
	Claire, Tom, Priya *Journey
	// pages is where the page lies that an agent sends to the customer.
	pages *pushedPages
	// asked are the agents whom a queue's request was offered to, in order.
	asked []*Journey
}

// A scene is one step of the day, and whose display is looked at beside the customer's.
type scene struct {
	by   *Journey
	name string
	take act
}

// An act is what somebody does, until its effect is to be seen.
type act = func(ctx context.Context) error

// inOrder makes one act of several.
func inOrder(acts ...act) act {
	return func(ctx context.Context) error {
		for _, take := range acts {
			if err := take(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}

// OpenDay gives two colleagues displays of their own beside the agent of a journey, and furnishes the customer's. The Day that
// it returns is to be closed before the journey's stage, also after an error.
func OpenDay(ctx context.Context, claire *Journey) (*Day, error) {
	d := &Day{Claire: claire}
	var err error
	if d.pages, err = servePages(); err != nil {
		return d, err
	}
	if err := claire.furnish(ctx); err != nil {
		return d, err
	}
	if d.Tom, err = d.seat(ctx, "tom", "Tom Okafor"); err != nil {
		return d, err
	}
	d.Priya, err = d.seat(ctx, "priya", "Priya Nair")
	return d, err
}

// seat adds an agent with a display of their own.
func (d *Day) seat(ctx context.Context, account, name string) (*Journey, error) {
	mail := account + "@trial.example"
	password, err := d.Claire.Relay.AddAgent(ctx, name, mail)
	if err != nil {
		return nil, err
	}
	stage, err := d.Claire.Colleague(ctx, account, name, mail, password)
	j := NewJourney(stage)
	j.typed, j.Report, j.Out, j.Say = d.Claire.typed, d.Claire.Report, d.Claire.Out, d.Claire.Say
	return j, err
}

// agents are those who have a display.
func (d *Day) agents() []*Journey {
	return slices.DeleteFunc([]*Journey{d.Claire, d.Tom, d.Priya}, func(j *Journey) bool { return j == nil })
}

// colleagues are the agents but for Claire, whose display is the stage's.
func (d *Day) colleagues() []*Journey { return d.agents()[1:] }

// Run lives the day; the first failure ends it, with the step's name.
func (d *Day) Run(ctx context.Context) error {
	return d.play(ctx, d.scenes())
}

func (d *Day) scenes() []scene {
	return slices.Concat(d.arrival(), d.box(), d.pushes(), d.invitation(), d.transfer(), d.survey(), d.queue(), d.match(), d.button(), d.pin())
}

// play takes scenes one after the other.
func (d *Day) play(ctx context.Context, scenes []scene) error {
	for _, s := range scenes {
		if err := s.by.Take(ctx, s.name, s.take); err != nil {
			return err
		}
		for _, j := range d.colleagues() { // all have the same customer
			j.Page, j.Customer, j.asked, j.seen = d.Claire.Page, d.Claire.Customer, d.Claire.asked, d.Claire.seen
		}
	}
	return nil
}

// Save keeps what the colleagues' displays show.
func (d *Day) Save(dir, prefix string) error {
	var problems []error
	for _, j := range d.colleagues() {
		if j.Desk != nil {
			problems = append(problems, j.Desk.Save(filepath.Join(dir, prefix+filepath.Base(j.agent.Home)+".png")))
		}
	}
	return errors.Join(problems...)
}

// Close ends what the day started.
func (d *Day) Close() error {
	var problems []error
	for _, j := range d.colleagues() {
		problems = append(problems, j.Close())
	}
	if d.pages != nil {
		problems = append(problems, d.pages.close())
	}
	return errors.Join(problems...)
}

// arrival has all three agents sign in.
func (d *Day) arrival() []scene {
	var scenes []scene
	for _, j := range d.agents() {
		for _, s := range j.arrival()[1:] { // the customer's display is furnished
			scenes = append(scenes, scene{j, strings.Replace(s.name, "agent", j.first(), 1), s.take})
		}
	}
	return scenes
}

// shows waits until an agent's app shows something.
func (j *Journey) shows(m Match) act {
	return func(ctx context.Context) error { return j.Agent.See(ctx, m) }
}

// loses waits until an agent's app shows something no longer.
func (j *Journey) loses(m Match) act {
	return func(ctx context.Context) error { return j.Agent.Vanish(ctx, m) }
}

// clicks clicks something in an agent's app.
func (j *Journey) clicks(m Match) act {
	return func(ctx context.Context) error { return j.Agent.Click(ctx, m) }
}

// presses presses keys on the agent's display.
func (j *Journey) presses(keys ...xproto.Keysym) act {
	return func(context.Context) error { return j.Desk.Hand.Chord(keys...) }
}

// fills types into a field of an agent's app.
func (j *Journey) fills(m Match, text string) act {
	return func(ctx context.Context) error { return j.Agent.Fill(ctx, m, text) }
}

// looksAt goes to a page of the agent's app, by its name in the list of pages, and waits for what is on it.
func (j *Journey) looksAt(name string, there Match) act {
	return inOrder(j.clicks(Text(j.Texts.T(name))), j.shows(there))
}

// first is an agent's first name.
func (j *Journey) first() string {
	first, _, _ := strings.Cut(j.Name, " ")
	return first
}

// neverTold makes sure that the customer's app has never shown what is for agents alone.
func (d *Day) neverTold(secret string) act {
	return func(context.Context) error {
		if slices.ContainsFunc(d.Claire.Customer.Said(), func(said string) bool { return strings.Contains(said, secret) }) {
			return fmt.Errorf("the customer's app has shown %q, which is for agents alone", secret)
		}
		return nil
	}
}
