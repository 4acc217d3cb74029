package peers

import (
	"context"
	"errors"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/workload"
)

// besideApps is Beside's real relay and the customer's real app, which shares the display of on.
type besideApps struct {
	stage   *e2e.Stage
	journey *e2e.Journey
	on      *workload.Desk
}

// startBeside starts relay and displays.
func (b *Bench) startBeside(ctx context.Context, dir string) (*besideApps, error) {
	stage, err := e2e.SetDirectStage(ctx, dir, b.Logs, b.Binaries)
	if err != nil {
		return nil, errors.Join(err, stage.Close())
	}
	owner, err := e2e.NewAccount(dir, "owner")
	if err != nil {
		return nil, errors.Join(err, stage.Close())
	}
	return &besideApps{stage: stage, journey: e2e.NewJourney(stage), on: &workload.Desk{Screen: stage.Home, Owner: owner, Logs: b.Logs, Assets: b.assets}}, nil
}

// meet has an agent without windows look at the customer's display.
func (s *besideApps) meet(ctx context.Context, w *watch) (*agent, error) {
	a, err := newAgent(ctx, s.stage.Relay, w)
	if err != nil {
		return nil, err
	}
	digits, err := a.invite(ctx)
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	met := make(chan error, 1)
	go func() { met <- a.meet(ctx) }()
	if err := s.journey.CustomerJoins(ctx, digits); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	err = <-met
	if err == nil {
		err = a.see(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// open has the agent's real app look at the customer's display, over the whole of the agent's own.
func (s *besideApps) open(ctx context.Context) error {
	digits, err := s.journey.AgentInvites(ctx)
	if err != nil {
		return err
	}
	if err := s.journey.CustomerJoins(ctx, digits); err != nil {
		return err
	}
	return s.journey.AgentFills(ctx)
}

// Close ends everything.
func (s *besideApps) Close() error { return s.stage.Close() }
