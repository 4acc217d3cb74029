package server_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
)

// patience is how long a test waits for what must come; it is never reached when all is well.
const patience = 20 * time.Second

// trust pins the relay's own certificate, as an app does once a person has compared the fingerprint.
func (r *running) trust(t *testing.T) signalling.Trust {
	t.Helper()
	f, ok := r.Fingerprint()
	if !ok {
		t.Fatal("no fingerprint")
	}
	return signalling.Trust{Pin: &f}
}

// browser fills in the form of the sign-in page and follows the way back to the app.
func (r *running) browser(t *testing.T) func(page string) error {
	return func(page string) error {
		form := url.Values{"mail": {mail}, "password": {password}}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, page, strings.NewReader(form.Encode()))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		response, err := r.client.Do(request)
		if err != nil {
			return err
		}
		back := response.Header.Get("Location")
		if err := response.Body.Close(); err != nil {
			return err
		}
		if request, err = http.NewRequestWithContext(t.Context(), http.MethodGet, back, http.NoBody); err != nil {
			return err
		}
		if response, err = r.client.Do(request); err != nil {
			return err
		}
		return response.Body.Close()
	}
}

// connect runs an app's client until the test ends; ended gets what its Run returned.
func connect(t *testing.T, c signalling.Config) (client *signalling.Client, ended <-chan error) {
	t.Helper()
	client, err := signalling.New(c)
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	result := make(chan error, 1)
	done := make(chan struct{})
	go func() { defer close(done); result <- client.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return client, result
}

// TestAgentsAndCustomers goes from the sign-in to a ticket with the apps' own clients.
func TestAgentsAndCustomers(t *testing.T) {
	r := start(t, nil)
	addAgent(t, r.Server)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	_, err := signalling.SignIn{Relay: r.Relay(), Device: "desk", Open: r.browser(t)}.Run(ctx)
	var untrusted *signalling.UntrustedError
	if got, _ := r.Fingerprint(); !errors.As(err, &untrusted) || untrusted.Fingerprint != got {
		t.Errorf("before anybody compared fingerprints: %v", err)
	}
	token, err := signalling.SignIn{Relay: r.Relay(), Trust: r.trust(t), Device: "desk", Open: r.browser(t)}.Run(ctx)
	must(t, err)
	agent, _ := connect(t, signalling.Config{Relay: r.Relay(), Trust: r.trust(t), Role: protocol.RoleAgent, DeviceToken: token})
	customer, _ := connect(t, signalling.Config{Relay: r.Relay(), Trust: r.trust(t), Role: protocol.RoleCustomer})

	public, _, err := ed25519.GenerateKey(nil)
	must(t, err)
	_, err = agent.Credential(ctx, public)
	must(t, err)
	welcome := agent.State().Welcome
	if welcome.SignedIn.Organisation != "Northfield" || len(welcome.SignedIn.Portals) != 1 {
		t.Errorf("welcome %+v", welcome.SignedIn)
	}
	made, err := agent.CreateCode(ctx, welcome.SignedIn.Portals[0].ID, "Aiko", 0)
	must(t, err)
	if response, body := r.get(t, "/me?n="+string(made.Nameplate)); response.StatusCode != http.StatusOK || strings.Contains(body, "Aiko") {
		t.Errorf("the page of a code: status %d", response.StatusCode)
	}
	joined, err := customer.Join(ctx, made.Nameplate, signalling.SID{1})
	must(t, err)
	accepted, err := agent.AcceptExchange(ctx)
	must(t, err)
	must(t, accepted.Send([]byte("question"))) // the agent's side speaks first
	if data, err := joined.Receive(ctx); err != nil || string(data) != "question" {
		t.Errorf("through the relay came %q, %v", data, err)
	}
	must(t, joined.Send([]byte("answer")))
	if data, err := accepted.Receive(ctx); err != nil || string(data) != "answer" {
		t.Errorf("back through the relay came %q, %v", data, err)
	}
	grant, err := accepted.Redeem(ctx)
	must(t, err)
	ticket, err := agent.Ticket(ctx, grant.Session, 0, grant.Secret, public)
	must(t, err)
	if ticket.Address != r.Addr() {
		t.Errorf("leg at %s, relay at %s", ticket.Address, r.Addr())
	}
	if response, _ := r.get(t, "/me?n="+string(made.Nameplate)); response.StatusCode != http.StatusGone {
		t.Errorf("the page of a code that was used: status %d", response.StatusCode)
	}
}

// TestSignedOutByCommand revokes a device in the store, as a subcommand in another process does: the app learns it at once.
func TestSignedOutByCommand(t *testing.T) {
	folder := t.TempDir()
	r := start(t, func(c *server.Config) { c.Data = folder })
	addAgent(t, r.Server)
	client, ended := connect(t, signalling.Config{Relay: r.Relay(), Trust: r.trust(t), Role: protocol.RoleAgent, DeviceToken: signIn(t, r)})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	must(t, client.SetStatus(ctx, signalling.StatusAvailable))
	other, err := store.Open(ctx, filepath.Join(folder, server.StoreFile))
	must(t, err)
	agent, err := other.AgentByMail(ctx, mail)
	must(t, err)
	must(t, other.SetDisabled(ctx, agent.ID, true))
	select {
	case err := <-ended:
		var refused *signalling.Error
		if !errors.As(err, &refused) || refused.Fault != protocol.FaultSignedOut {
			t.Errorf("the app ended with %v", err)
		}
	case <-ctx.Done():
		t.Error("the app stays signed in")
	}
	must(t, other.Close())
}

// TestGuessedNameplates lets one address try nameplates at the pages and at signalling alike.
func TestGuessedNameplates(t *testing.T) {
	r := start(t, nil)
	customer, _ := connect(t, signalling.Config{Relay: r.Relay(), Trust: r.trust(t), Role: protocol.RoleCustomer})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for range 3 {
		r.get(t, "/me?n=1234")
	}
	var last *signalling.Error
	for range 3 {
		_, err := customer.Join(ctx, code.Nameplate("1234"), signalling.SID{})
		if !errors.As(err, &last) {
			t.Fatal(err)
		}
	}
	if last.Fault != protocol.FaultCodeSlow {
		t.Errorf("the sixth attempt gets %v", last)
	}
}

// TestStopTellsTheApps stops a relay under a connected app and starts it again on the same port: the app is back by itself.
func TestStopTellsTheApps(t *testing.T) {
	folder := t.TempDir()
	r := start(t, func(c *server.Config) { c.Data = folder })
	client, _ := connect(t, signalling.Config{Relay: r.Relay(), Trust: r.trust(t), Role: protocol.RoleCustomer})
	wait(t, client, func(s signalling.State) bool { return s.Phase == signalling.PhaseConnected })
	address := r.Addr()
	must(t, r.stop())
	wait(t, client, func(s signalling.State) bool { return s.Fault == protocol.FaultRelayRestarting })
	start(t, func(c *server.Config) { c.Data, c.Listen = folder, address })
	wait(t, client, func(s signalling.State) bool { return s.Phase == signalling.PhaseConnected })
}

func wait(t *testing.T, client *signalling.Client, until func(signalling.State) bool) {
	t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		changed := client.Changed()
		if until(client.State()) {
			return
		}
		select {
		case <-changed:
		case <-deadline.C:
			t.Fatalf("still %+v", client.State())
		}
	}
}
