package transport_test

import (
	"encoding/binary"
	"io"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
)

// echoes sends a small message every 20 ms from the agent beside a screen that takes all it can get, has the customer send it back,
// and returns the round trip times, sorted.
func echoes(t *testing.T, agent, customer *transport.Conn, count int) []time.Duration {
	t.Helper()
	input, err := agent.OpenUniStream(t.Context(), protocol.StreamInput)
	if err != nil {
		t.Fatal(err)
	}
	back, err := customer.OpenUniStream(t.Context(), protocol.StreamInput)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, in, err := customer.AcceptUniStream(t.Context())
		if err != nil {
			return
		}
		_, _ = io.Copy(back, in)
	}()
	_, out, err := agent.AcceptUniStream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for range count {
			if _, err := input.Write(binary.BigEndian.AppendUint64(nil, uint64(time.Now().UnixNano()))); err != nil {
				return
			}
			<-time.After(20 * time.Millisecond)
		}
	}()
	took := make([]time.Duration, 0, count)
	for range count {
		var sent [8]byte
		if _, err := io.ReadFull(out, sent[:]); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(time.Unix(0, int64(binary.BigEndian.Uint64(sent[:])))))
	}
	slices.Sort(took)
	return took
}

// startScreen keeps a stream of updates busy with at most the budget's bytes unacknowledged by the viewer.
func startScreen(t *testing.T, sharer, viewer *transport.Conn) {
	t.Helper()
	s, err := sharer.OpenStream(t.Context(), protocol.StreamScreen)
	if err != nil {
		t.Fatal(err)
	}
	_, v, err := viewer.AcceptStream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const chunk = 1000
	acks := make(chan struct{}, 1<<16)
	go func() {
		b := make([]byte, chunk)
		for {
			if _, err := io.ReadFull(v, b); err != nil {
				return
			}
			if _, err := v.Write([]byte{1}); err != nil {
				return
			}
		}
	}()
	go func() {
		var b [256]byte
		for {
			n, err := s.Read(b[:])
			for range n {
				acks <- struct{}{}
			}
			if err != nil {
				close(acks)
				return
			}
		}
	}()
	go func() {
		for unacknowledged := 0; ; {
			for unacknowledged+chunk > sharer.Budget() {
				if _, ok := <-acks; !ok {
					return
				}
				unacknowledged -= chunk
			}
			if _, err := s.Write(make([]byte, chunk)); err != nil {
				return
			}
			unacknowledged += chunk
		}
	}()
}

// echoConns is over how many conns TestInputEchoBesideAScreen looks: which packets are lost differs from run to run, and a
// single conn of a bad network may be a fourth slower than most.
const echoConns = 6

// TestInputEchoBesideAScreen holds the promises about input on bad networks.
func TestInputEchoBesideAScreen(t *testing.T) {
	for _, test := range []struct {
		name string
		path transporttest.Impairment
		p95  time.Duration
	}{
		{"good", transporttest.Impairment{Delay: 20 * time.Millisecond, Rate: 20e6}, 100 * time.Millisecond},
		{"1% loss, 40 ms", transporttest.Impairment{Delay: 20 * time.Millisecond, Loss: 0.01, Rate: 20e6}, 100 * time.Millisecond},
		{
			"5% in bursts, 200 ms, 2 Mbit/s",
			transporttest.Impairment{Delay: 100 * time.Millisecond, Burst: transporttest.Bursts(0.05, 3), Rate: 2e6},
			700 * time.Millisecond,
		},
		{ // promised is that nothing breaks; the time is twice what was seen
			"reordered, duplicated, corrupted",
			transporttest.Impairment{Delay: 20 * time.Millisecond, Reorder: 0.1, Duplicate: 0.02, Corrupt: 0.01, Rate: 20e6},
			200 * time.Millisecond,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var took []time.Duration
			for seed := range uint64(echoConns) {
				synctest.Test(t, func(t *testing.T) { took = append(took, echoesBesideAScreen(t, seed, test.path)...) })
			}
			slices.Sort(took)
			p50, p95 := took[len(took)/2], took[len(took)*95/100]
			t.Logf("echo p50 %v, p95 %v, worst %v", p50, p95, took[len(took)-1])
			if p95 > test.p95 {
				t.Errorf("p95 is %v", p95)
			}
		})
	}
}

// echoesBesideAScreen measures echoes over a conn of its own, which must not break.
func echoesBesideAScreen(t *testing.T, seed uint64, path transporttest.Impairment) []time.Duration {
	t.Helper()
	agent, customer := transporttest.PairOver(t, transporttest.NewLink(t, seed, path))
	customer.SetLively(true)
	_, changed := agent.State()
	startScreen(t, customer, agent)
	took := echoes(t, agent, customer, 1000)
	select {
	case <-changed:
		state, _ := agent.State()
		t.Errorf("the conn was %v, kicks %d", state.Phase, agent.Stats().Kicks)
	default:
	}
	return took
}

// TestOutageInOneDirection loses only what goes to one side.
func TestOutageInOneDirection(t *testing.T) {
	path := transporttest.Impairment{Delay: 20 * time.Millisecond, Rate: 10e6}
	dead := transporttest.Impairment{Loss: 1}
	for name, set := range map[string]func(*transporttest.Link){
		"to the agent":    func(l *transporttest.Link) { l.Set(path, dead) },
		"to the customer": func(l *transporttest.Link) { l.Set(dead, path) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				link := transporttest.NewLink(t, 1, path)
				agent, customer := transporttest.PairOver(t, link)
				agent.SetLively(true)
				down := startFlow(t, customer, agent, 1000, 2*time.Millisecond)
				up := startFlow(t, agent, customer, 1000, 2*time.Millisecond)
				<-time.After(2 * time.Second)
				set(link)
				began := time.Now()
				awaitPhase(agent, transport.Reconnecting)
				awaitPhase(customer, transport.Reconnecting)
				t.Logf("both sides noticed after %v", time.Since(began))
				<-time.After(20 * time.Second)
				link.Set(path, path)
				back := time.Now()
				gotDown, gotUp := down.after(t.Context(), back), up.after(t.Context(), back)
				t.Logf("first bytes to the agent after %v, to the customer after %v", gotDown, gotUp)
				if gotDown > time.Second || gotUp > time.Second {
					t.Error("longer than 1 s")
				}
				awaitPhase(agent, transport.Connected)
				awaitPhase(customer, transport.Connected)
				t.Logf("connected again after %v", time.Since(back))
			})
		})
	}
}

// awaitPhase waits until the conn is in this phase.
func awaitPhase(c *transport.Conn, phase transport.Phase) {
	for {
		state, changed := c.State()
		if state.Phase == phase {
			return
		}
		<-changed
	}
}

// TestQuietConn notices an outage later, but does not take its own quiet for one.
func TestQuietConn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: 300 * time.Millisecond})
		agent, customer := transporttest.PairOver(t, link)
		_, changed := agent.State()
		<-time.After(time.Minute)
		before := agent.Stats().PacketsSent
		<-time.After(10 * time.Second)
		t.Logf("%d packets in 10 s", agent.Stats().PacketsSent-before)
		customer.SetLively(true)
		<-time.After(10 * time.Second)
		customer.SetLively(false)
		<-time.After(10 * time.Second)
		select {
		case <-changed:
			t.Error("an outage was seen where none was")
		default:
		}
		link.Blackout(true)
		began := time.Now()
		awaitPhase(agent, transport.Reconnecting)
		if noticed := time.Since(began); noticed > 5*time.Second {
			t.Errorf("noticed after %v", noticed)
		}
	})
}

// TestIdleScreen costs few packets while nothing moves on it, and yet both sides notice an outage within a second.
func TestIdleScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: 20 * time.Millisecond})
		agent, customer := transporttest.PairOver(t, link)
		customer.SetLively(true)
		<-time.After(10 * time.Second)
		sent := func() uint64 { return agent.Stats().PacketsSent + customer.Stats().PacketsSent }
		before := sent()
		<-time.After(10 * time.Second)
		const most = 95 // each ping of the agent's side and its acknowledgement, and each answer's
		if packets := sent() - before; packets > most {
			t.Errorf("%d packets in 10 s", packets)
		}
		for range 3 {
			link.Blackout(true)
			began := time.Now()
			awaitPhase(agent, transport.Reconnecting)
			awaitPhase(customer, transport.Reconnecting)
			if noticed := time.Since(began); noticed > time.Second {
				t.Errorf("noticed the outage after %v", noticed)
			}
			link.Blackout(false)
			awaitPhase(agent, transport.Connected)
			awaitPhase(customer, transport.Connected)
			<-time.After(9700 * time.Millisecond) // so that the next begins at another moment between two pings
		}
	})
}

// TestBlackoutForGood gives a conn up after two minutes.
func TestBlackoutForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: 20 * time.Millisecond})
		agent, customer := transporttest.PairOver(t, link)
		link.Blackout(true)
		began := time.Now()
		<-agent.Done()
		<-customer.Done()
		if took := time.Since(began); took > 130*time.Second {
			t.Errorf("given up after %v", took)
		}
		awaitPhase(agent, transport.Closed)
		if code := closeCode(t, agent.Err()); code != protocol.CloseLost {
			t.Errorf("closed with %v", code)
		}
	})
}
