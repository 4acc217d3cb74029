package e2e

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/internal/join"
	"beside.example/internal/view/viewtest"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport"
)

// TestHostileScreen lets a program that is no customer's app share a screen as no customer's app would, in each of the ways of viewtest: the
// session ends with the code of a broken protocol before that has cost much memory, and the agent is told.
func TestHostileScreen(t *testing.T) {
	r := rehearse(t)
	for _, s := range r.arrival()[1:] {
		r.must(s.name, s.take)
	}
	for i, h := range viewtest.Hostilities() {
		if i > 0 {
			r.must("agent starts anew", r.startsAnew) // what the last one took is no longer there
		}
		r.suffers(h)
	}
}

// startsAnew has the agent's app end and start again, signed in.
func (r *rehearsal) startsAnew(ctx context.Context) error {
	if err := r.Agent.Stop(); err != nil {
		return err
	}
	if err := r.StartAgent(ctx); err != nil {
		return err
	}
	return r.Agent.See(ctx, Named("list-newcode"))
}

// suffers has the agent look at a hostile screen.
func (r *rehearsal) suffers(h viewtest.Hostility) {
	r.t.Helper()
	r.must("agent makes a code", r.makesCode)
	var conn *transport.Conn
	r.must("a hostile program types the code", func(ctx context.Context) (err error) {
		conn, err = r.redeem(ctx)
		return err
	})
	r.must("it shows a screen", func(ctx context.Context) error { return shows(ctx, conn) })
	r.find(r.Agent, Named("viewer-display"))
	script, err := h.Make()
	if err != nil {
		r.t.Fatal(err)
	}
	before, err := mostResident(r.Agent.PID())
	if err != nil {
		r.t.Fatal(err)
	}
	stage := hostileStage{conn: conn}
	r.must("it shows what is right", func(ctx context.Context) error { return stage.begins(ctx, script.Before) })
	worked, err := Processor(r.Agent.PID())
	if err != nil {
		r.t.Fatal(err)
	}
	began := time.Now()
	r.must("it shows "+h.Name, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if err := stage.goesOn(ctx, script.Wrong); err != nil {
			return err
		}
		select {
		case <-conn.Done():
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	took := time.Since(began)
	var closed *transport.CloseError
	if !errors.As(conn.Err(), &closed) || closed.Code != protocol.CloseProtocol || !closed.Remote {
		r.t.Errorf("%s: the connection ends with %v", h.Name, conn.Err())
	}
	after, err := mostResident(r.Agent.PID())
	if err != nil {
		r.t.Fatal(err)
	}
	end, err := Processor(r.Agent.PID())
	if err != nil {
		r.t.Fatal(err)
	}
	r.find(r.Agent, Containing(protocol.FaultPeerProtocol.String()))
	r.find(r.Agent, Containing(r.Texts.T("fault.f402")))
	r.t.Logf("%s: %v, %v of the processor, %d MB more", h.Name, took.Round(time.Millisecond), end-worked, (after-before)>>20)
	// The decoder's picture, the one that Fyne paints, and the one of the graphics card, which is software here and within the app.
	const pictures, besides = 3, 64 << 20
	most := pictures*h.Size.X*h.Size.Y*framebuffer.BytesPerPixel + besides
	if after-before > most {
		r.t.Errorf("%s: the agent's app grew by %d MB, should be no more than %d", h.Name, (after-before)>>20, most>>20)
	}
}

// redeem joins the agent as a customer's app does.
func (r *rehearsal) redeem(ctx context.Context) (*transport.Conn, error) {
	pin, err := signalling.ParseFingerprint(r.Relay.Fingerprint)
	if err != nil {
		return nil, err
	}
	trust := signalling.Trust{Pin: &pin}
	client, err := signalling.New(signalling.Config{
		Relay: r.Relay.Address(), Trust: trust, Role: protocol.RoleCustomer, Product: "hostile", Language: "en", Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = client.Run(running)
	}()
	r.t.Cleanup(func() {
		stop()
		<-ended
	})
	typed, err := code.Parse(r.digits)
	if err != nil {
		return nil, err
	}
	joined, err := join.NewCustomer(join.Config{Client: client, Trust: trust}).Join(ctx, typed, func(join.Stage) {})
	if err != nil {
		return nil, err
	}
	r.t.Cleanup(func() { _ = joined.Conn.Close(protocol.CloseGone, "") }) // it has ended by then
	return joined.Conn, nil
}

// shows says hello and that there is a screen, and waits until it is wanted.
func shows(ctx context.Context, conn *transport.Conn) error {
	capabilities := protocol.CapabilityContext | protocol.CapabilityVideo | protocol.CapabilityShare
	var greeting []byte
	for _, m := range []protocol.Message{
		protocol.Hello{Version: protocol.Version, Role: protocol.RoleCustomer, Capabilities: capabilities, Language: "en"},
		protocol.Consent{Granted: protocol.PermissionSee},
		protocol.ShareState{Share: protocol.ShareOn},
	} {
		greeting = protocol.AppendFrame(greeting, m)
	}
	if _, err := conn.Control().Write(greeting); err != nil {
		return err
	}
	frames := protocol.NewFrameReader(conn.Control(), protocol.StreamControl)
	for ctx.Err() == nil {
		m, err := frames.Read()
		if err != nil {
			return err
		}
		if view, ok := m.(protocol.ViewState); ok && view.View == protocol.ViewOpen {
			return nil
		}
	}
	return ctx.Err()
}
