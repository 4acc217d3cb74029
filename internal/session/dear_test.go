package session_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// dearSide is the side of a display of noise which takes a decoder about as long as an update may.
const dearSide = 700

// dearUpdate returns a keyframe that costs about as much to decode as one may, and turns out to be wrong at its end.
func dearUpdate(t *testing.T) []byte {
	t.Helper()
	noise, err := framebuffer.New(dearSide, dearSide)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32())
	}
	encoder := codec.NewEncoder(protocol.EncodingContext)
	defer encoder.Close()
	update, err := encoder.Encode(nil, noise, nil, codec.Hints{})
	if err != nil {
		t.Fatal(err)
	}
	const check = 4 // bytes at an update's end
	for i := range check {
		update[len(update)-1-i] ^= 0xff
	}
	return update
}

// wanted waits until the agent's app wants to see the screen of a customer who is the test itself.
func wanted(t *testing.T) (agent *side, customer *transport.Conn) {
	t.Helper()
	conn, customer := transporttest.Pair(t)
	d := newDesk()
	agent = run(t, agentSide(conn, d), d)
	send(t, customer.Control(), protocol.Hello{Version: protocol.Version, Role: protocol.RoleCustomer},
		protocol.Consent{Granted: protocol.PermissionSee}, protocol.ShareState{Share: protocol.ShareOn})
	elapse(settle)
	agent.OpenView()
	elapse(settle)
	return agent, customer
}

// TestDearUpdates shows an agent a screen of which every update takes long and is wrong: that ends the session, as soon as they have cost
// what two may.
func TestDearUpdates(t *testing.T) {
	update := dearUpdate(t)
	bubble(t, func(t *testing.T) {
		agent, customer := wanted(t)
		showsAgain(t, customer, update)
		agent.end(t, protocol.CloseProtocol, false)
		elapse(settle)
		var closed *transport.CloseError
		if !errors.As(customer.Err(), &closed) || closed.Code != protocol.CloseProtocol || !closed.Remote {
			t.Errorf("the customer's app is told %v", customer.Err())
		}
	})
}

// showsAgain shows the same update as one keyframe after the other until nobody takes any more.
func showsAgain(t *testing.T, customer *transport.Conn, update []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), settle)
	defer cancel()
	stream, err := customer.OpenStream(ctx, protocol.StreamScreen)
	if err != nil {
		t.Fatal(err)
	}
	const many = 20
	for n := range uint32(many) {
		header := protocol.UpdateHeader{
			Number: n + 1, Display: 7, Width: dearSide, Height: dearSide, Encoding: protocol.EncodingContext,
			Flags: protocol.UpdateKeyframe, Length: uint32(len(update)),
		}
		if _, err := stream.Write(append(protocol.AppendFrame(nil, header), update...)); err != nil {
			break
		}
	}
}

// TestCheapNonsense shows an agent keyframes that cost nothing and are wrong, again and again: that ends the session too, and at once, since whoever
// breaks the protocol is not waited for.
func TestCheapNonsense(t *testing.T) {
	bubble(t, func(t *testing.T) {
		agent, customer := wanted(t)
		began := time.Now()
		showsAgain(t, customer, []byte{1, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 1, 2, 3, 4})
		<-customer.Done()
		if took := time.Since(began); took > roundTrip {
			t.Errorf("the customer's app was waited for, %v", took)
		}
		agent.end(t, protocol.CloseProtocol, false)
		var closed *transport.CloseError
		if !errors.As(customer.Err(), &closed) || closed.Code != protocol.CloseProtocol || !closed.Remote {
			t.Errorf("the customer's app is told %v", customer.Err())
		}
	})
}
