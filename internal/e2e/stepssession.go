package e2e

import (
	"context"
	"fmt"
	"image"
	"os"
	"slices"
	"strings"
	"time"

	"beside.example/internal/words"
)

func (j *Journey) consents(ctx context.Context) error {
	for _, permission := range j.allows {
		if err := j.answersYes(ctx, permission); err != nil {
			return err
		}
	}
	j.met.after = time.Now()
	if err := j.Customer.Click(ctx, Named("consent-start").Enabled()); err != nil {
		return err
	}
	j.seen = time.Now()
	return j.Customer.See(ctx, Named("chat-box"))
}

// answersYes clicks Yes in a row of the consent page, again as long as it says No: the page is new and its window just got
// another size.
func (j *Journey) answersYes(ctx context.Context, row string) error {
	yes := Named(row).Reading(j.Texts.T("ui.yes")).holds
	var clicked time.Time
	return await(ctx, "Yes in "+row, func() (bool, error) {
		things, err := j.Customer.Things()
		if err != nil || slices.ContainsFunc(things, yes) {
			return err == nil, err
		}
		if i := slices.IndexFunc(things, Named(row).holds); i >= 0 && time.Since(clicked) > clickAgain {
			clicked = time.Now()
			const fromEdge = 20 // Yes is the right half
			err = j.Home.Hand.Click(image.Pt(things[i].Area.Max.X-fromEdge, things[i].Centre().Y))
		}
		return false, err
	})
}

func (j *Journey) sees(ctx context.Context) error {
	if err := j.Agent.See(ctx, Named("viewer-display")); err != nil {
		return err
	}
	j.met.before = time.Now()
	err := await(ctx, "the customer's screen in the viewer", func() (bool, error) { return j.alike(ctx) })
	j.figure("consent_to_picture_ms", j.seen)
	return err
}

// alike reports whether the viewer shows what the customer's display shows, at a handful of places in still programs.
func (j *Journey) alike(ctx context.Context) (bool, error) {
	const off = 40 // per channel: the picture is scaled down
	for _, at := range []image.Point{{X: 300, Y: 300}, {X: 30, Y: 1000}, {X: 1000, Y: 1000}, {X: 120, Y: 200}} {
		shown, err := j.InPicture(ctx, at)
		if err != nil {
			return false, err
		}
		want, err := j.Home.Pixel(at)
		if err != nil {
			return false, err
		}
		got, err := j.Desk.Pixel(shown)
		if err != nil {
			return false, err
		}
		if far(want.R, got.R) > off || far(want.G, got.G) > off || far(want.B, got.B) > off {
			return false, fmt.Errorf("at %v the customer's display is %v, the viewer %v", at, want, got)
		}
	}
	return true, nil
}

func far(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }

// What both write in the session.
const (
	chatHello  = "Hello Hannah, I see your screen."
	chatThanks = "Thank you!"
)

func (j *Journey) chat(ctx context.Context) error {
	if err := j.Agent.Fill(ctx, Named("chat-box"), chatHello); err != nil {
		return err
	}
	if err := j.Desk.Hand.Chord(KeyReturn); err != nil {
		return err
	}
	if _, err := j.Customer.Find(ctx, Containing("I see your screen")); err != nil {
		return err
	}
	if err := j.Customer.Fill(ctx, Named("chat-box"), chatThanks); err != nil {
		return err
	}
	if err := j.Home.Hand.Chord(KeyReturn); err != nil {
		return err
	}
	_, err := j.Agent.Find(ctx, Containing(chatThanks))
	return err
}

// terminal is a place inside the customer's terminal.
var terminal = image.Pt(300, 300)

func (j *Journey) types(ctx context.Context) error {
	at, err := j.InPicture(ctx, terminal)
	if err != nil {
		return err
	}
	const text = "Hello, World? A?B?C: <x> {y} ~!@#$%^&*()_+|"
	if err := j.Agent.Raise(ctx, Named("viewer-display")); err != nil {
		return err
	}
	if err := j.clickTerminal(ctx, at); err != nil {
		return err
	}
	if err := j.Desk.Hand.Type(text); err != nil {
		return err
	}
	return await(ctx, "the text in the customer's terminal", func() (bool, error) {
		data, err := os.ReadFile(j.typed)
		j.Report.Texts["terminal"] = string(data)
		return strings.Contains(string(data), text), err
	})
}

// clickAgain is when a person clicks, or types, again who sees that nothing happened.
const clickAgain = 1500 * time.Millisecond

// clickTerminal clicks into the customer's terminal in the viewer until it has the keyboard, as a person does who sees that
// nothing happened: the customer has just used their own keyboard, which comes first for a second.
func (j *Journey) clickTerminal(ctx context.Context, at image.Point) error {
	var clicked time.Time
	return await(ctx, "the terminal to have the keyboard", func() (bool, error) {
		if time.Since(clicked) > clickAgain {
			clicked = time.Now()
			if err := j.Desk.Hand.Click(at); err != nil {
				return false, err
			}
		}
		return j.Home.Active("customer terminal")
	})
}

func (j *Journey) echo(ctx context.Context) error {
	times, err := j.Echo(ctx)
	j.Report.Figures["echo_p50_ms"] = Milliseconds(Percentile(times, 0.5))
	j.Report.Figures["echo_p95_ms"] = Milliseconds(Percentile(times, 0.95))
	return err
}

func (j *Journey) handFirst(ctx context.Context) error {
	const left, right, y = 1200, 1300, 900 // on the customer's empty desktop
	x := left
	return await(ctx, "the agent to be told of the customer's hand", func() (bool, error) {
		if x += 5; x > right {
			x = left
		}
		if err := j.Home.Hand.Move(image.Pt(x, y)); err != nil {
			return false, err
		}
		things, err := j.Agent.Things()
		return slices.ContainsFunc(things, Text(j.Texts.T("agent.viewer.hand", words.Args{"Name": customerName})).holds), err
	})
}

// networkAway takes the network away, until both windows say so.
func (j *Journey) networkAway(ctx context.Context) error {
	j.Relay.Network.Blackout(true)
	began := time.Now()
	if err := j.Agent.See(ctx, Text(j.Texts.T("agent.viewer.reconnecting"))); err != nil {
		return err
	}
	j.figure("outage_noticed_ms", began)
	return j.Customer.See(ctx, Containing(j.Texts.T("customer.chat.reconnecting")))
}

// networkBack gives the network back, until the viewer goes on.
func (j *Journey) networkBack(ctx context.Context) error {
	j.Relay.Network.Blackout(false)
	began := time.Now()
	if err := j.Agent.Vanish(ctx, Text(j.Texts.T("agent.viewer.reconnecting"))); err != nil {
		return err
	}
	j.figure("outage_over_ms", began)
	return nil
}

func (j *Journey) takesBack(ctx context.Context) error {
	j.tookBack.after = time.Now()
	if err := j.Customer.Click(ctx, Named("pane-takeback")); err != nil {
		return err
	}
	if err := j.Agent.See(ctx, Text(j.Texts.T("agent.viewer.control.ask"))); err != nil {
		return err
	}
	j.tookBack.before = time.Now()
	return nil
}

// shares shows the agent's screen to the customer.
func (j *Journey) shares(ctx context.Context) error {
	if err := j.Agent.Click(ctx, Named("tool-share")); err != nil {
		return err
	}
	return j.Customer.See(ctx, Named("viewer-display"))
}

// sharesNoLonger has the customer close the agent's screen, and the agent stop sharing.
func (j *Journey) sharesNoLonger(ctx context.Context) error {
	if err := j.Customer.Click(ctx, Named("viewer-close")); err != nil {
		return err
	}
	return j.Agent.Click(ctx, Named("tool-share"))
}

// ends has the agent end the session, which asks how it ended.
func (j *Journey) ends(ctx context.Context) (err error) {
	if j.Report.Figures["bytes_forwarded"], _, err = j.Relay.Forwarded(ctx); err != nil {
		return err
	}
	j.ended.after = time.Now()
	if err := j.Agent.Click(ctx, Named("tool-end")); err != nil {
		return err
	}
	if err := j.Customer.See(ctx, Named("ended-close")); err != nil {
		return err
	}
	j.ended.before = time.Now()
	return j.Agent.See(ctx, Named("outcome-resolved"))
}

// files says that the session ended well, which ends the customer's request.
func (j *Journey) files(ctx context.Context) error {
	j.filed.after = time.Now()
	err := j.Agent.ClickAway(ctx, Named("outcome-resolved"))
	j.filed.before = time.Now()
	return err
}

// history finds the session among those that are over.
func (j *Journey) history(ctx context.Context) error {
	return inOrder(j.looksAt("agent.nav.history", Text(j.Texts.T("agent.outcome.resolved"))), j.shows(Text(customerName)))(ctx)
}

func (j *Journey) closes(ctx context.Context) error {
	if err := j.Customer.Click(ctx, Named("ended-close")); err != nil {
		return err
	}
	return j.cleanEnd(ctx)
}

// cleanEnd waits until the customer's app has ended and nothing of it is left: no process, no file.
func (j *Journey) cleanEnd(ctx context.Context) error {
	select {
	case <-j.Customer.Done():
	case <-time.After(stopPatience):
		return fmt.Errorf("the customer's app did not end within %v", stopPatience)
	}
	return await(ctx, "nothing left behind", func() (bool, error) {
		left, err := j.LeftBehind()
		if err != nil {
			return false, err
		}
		running, err := j.Customer.running()
		if err != nil {
			return false, err
		}
		if left = append(left, running...); len(left) > 0 {
			return false, fmt.Errorf("left behind: %v", left)
		}
		return true, nil
	})
}
