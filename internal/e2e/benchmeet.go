package e2e

import (
	"context"
	"image"
)

// SetDirectStage is SetStage without a network between the apps and the relay, which would cost time of its own.
func SetDirectStage(ctx context.Context, dir, logs string, binaries Binaries) (*Stage, error) {
	s := newStage(dir, logs, binaries)
	return s, s.set(ctx, KeepRelay)
}

// CustomerJoins starts the customer's app, types nine digits into it and consents to everything.
func (j *Journey) CustomerJoins(ctx context.Context, digits string) error {
	j.digits = digits
	return j.takeAll(ctx, []step{
		{"customer starts", j.customerStarts},
		{"customer confirms the relay", j.customerConfirms},
		{"customer types the code", j.rightCode},
		{"customer consents", j.consents},
	})
}

// AgentInvites starts the agent's app, signs in and makes a code, whose nine digits it returns.
func (j *Journey) AgentInvites(ctx context.Context) (digits string, err error) {
	err = j.takeAll(ctx, []step{
		{"agent starts", j.agentStarts},
		{"agent is asked about the relay", j.agentAsked},
		{"agent confirms the relay", j.agentConfirms},
		{"agent signs in", j.agentSignsIn},
		{"agent makes a code", j.makesCode},
	})
	return j.digits, err
}

// AgentFills has the agent see the customer's display over the whole of their own.
func (j *Journey) AgentFills(ctx context.Context) error {
	return j.takeAll(ctx, []step{
		{"agent sees the screen", func(ctx context.Context) error { return j.Agent.See(ctx, Named("viewer-display")) }},
		{"agent fills the display", j.enlarges},
	})
}

// enlarges shows the viewer over the whole display.
func (j *Journey) enlarges(ctx context.Context) error {
	if err := j.Agent.Raise(ctx, Named("viewer-display")); err != nil {
		return err
	}
	if err := j.Agent.Click(ctx, Named("viewer-full")); err != nil {
		return err
	}
	return j.settle(ctx, image.Rectangle{Max: ScreenSize})
}

func (j *Journey) takeAll(ctx context.Context, steps []step) error {
	for _, s := range steps {
		if err := j.Take(ctx, s.name, s.take); err != nil {
			return err
		}
	}
	return nil
}
