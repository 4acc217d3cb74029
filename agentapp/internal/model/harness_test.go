package model_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

const (
	relay = "help.northfield.example"
	token = "a device token"
)

// app is a model under test, with its other sides.
type app struct {
	*model.Model
	t       *testing.T
	path    string
	folder  *model.Folder
	secrets *modeltest.Secrets
	line    *modeltest.Line
	door    *modeltest.Door
	handIns *modeltest.HandIns
	signIn  model.SignIn
	pins    []*signalling.Fingerprint // of each attempt to sign in
	stop    func()
}

// newApp makes a model that does not run yet. Signing in works at once.
func newApp(t *testing.T) *app {
	t.Helper()
	path := t.TempDir()
	folder, err := model.OpenFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{t: t, path: path, folder: folder, secrets: &modeltest.Secrets{}}
	a.signIn = func(context.Context, string, signalling.Trust) (string, error) { return token, nil }
	return a
}

// start makes the model anew, as at a start of the app, and runs it until stop.
func (a *app) start() *app {
	a.t.Helper()
	a.line, a.door, a.handIns = modeltest.NewLine(), modeltest.NewDoor(), &modeltest.HandIns{}
	m, err := model.New(model.Config{
		SignIn: func(ctx context.Context, relay string, trust signalling.Trust) (string, error) {
			a.pins = append(a.pins, trust.Pin)
			return a.signIn(ctx, relay, trust)
		},
		Dial: func(string, signalling.Trust, string) (model.Connection, error) {
			return model.Connection{Line: a.line, Desk: a.line, Door: a.door, HandIns: a.handIns}, nil
		},
		Folder: a.folder, Secrets: a.secrets,
	})
	if err != nil {
		a.t.Fatal(err)
	}
	a.Model = m
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		m.Run(ctx)
	}()
	a.stop = func() {
		cancel()
		<-done
	}
	synctest.Wait()
	return a
}

// signedIn starts the app and signs in.
func (a *app) signedIn() *app {
	a.start()
	a.SignIn(relay)
	synctest.Wait()
	if s := a.Snapshot(); s.Account != model.SignedIn {
		a.t.Fatalf("the account is %d with fault %v", s.Account, s.Fault)
	}
	return a
}

// code makes a code.
func (a *app) code(customer string) model.Code {
	a.t.Helper()
	a.NewCode(customer, 1)
	synctest.Wait()
	codes := a.Snapshot().Codes
	if len(codes) == 0 {
		a.t.Fatalf("no code was made: %v", a.Snapshot().CodeFault)
	}
	return codes[len(codes)-1]
}

// arrive lets a customer in who knows a code. The relay calls the code used before the two apps have found each other.
func (a *app) arrive(c model.Code, number byte) (leg.SessionID, *modeltest.Session) {
	a.t.Helper()
	a.line.Drop(c.ID)
	synctest.Wait()
	s, id := modeltest.NewSession(), leg.SessionID{number}
	a.door.Arrive(model.Arrival{Code: c.ID, Session: s, SessionID: id})
	synctest.Wait()
	return id, s
}

// try runs a test in a bubble of virtual time, in which every goroutine has to end.
func try(t *testing.T, f func(t *testing.T, a *app)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		f(t, a)
		a.stop()
	})
}

func refuse(f protocol.Fault) error {
	return &signalling.Error{Fault: f, Err: errors.New("the test says so")}
}
