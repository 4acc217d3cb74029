package e2e

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"testing"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport"
)

// TestHostileScreen lets a program that is no customer's app share a screen of which every update takes the agent's app long and turns out
// to be wrong: the session ends with the code of a broken protocol before that has cost much memory, and the agent is told.
func TestHostileScreen(t *testing.T) {
	r := rehearse(t)
	for _, s := range append(r.arrival()[1:], r.codeSteps()[:1]...) {
		r.must(s.name, s.take)
	}
	var conn *transport.Conn
	r.must("a hostile program types the code", func(ctx context.Context) (err error) {
		conn, err = r.redeem(ctx)
		return err
	})
	r.must("it shows a screen", func(ctx context.Context) error { return shows(ctx, conn) })
	r.find(r.Agent, Named("viewer-display"))
	before, err := mostResident(r.Agent.PID())
	if err != nil {
		t.Fatal(err)
	}
	r.must("it sends dear updates", func(ctx context.Context) error { return sendsDear(ctx, conn) })
	r.await("the connection's end", func() (bool, error) {
		var closed *transport.CloseError
		if conn.Err() == nil {
			return false, nil
		}
		if !errors.As(conn.Err(), &closed) || closed.Code != protocol.CloseProtocol || !closed.Remote {
			return false, errors.Join(errGone, conn.Err())
		}
		return true, nil
	})
	r.find(r.Agent, Containing(protocol.FaultPeerProtocol.String()))
	r.find(r.Agent, Containing(r.Texts.T("fault.f402")))
	after, err := mostResident(r.Agent.PID())
	if err != nil {
		t.Fatal(err)
	}
	const most = 2*dearSide*dearSide*framebuffer.BytesPerPixel + 64<<20
	if after-before > most {
		t.Errorf("the agent's app grew by %d MB", (after-before)>>20)
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

// dearSide is the side of a display of noise which takes a decoder about as long as an update may.
const dearSide = 700

// sendsDear sends such displays, all wrong at their end, until nobody takes any.
func sendsDear(ctx context.Context, conn *transport.Conn) error {
	noise, err := framebuffer.New(dearSide, dearSide)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32())
	}
	encoder := codec.NewEncoder(protocol.EncodingContext)
	defer encoder.Close()
	update, err := encoder.Encode(nil, noise, nil, codec.Hints{})
	if err != nil {
		return err
	}
	const check = 4 // bytes at an update's end
	for i := range check {
		update[len(update)-1-i] ^= 0xff
	}
	stream, err := conn.OpenStream(ctx, protocol.StreamScreen)
	if err != nil {
		return err
	}
	const many = 100
	for n := range uint32(many) {
		header := protocol.UpdateHeader{
			Number: n + 1, Display: 1, Width: dearSide, Height: dearSide, Encoding: protocol.EncodingContext,
			Flags: protocol.UpdateKeyframe, Length: uint32(len(update)),
		}
		if _, err := stream.Write(append(protocol.AppendFrame(nil, header), update...)); err != nil {
			return nil // as it should be
		}
	}
	return nil
}
