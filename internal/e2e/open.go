package e2e

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"

	"beside.example/internal/product"
)

// homeSize is the size of the customer's desktop as a window on a display for people: it leaves room for the agent's.
var homeSize = image.Pt(1280, 800)

// Shipped returns the programs that `make build` has put into dir: those that people get, which show nothing to tests.
func Shipped(dir string) (Binaries, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Binaries{}, fmt.Errorf("find the programs: %w", err)
	}
	b := binariesIn(dir)
	for _, path := range []string{b.Relay, b.Agent, b.Customer} {
		if _, err := os.Stat(path); err != nil {
			return b, fmt.Errorf("find the programs (make build makes them): %w", err)
		}
	}
	return b, nil
}

func binariesIn(dir string) Binaries {
	return Binaries{
		Relay: filepath.Join(dir, product.RelayBinary), Agent: filepath.Join(dir, product.AgentBinary), Customer: filepath.Join(dir, product.CustomerBinary),
	}
}

// A Desk is a session set up for people on the display they sit at: the agent's app on it, and the customer's desktop as a
// window, since otherwise the agent's pointer and the customer's would be one.
type Desk struct {
	// Relay is the relay on trial.
	Relay *Relay
	// OtherUser is the user as whom the customer's desktop runs, empty for whoever started it.
	OtherUser string

	home            *Screen
	agent, customer *Process
}

// OpenDesk starts relay, agent's app and customer's desktop. What the relay keeps is in data, so that the agent stays
// signed in; everything else is in scratch, which only this run uses. What the programs print goes to logs. The Desk that
// it returns is to be closed, also after an error.
func OpenDesk(ctx context.Context, data, scratch, logs string, binaries Binaries) (*Desk, error) {
	d := &Desk{}
	if err := d.open(ctx, data, scratch, logs, binaries); err != nil {
		return d, fmt.Errorf("open a session on this display: %w", err)
	}
	return d, nil
}

func (d *Desk) open(ctx context.Context, data, scratch, logs string, binaries Binaries) error {
	account, err := NewAccount(scratch, "customer")
	if err != nil {
		return err
	}
	if account.other { // the customer's app refuses root
		d.OtherUser = ordinary
	}
	if d.Relay, err = KeepRelay(ctx, data, logs, binaries.Relay); err != nil {
		return err
	}
	if d.home, err = NestScreen(ctx, scratch, logs, "customer", homeSize, account); err != nil {
		return err
	}
	if _, err := d.home.Start(ctx, logs, "customer-terminal", account, "xterm", "-geometry", "90x24+40+60", "-fa", "Monospace", "-fs", "11"); err != nil {
		return err
	}
	path, err := download(binaries.Customer, account, d.Relay.Address())
	if err != nil {
		return err
	}
	if d.customer, err = d.home.Start(ctx, logs, "customer-app", account, path); err != nil {
		return err
	}
	kept := filepath.Join(data, "agent")
	d.agent, err = start(ctx, logs, command{
		name: "agent-app", path: binaries.Agent, env: os.Environ(), args: []string{"--folder", kept, "--relay", d.Relay.Address()},
	})
	return err
}

// Wait returns when both apps were closed, or when ctx ends.
func (d *Desk) Wait(ctx context.Context) error {
	for _, app := range []*Process{d.agent, d.customer} {
		select {
		case <-app.Done():
		case <-ctx.Done():
			return nil // whoever sits here has had enough
		}
	}
	if d.home.closed() { // with the window of the customer's desktop
		return d.agent.failure()
	}
	return errors.Join(d.agent.failure(), d.customer.failure())
}

// Close ends everything that OpenDesk started.
func (d *Desk) Close() error {
	var problems []error
	if d.agent != nil {
		problems = append(problems, d.agent.Stop())
	}
	if d.home != nil {
		problems = append(problems, d.home.Close())
	}
	if d.Relay != nil {
		problems = append(problems, d.Relay.Close())
	}
	return errors.Join(problems...)
}
