package e2e

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
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

	// Page is the customer's browser, where the journey begins at a portal.
	Page       *Browser
	portalCode string
	asked      time.Time // when the customer sent the portal's form
	seen       time.Time // when the customer pressed Start

	accepted, met, tookBack, ended, filed moment // of what the management center tells afterwards

	manager *manager // nil until somebody opens the management center
}

// A moment is when something happened, as far as people can see who are not in the programs.
type moment struct{ after, before time.Time }

// since returns the shortest and the longest time that can lie between an earlier moment and this one.
func (m moment) since(earlier moment) (shortest, longest time.Duration) {
	return m.after.Sub(earlier.before), m.before.Sub(earlier.after)
}

// customerName is what the agent calls the customer.
const customerName = "Hannah Berg"

// A step of a journey.
type step struct {
	name string
	take func(ctx context.Context) error
}

// Run lives a session that begins at a portal; the first failure ends it, with the step's name.
func (j *Journey) Run(ctx context.Context) error {
	for _, s := range j.fromPortal() {
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
		s.Picture = fmt.Sprintf("%03d-%s.png", len(j.Report.Steps)+1, strings.NewReplacer(" ", "-", "'", "", ",", "", ":", "").Replace(name))
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

// fromCode is a session that begins with a code told on the phone.
func (j *Journey) fromCode() []step {
	return slices.Concat(j.arrival(), j.codeSteps(), j.consent(), j.together(), j.departure())
}

// fromPortal is a session that begins in the customer's browser, and ends there.
func (j *Journey) fromPortal() []step {
	closed := []step{{"customer finds the portal closed", j.findsClosed}}
	chat := []step{{"the same chat goes on", j.sameChat}}
	told := []step{{"customer is told what is kept", j.toldWhatIsKept}}
	survey := []step{{"customer answers the survey", j.surveyed}}
	return slices.Concat(closed, j.arrival(), j.portalSteps(), told, j.consent(), chat, j.together(), survey, j.departure(), j.managing())
}

func (j *Journey) arrival() []step {
	return []step{
		{"furnish the customer's display", j.furnish},
		{"agent starts", j.agentStarts},
		{"agent is asked about the relay", j.agentAsked},
		{"agent confirms the relay", j.agentConfirms},
		{"agent signs in", j.agentSignsIn},
	}
}

func (j *Journey) codeSteps() []step {
	return []step{
		{"agent makes a code", j.makesCode},
		{"customer starts", j.customerStarts},
		{"customer confirms the relay", j.customerConfirms},
		{"customer types a wrong code", j.wrongCode},
		{"customer types the code", j.rightCode},
	}
}

func (j *Journey) consent() []step {
	return []step{
		{"customer consents", j.consents},
		{"agent sees the screen", j.sees},
	}
}

func (j *Journey) together() []step {
	return []step{
		{"both chat", j.chat},
		{"agent types", j.types},
		{"input echo", j.echo},
		{"customer's hand comes first", j.handFirst},
		{"network is away", j.networkAway},
		{"network is back", j.networkBack},
		{"customer takes control back", j.takesBack},
		{"agent shares a screen", j.shares},
		{"agent shares no longer", j.sharesNoLonger},
		{"agent writes notes", j.writesNotes},
		{"agent ends", j.ends},
		{"agent says how it ended", j.files},
	}
}

func (j *Journey) departure() []step {
	return []step{
		{"session stands in the history", j.history},
		{"customer closes", j.closes},
	}
}

// NewJourney returns the journey on a stage, with an empty report.
func NewJourney(s *Stage) *Journey {
	return &Journey{
		Stage: s, Report: &Report{Figures: map[string]float64{}, Texts: map[string]string{}},
		allows: []string{"consent-see", "consent-control", "consent-diagnostics"},
	}
}
