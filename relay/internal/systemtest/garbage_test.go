package systemtest

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// liveEcho is how long an echo of a live session may take, in the middle, while others misbehave.
const liveEcho = 100 * time.Millisecond

// echoes are as many echoes as a test makes at the least.
const echoes = 100

// during echoes until something is done and there are enough echoes, and returns the median and the longest one. Over closes
// when the last echo is made, for what has no end of its own.
func (s *session) during(something func(over <-chan struct{})) (median, longest time.Duration) {
	s.t.Helper()
	done, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		something(over)
	}()
	var all []time.Duration
	for range echoes {
		all = append(all, s.echo())
	}
	close(over)
	for {
		select {
		case <-done:
			slices.Sort(all)
			return all[len(all)/2], all[len(all)-1]
		default:
			all = append(all, s.echo())
		}
	}
}

// vandal sends bytes that mean nothing to a relay; the same ones every time.
type vandal struct {
	relay  *relay
	random *rand.Rand
}

func (v vandal) bytes(most int) []byte {
	b := make([]byte, 1+v.random.IntN(most))
	for i := range b {
		b[i] = byte(v.random.Uint32())
	}
	return b
}

// goOn attacks a few times, and again until it is over.
func (v vandal) goOn(attack func(vandal), over <-chan struct{}) {
	const atLeast = 8
	for n := 0; ; n++ {
		attack(v)
		select {
		case <-over:
			if n >= atLeast {
				return
			}
		default:
		}
	}
}

func (v vandal) dial(network string) net.Conn {
	conn, err := (&net.Dialer{}).DialContext(context.Background(), network, v.relay.Addr())
	must(v.relay.t, err)
	return conn
}

func (v vandal) dialTLS() net.Conn {
	dialer := tls.Dialer{Config: v.relay.trust().TLS(v.relay.Addr())}
	conn, err := dialer.DialContext(context.Background(), "tcp", v.relay.Addr())
	must(v.relay.t, err)
	return conn
}

// webSocket opens one of the relay's WebSockets.
func (v vandal) webSocket(path string) *websocket.Conn {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: v.relay.trust().TLS(v.relay.Addr())}}
	ws, _, err := websocket.Dial(ctx, "wss://"+v.relay.Addr()+path, &websocket.DialOptions{HTTPClient: client})
	must(v.relay.t, err)
	return ws
}

// write writes garbage; the relay may hang up before the end.
func (v vandal) write(conn net.Conn, times int) {
	for range times {
		if _, err := conn.Write(v.bytes(2048)); err != nil {
			break
		}
	}
	_ = conn.Close() // it may have been cut
}

// writeMessages writes garbage as messages, after first if that is not nil.
func (v vandal) writeMessages(ws *websocket.Conn, first []byte) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for n := range 20 {
		message := v.bytes(1200)
		if n == 0 && first != nil {
			message = first
		}
		kind := websocket.MessageBinary
		if n%7 == 6 {
			kind = websocket.MessageText
		}
		if ws.Write(ctx, kind, message) != nil {
			break
		}
	}
	_ = ws.CloseNow() // it may have been cut
}

// packetsEvery makes each vandal send 25,600 packets a second: all that a small machine's network carries, but not more than its
// processor takes, which no program could do anything about.
const packetsEvery = 10 * time.Millisecond

// packets sends garbage to the UDP port: of every first byte, as control packets of every kind and as packets of sessions.
func (v vandal) packets() {
	conn := v.dial("udp")
	paced := time.NewTicker(packetsEvery)
	defer paced.Stop()
	<-paced.C
	for first := range 256 {
		packet := v.bytes(leg.MaxPacket + 100)
		packet[0] = byte(first)
		if _, err := conn.Write(packet); err != nil && !errors.Is(err, net.ErrClosed) {
			v.relay.t.Log("a packet was not taken:", err)
		}
	}
	must(v.relay.t, conn.Close())
}

// TestGarbage sends bytes that mean nothing to every port and every protocol on it while a session lives.
func TestGarbage(t *testing.T) {
	const vandals = 4
	hello := signalling.Envelope{Request: 1, Message: signalling.Hello{Version: signalling.Version, Role: protocol.RoleCustomer}}.Append(nil)
	for name, attack := range map[string]func(v vandal){
		"tcp":            func(v vandal) { v.write(v.dial("tcp"), 4) },
		"tls":            func(v vandal) { v.write(v.dialTLS(), 4) },
		"signal":         func(v vandal) { v.writeMessages(v.webSocket(signalling.Path), nil) },
		"signal, hello":  func(v vandal) { v.writeMessages(v.webSocket(signalling.Path), hello) },
		"leg":            func(v vandal) { v.writeMessages(v.webSocket(leg.Path), nil) },
		"udp":            func(v vandal) { v.packets() },
		"page":           func(v vandal) { v.relay.page("/" + fmt.Sprintf("%x", v.bytes(64))) },
		"page of a code": func(v vandal) { v.relay.page("/me?n=" + fmt.Sprintf("%%%x", v.bytes(1))) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRelay(t, nil)
			m := r.machine().behind(name == "leg")
			a, c := newAgent(r, m), newCustomer(r, m)
			typed, _ := a.newCode(0)
			s := meet(a, c, typed)
			median, longest := s.during(func(over <-chan struct{}) {
				var attacking sync.WaitGroup
				for n := range uint64(vandals) {
					attacking.Go(func() { vandal{r, rand.New(rand.NewPCG(n, 1))}.goOn(attack, over) })
				}
				attacking.Wait()
			})
			t.Logf("echo: median %v, longest %v", median, longest)
			if median > liveEcho {
				t.Errorf("an echo takes %v", median)
			}
			again, _ := a.newCode(0)
			meet(a, newCustomer(r, m), again).echo()
		})
	}
}
