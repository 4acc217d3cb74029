package model_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/customerapp/internal/model"
	"beside.example/customerapp/internal/model/modeltest"
	"beside.example/internal/company"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

const (
	relay  = "help.northfield.example"
	digits = "123456789"
)

// world is a model that runs, with the lines that it dialled.
type world struct {
	t *testing.T
	*model.Model
	dialled []string
	lines   []*modeltest.Line
	joining func(ctx context.Context, typed code.Code, progress func(model.Stage)) (model.Session, error)
	quit    context.CancelFunc
}

// in runs a test in a world, in virtual time. It fails if a goroutine of the model is left behind.
func in(t *testing.T, cfg model.Config, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, quit := context.WithCancel(t.Context())
		w := &world{t: t, quit: quit}
		cfg.Dial = w.dial
		w.Model = model.New(cfg)
		done := make(chan struct{})
		go func() { defer close(done); w.Run(ctx) }()
		synctest.Wait()
		test(w)
		quit()
		<-done
		for i, line := range w.lines {
			if line.Open() {
				t.Errorf("line %d is open after the end", i)
			}
		}
	})
}

func (w *world) dial(relay string, pin *signalling.Fingerprint) (model.Line, error) {
	if _, err := signalling.HostPort(relay); err != nil {
		return nil, err
	}
	line := modeltest.NewLine()
	line.Joining = w.joining
	pinned := ""
	if pin != nil {
		pinned = " " + pin.String()
	}
	w.dialled, w.lines = append(w.dialled, relay+pinned), append(w.lines, line)
	return line, nil
}

// line returns the latest line.
func (w *world) line() *modeltest.Line {
	w.t.Helper()
	if len(w.lines) == 0 {
		w.t.Fatal("no line was dialled")
	}
	return w.lines[len(w.lines)-1]
}

// set changes the latest line's state and waits until the model has seen it.
func (w *world) set(state signalling.State) {
	w.t.Helper()
	w.line().Set(state)
	synctest.Wait()
}

func (w *world) connect() { w.set(signalling.State{Phase: signalling.PhaseConnected}) }

// act does something and waits until it is done.
func (w *world) act(f func()) {
	f()
	synctest.Wait()
}

// shown writes the part of the snapshot that tells what the first window shows.
func (w *world) shown() string {
	s := w.Snapshot()
	out := [...]string{"relay", "code", "consent", "session", "ended"}[s.Page] + " " + s.Relay
	for _, flag := range []struct {
		on   bool
		name string
	}{{s.Fingerprint != "", "fingerprint"}, {s.Checking, "checking"}, {s.Ready, "ready"}, {s.Joining, fmt.Sprint("joining ", s.Stage)}} {
		if flag.on {
			out += ", " + flag.name
		}
	}
	if s.Fault != 0 {
		out += ", " + s.Fault.String()
	}
	return out
}

func (w *world) want(want string) {
	w.t.Helper()
	if got := w.shown(); got != want {
		w.t.Errorf("shown is %q, want %q", got, want)
	}
}

// waiting is a line that waits for its next attempt.
func waiting(fault protocol.Fault) signalling.State {
	return signalling.State{Phase: signalling.PhaseWaiting, Fault: fault, Err: errors.New("no answer")}
}

// untrusted is a line to a relay that no authority vouches for.
func untrusted(print byte) signalling.State {
	return signalling.State{
		Phase: signalling.PhaseRefused, Fault: protocol.FaultRelayUntrusted,
		Err: fmt.Errorf("dial: %w", &signalling.UntrustedError{Fingerprint: signalling.Fingerprint{print}}),
	}
}

// joined is a world on the code page whose next join gives the session.
func joined(t *testing.T, test func(w *world, s *modeltest.Session)) {
	t.Helper()
	in(t, model.Config{}, func(w *world) {
		s := modeltest.NewSession()
		w.joining = func(context.Context, code.Code, func(model.Stage)) (model.Session, error) { return s, nil }
		w.act(func() { w.NameRelay(relay) })
		w.connect()
		w.act(w.TrustRelay)
		w.act(func() { w.Submit(digits) })
		test(w, s)
		w.quit()
		synctest.Wait()
		if s.Running() {
			t.Error("the session runs after the end")
		}
	})
}

// live makes a session live now, seen and controlled as given.
func live(s *modeltest.Session, viewed bool, control protocol.Grant) {
	s.Change(func(s *company.Snapshot) {
		if s.Started.IsZero() {
			s.Started = time.Now()
		}
		s.Phase, s.Mine.State, s.Mine.Viewed = session.PhaseLive, protocol.ShareOn, viewed
		s.Permissions = []session.Permission{{Permission: protocol.PermissionControl, Grant: control}}
	})
	synctest.Wait()
}
