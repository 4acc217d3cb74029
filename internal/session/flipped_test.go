package session_test

import (
	"context"
	"image"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// flipping is a conn on which a byte of the screen's stream is another than the peer sent, once it is armed.
type flipping struct {
	session.Conn
	armed   atomic.Bool
	flipped atomic.Pointer[time.Time]
}

func (f *flipping) AcceptStream(ctx context.Context) (protocol.StreamKind, transport.Stream, error) {
	kind, stream, err := f.Conn.AcceptStream(ctx)
	if err == nil && kind == protocol.StreamScreen {
		stream = flippingStream{stream, f}
	}
	return kind, stream, err
}

type flippingStream struct {
	transport.Stream
	conn *flipping
}

func (s flippingStream) Read(b []byte) (int, error) {
	n, err := s.Stream.Read(b)
	const body = 200 // bytes: more than all that comes before and after an update's
	if n > body && s.conn.armed.CompareAndSwap(true, false) {
		b[n/2] ^= 1
		now := time.Now()
		s.conn.flipped.Store(&now)
	}
	return n, err
}

// TestPictureAfterFlippedByte has a byte of an update be another one than was sent: the picture is right again after one round trip, for the wish for
// a keyframe and the keyframe. Coding takes no time here.
func TestPictureAfterFlippedByte(t *testing.T) {
	bubble(t, func(t *testing.T) {
		p := &pair{t: t}
		p.agentConfig, p.customerConfig = transporttest.Configs(t)
		a, c := p.connect()
		conn := &flipping{Conn: a}
		agentDesk, customerDesk := newDesk(), newDesk()
		p.agent, p.customer = run(t, agentSide(conn, agentDesk), agentDesk), run(t, customerSide(c, customerDesk), customerDesk)
		p.agree(protocol.PermissionSee)
		p.agent.OpenView()
		p.wait(settle)
		conn.armed.Store(true)
		random := rand.New(rand.NewPCG(1, 1))
		customerDesk.source().Paint(image.Rect(0, 0, 64, 64), func(fb *framebuffer.Framebuffer) {
			for y := range 64 {
				row := fb.Row(y, 0, 64)
				for x := range 64 { // two colours: nothing that goes out with loss
					row[x*framebuffer.BytesPerPixel] = byte(random.Uint32N(2)) * 0xff
				}
			}
		})
		p.inStep(time.Minute)
		at := conn.flipped.Load()
		if at == nil {
			t.Fatal("no byte was flipped")
		}
		const look = time.Millisecond
		if took := time.Since(*at); took > roundTrip+look {
			t.Errorf("the picture was right after %v", took)
		}
	})
}
