package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"beside.example/internal/e2e"
)

// open starts everything for people to use on the present display, from the programs that `make build` made. What the relay
// and the agent's app keep stays in data, so that the agent is signed in the next time.
func open(ctx context.Context, data string) (err error) {
	data, err = filepath.Abs(data)
	if err != nil {
		return err
	}
	logs := filepath.Join(data, "logs")
	if err := os.MkdirAll(logs, 0o755); err != nil {
		return err
	}
	binaries, err := e2e.Shipped("bin")
	if err != nil {
		return err
	}
	scratch, remove, err := e2e.NewWorkspace()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	desk, err := e2e.OpenDesk(ctx, data, scratch, logs, binaries)
	defer func() { err = errors.Join(err, desk.Close()) }()
	if err != nil {
		return err
	}
	fmt.Printf("Relay        %s\nCustomers    %s\nFingerprint  %s\n", desk.Relay.Address(), desk.Relay.Page, desk.Relay.Fingerprint)
	fmt.Printf("Sign in as   %s\nPassword     %s\n", desk.Relay.Mail, desk.Relay.Password)
	if desk.OtherUser != "" {
		fmt.Printf("The customer's app refuses to run as root: the customer's desktop belongs to the user %s.\n", desk.OtherUser)
	}
	fmt.Printf("The agent's app is on this display, the customer's desktop is the window of Xephyr. Logs are in %s.\n", logs)
	fmt.Println("Close both apps, or press Ctrl C, to end.")
	return desk.Wait(ctx)
}
