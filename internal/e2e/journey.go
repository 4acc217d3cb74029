package e2e

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"beside.example/internal/look"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// A Journey is a whole support session, step by step, as two people live it. Each step ends when its effect is to be seen.
type Journey struct {
	*Stage
	Report *Report
	// Out takes a picture of both displays after each step; empty takes none.
	Out string
	// Say tells each step as it is taken; nil is silent.
	Say func(step Step)

	allows []string // the rows of the consent page on which the customer says Yes
	typed  string   // the file into which the customer's terminal writes
	digits string
	seen   time.Time // when the customer pressed Start
}

// customerName is what the agent calls the customer.
const customerName = "Hannah Berg"

// A step of a journey.
type step struct {
	name string
	take func(ctx context.Context) error
}

// Run takes all steps; the first failure ends it, with the step's name.
func (j *Journey) Run(ctx context.Context) error {
	for _, s := range j.steps() {
		if err := j.Take(ctx, s.name, s.take); err != nil {
			return err
		}
	}
	return nil
}

// paintWithin is how long windows may take to paint what they already know: a picture is taken afterwards. It is not part of
// a step's time.
const paintWithin = 150 * time.Millisecond

// Take takes one step, times it and takes a picture.
func (j *Journey) Take(ctx context.Context, name string, take func(ctx context.Context) error) error {
	began := time.Now()
	err := take(ctx)
	s := Step{Name: name, Milliseconds: Milliseconds(time.Since(began))}
	if j.Out != "" {
		time.Sleep(paintWithin)
		s.Picture = fmt.Sprintf("%02d-%s.png", len(j.Report.Steps)+1, strings.NewReplacer(" ", "-", "'", "").Replace(name))
		if problem := sideBySide(filepath.Join(j.Out, s.Picture), j.Desk, j.Home); problem != nil && err == nil {
			err = problem
		}
	}
	if err != nil {
		s.Error, j.Report.Failed = err.Error(), name
		err = fmt.Errorf("step %q: %w", name, err)
	}
	j.Report.Steps = append(j.Report.Steps, s)
	if j.Say != nil {
		j.Say(s)
	}
	return err
}

// figure notes a time since a moment.
func (j *Journey) figure(name string, since time.Time) {
	j.Report.Figures[name] = Milliseconds(time.Since(since))
}

func (j *Journey) steps() []step {
	return []step{
		{"furnish the customer's display", j.furnish},
		{"agent starts", j.agentStarts},
		{"agent confirms the relay", j.agentConfirms},
		{"agent signs in", j.agentSignsIn},
		{"agent makes a code", j.makesCode},
		{"customer starts", j.customerStarts},
		{"customer confirms the relay", j.customerConfirms},
		{"customer types a wrong code", j.wrongCode},
		{"customer types the code", j.rightCode},
		{"customer consents", j.consents},
		{"agent sees the screen", j.sees},
		{"both chat", j.chat},
		{"agent types", j.types},
		{"input echo", j.echo},
		{"customer's hand comes first", j.handFirst},
		{"network is away", j.outage},
		{"customer takes control back", j.takesBack},
		{"agent shares a screen", j.shares},
		{"agent ends", j.ends},
		{"session stands in the history", j.history},
		{"customer closes", j.closes},
	}
}

func (j *Journey) furnish(ctx context.Context) (err error) {
	j.typed, err = j.Furnish(ctx)
	return err
}

func (j *Journey) agentStarts(ctx context.Context) error {
	began := time.Now()
	if err := j.StartAgent(ctx); err != nil {
		return err
	}
	_, err := j.Agent.Find(ctx, Named("signin-begin"))
	j.figure("agent_window_ms", began)
	return err
}

func (j *Journey) agentConfirms(ctx context.Context) error {
	if err := j.Agent.Fill(ctx, Named("signin-relay"), j.Relay.Address()); err != nil {
		return err
	}
	if err := j.Agent.Click(ctx, Named("signin-begin")); err != nil {
		return err
	}
	shown, err := j.Agent.Find(ctx, Named("signin-fingerprint"))
	if err != nil {
		return err
	}
	if plain(shown.Text) != plain(j.Relay.Fingerprint) {
		return fmt.Errorf("the app shows the fingerprint %q, the relay has %q", shown.Text, j.Relay.Fingerprint)
	}
	return j.Agent.Click(ctx, Named("signin-trust"))
}

func plain(s string) string { return strings.Join(strings.Fields(s), "") }

func (j *Journey) agentSignsIn(ctx context.Context) error {
	began := time.Now()
	title := words.MustLoad(words.English).T("relay.signin.title") // the browser's language, whatever the apps speak
	if err := await(ctx, "the relay's page in the browser", func() (bool, error) { return j.Desk.Titled(title) }); err != nil {
		return err
	}
	if err := j.pageShown(ctx); err != nil {
		return err
	}
	if err := j.Desk.Hand.Type(j.Relay.Mail + "\t" + j.Relay.Password + "\n"); err != nil {
		return err
	}
	if _, err := j.Agent.Find(ctx, Named("nav")); err != nil {
		return err
	}
	j.figure("sign_in_ms", began)
	_, err := j.Agent.Find(ctx, Text(j.Texts.T("agent.line.connected", words.Args{"Relay": j.Relay.Address()})))
	return err
}

// pageShown waits until the browser shows the relay's page, whose title comes before it: until its one filled button is
// there, and then stands still.
func (j *Journey) pageShown(ctx context.Context) error {
	r, g, b, _ := look.Accent.Colour(false).RGBA()
	accent := color.RGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: 0xff}
	const button = 2000 // pixels: more than any letter or mark in this colour has
	err := await(ctx, "the button on the relay's page", func() (bool, error) {
		picture, err := j.Desk.Picture()
		if err != nil {
			return false, err
		}
		n := 0
		for i := 0; i < len(picture.Pix); i += 4 {
			if picture.Pix[i] == accent.R && picture.Pix[i+1] == accent.G && picture.Pix[i+2] == accent.B {
				n++
			}
		}
		return n > button, nil
	})
	if err != nil {
		return err
	}
	return j.settle(ctx, image.Rectangle{Max: ScreenSize})
}

func (j *Journey) makesCode(ctx context.Context) (err error) {
	things, err := j.Agent.Things()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(things, Named("codes-name").holds) {
		if err := j.Agent.Click(ctx, Named("list-newcode")); err != nil {
			return err
		}
	}
	if err := j.Agent.Fill(ctx, Named("codes-name"), customerName); err != nil {
		return err
	}
	if err := j.Agent.Click(ctx, Named("codes-new").Enabled()); err != nil {
		return err
	}
	j.digits, err = j.Digits(ctx)
	return err
}

func (j *Journey) customerStarts(ctx context.Context) error {
	began := time.Now()
	if err := j.StartCustomer(ctx); err != nil {
		return err
	}
	_, err := j.Customer.Find(ctx, Named("relay-yes").Enabled())
	j.figure("customer_window_ms", began)
	return err
}

func (j *Journey) customerConfirms(ctx context.Context) error {
	if _, err := j.Customer.Find(ctx, Containing(j.Relay.Fingerprint[:9])); err != nil {
		return err
	}
	if err := j.Customer.Click(ctx, Named("relay-yes").Enabled()); err != nil {
		return err
	}
	_, err := j.Customer.Find(ctx, Containing(strings.TrimSuffix(j.Texts.T("customer.line.ready"), ".")))
	return err
}

// typeCode types nine digits, with separators as people do, and presses Continue.
func (j *Journey) typeCode(ctx context.Context, digits string) error {
	if err := j.Customer.Fill(ctx, Named("code-entry"), digits[:4]+" "+digits[4:]); err != nil {
		return err
	}
	return j.Customer.Click(ctx, Named("code-continue").Enabled())
}

func (j *Journey) wrongCode(ctx context.Context) error {
	if err := j.typeCode(ctx, j.wrongDigits()); err != nil {
		return err
	}
	_, err := j.Customer.Find(ctx, Containing(protocol.FaultCodeWrong.String()))
	return err
}

// wrongDigits differ from the code in the last one.
func (j *Journey) wrongDigits() string {
	last := (j.digits[8]-'0'+1)%10 + '0'
	return j.digits[:8] + string(last)
}

func (j *Journey) rightCode(ctx context.Context) error {
	if err := j.typeCode(ctx, j.digits); err != nil {
		return err
	}
	began := time.Now()
	_, err := j.Customer.Find(ctx, Named("consent-start"))
	j.figure("continue_to_consent_ms", began)
	return err
}

func (j *Journey) consents(ctx context.Context) error {
	for _, permission := range j.allows {
		row, err := j.Customer.Find(ctx, Named(permission))
		if err != nil {
			return err
		}
		const fromEdge = 20 // Yes is the right half
		if err := j.Home.Hand.Click(image.Pt(row.Area.Max.X-fromEdge, row.Centre().Y)); err != nil {
			return err
		}
		if _, err := j.Customer.Find(ctx, Named(permission).Reading(j.Texts.T("ui.yes"))); err != nil {
			return err
		}
	}
	if err := j.Customer.Click(ctx, Named("consent-start").Enabled()); err != nil {
		return err
	}
	j.seen = time.Now()
	_, err := j.Customer.Find(ctx, Named("chat-box"))
	return err
}

func (j *Journey) sees(ctx context.Context) error {
	if _, err := j.Agent.Find(ctx, Named("viewer-display")); err != nil {
		return err
	}
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

func (j *Journey) chat(ctx context.Context) error {
	if err := j.Agent.Fill(ctx, Named("chat-box"), "Hello Hannah, I see your screen."); err != nil {
		return err
	}
	if err := j.Desk.Hand.Chord(KeyReturn); err != nil {
		return err
	}
	if _, err := j.Customer.Find(ctx, Containing("I see your screen")); err != nil {
		return err
	}
	if err := j.Customer.Fill(ctx, Named("chat-box"), "Thank you!"); err != nil {
		return err
	}
	if err := j.Home.Hand.Chord(KeyReturn); err != nil {
		return err
	}
	_, err := j.Agent.Find(ctx, Containing("Thank you!"))
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

// clickTerminal clicks into the customer's terminal in the viewer until it has the keyboard, as a person does who sees that
// nothing happened: the customer has just used their own keyboard, which comes first for a second.
func (j *Journey) clickTerminal(ctx context.Context, at image.Point) error {
	const again = 1500 * time.Millisecond
	var clicked time.Time
	return await(ctx, "the terminal to have the keyboard", func() (bool, error) {
		if time.Since(clicked) > again {
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

func (j *Journey) outage(ctx context.Context) error {
	j.Relay.Network.Blackout(true)
	began := time.Now()
	_, err := j.Agent.Find(ctx, Text(j.Texts.T("agent.viewer.reconnecting")))
	j.figure("outage_noticed_ms", began)
	if err == nil {
		_, err = j.Customer.Find(ctx, Containing(j.Texts.T("customer.chat.reconnecting")))
	}
	j.Relay.Network.Blackout(false)
	if err != nil {
		return err
	}
	began = time.Now()
	if err := j.Agent.Vanish(ctx, Text(j.Texts.T("agent.viewer.reconnecting"))); err != nil {
		return err
	}
	j.figure("outage_over_ms", began)
	return nil
}

func (j *Journey) takesBack(ctx context.Context) error {
	if err := j.Customer.Click(ctx, Named("pane-takeback")); err != nil {
		return err
	}
	_, err := j.Agent.Find(ctx, Text(j.Texts.T("agent.viewer.control.ask")))
	return err
}

func (j *Journey) shares(ctx context.Context) error {
	if err := j.Agent.Click(ctx, Named("tool-share")); err != nil {
		return err
	}
	if _, err := j.Customer.Find(ctx, Named("viewer-display")); err != nil {
		return err
	}
	if err := j.Customer.Click(ctx, Named("viewer-close")); err != nil {
		return err
	}
	return j.Agent.Click(ctx, Named("tool-share"))
}

func (j *Journey) ends(ctx context.Context) error {
	if err := j.Agent.Click(ctx, Named("tool-end")); err != nil {
		return err
	}
	if _, err := j.Customer.Find(ctx, Named("ended-close")); err != nil {
		return err
	}
	return j.Agent.Click(ctx, Named("outcome-resolved"))
}

func (j *Journey) history(ctx context.Context) error {
	if err := j.Agent.Vanish(ctx, Named("outcome-resolved")); err != nil {
		return err
	}
	nav, err := j.Agent.Find(ctx, Text(j.Texts.T("agent.nav.history")))
	if err != nil {
		return err
	}
	if err := j.Desk.Hand.Click(nav.Centre()); err != nil {
		return err
	}
	if _, err := j.Agent.Find(ctx, Text(j.Texts.T("agent.outcome.resolved"))); err != nil {
		return err
	}
	_, err = j.Agent.Find(ctx, Text(customerName))
	return err
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

// NewJourney returns the journey on a stage, with an empty report.
func NewJourney(s *Stage) *Journey {
	return &Journey{
		Stage: s, Report: &Report{Figures: map[string]float64{}, Texts: map[string]string{}},
		allows: []string{"consent-see", "consent-control", "consent-diagnostics"},
	}
}
