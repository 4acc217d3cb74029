package server

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/protocol/leg"
	"beside.example/protocol/transport"
	"beside.example/protocol/transport/transporttest"
	"beside.example/relay/internal/forward"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// keyed is a relay of nothing but its store, its ticket keys and its forwarder, in virtual time, and an app beside it.
type keyed struct {
	tickets tickets
	app     transport.PacketConn
}

func newKeyed(t *testing.T) *keyed {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "relay.db"))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := openTicketKeys(t.Context(), s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	link := transporttest.NewLink(t, 1, transporttest.Impairment{Delay: time.Millisecond})
	k := &keyed{tickets: tickets{keys: keys, hostPort: "relay.example:443"}, app: link.Agent()}
	f := forward.New(forward.Config{Relay: k.tickets.hostPort, Keys: keys.public(), Conn: link.Customer()})
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = keys.run(ctx, f.SetKeys) })
	running.Go(func() {
		if err := f.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		cancel()
		running.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return k
}

// legOf is one leg that the app binds again and again.
type legOf struct {
	*leg.Binder
	ticket []byte
	key    ed25519.PrivateKey
}

func (k *keyed) newLeg(t *testing.T) *legOf {
	t.Helper()
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var session leg.SessionID
	rand.Read(session[:])
	grant, err := k.tickets.Grant(session, leg.SideAgent, public)
	if err != nil {
		t.Fatal(err)
	}
	return &legOf{leg.NewBinder(grant.Ticket, key, time.Now()), grant.Ticket, key}
}

// bind binds the leg anew and returns how it stands afterwards.
func (k *keyed) bind(t *testing.T, l *legOf) leg.State {
	t.Helper()
	l.Rebind(time.Now())
	for {
		packet := l.Packet(time.Now())
		if packet == nil {
			return l.State()
		}
		if _, err := k.app.WriteTo(packet, k.app.Peer()); err != nil {
			t.Fatal(err)
		}
		var reply [leg.MaxPacket]byte
		n, _, err := k.app.ReadFrom(reply[:])
		if err != nil {
			t.Fatal(err)
		}
		l.Handle(reply[:n], time.Now())
	}
}

// keep keeps the leg bound for this time.
func (k *keyed) keep(t *testing.T, l *legOf, d time.Duration) {
	t.Helper()
	const often = time.Minute // as long as a forwarder waits for the next BIND
	for end := time.Now().Add(d); time.Now().Before(end); {
		<-time.After(min(often, time.Until(end)))
		if state := k.bind(t, l); state != leg.StateBound {
			t.Fatalf("%v before its time, a leg is in state %d, reason %d", time.Until(end), state, l.Reason())
		}
	}
}

// signer returns the ID of the key that signed the leg's ticket: it stands behind the version.
func (l *legOf) signer() leg.KeyID { return leg.KeyID(l.ticket[1:]) }

// TestTicketKeyRotation has tickets of one key honoured for as long as they may live, while the next key signs, and refused afterwards.
func TestTicketKeyRotation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeyed(t)
		first := k.newLeg(t)
		if state := k.bind(t, first); state != leg.StateBound {
			t.Fatalf("the first leg is in state %d", state)
		}
		// The old key signs until everybody knows the new one.
		<-time.After(support.TicketKeyLife + support.TicketKeyNotice - time.Minute)
		last := k.newLeg(t)
		if last.signer() != first.signer() {
			t.Error("a key signed before it had been announced")
		}
		if state := k.bind(t, last); state != leg.StateBound {
			t.Fatalf("the last leg of the first key is in state %d", state)
		}
		granted := time.Now()
		k.keep(t, last, renewKeysEvery+time.Minute)
		next := k.newLeg(t)
		if next.signer() == first.signer() {
			t.Error("after a day the same key signs")
		}
		if state := k.bind(t, next); state != leg.StateBound {
			t.Errorf("a leg of the second key is in state %d", state)
		}
		k.keep(t, last, time.Until(granted.Add(lease))-time.Second)
		<-time.After(2 * time.Hour)
		again := &legOf{leg.NewBinder(last.ticket, last.key, time.Now()), last.ticket, last.key}
		if state := k.bind(t, again); state != leg.StateRefused || again.Reason() != leg.ReasonInvalid {
			t.Errorf("after its key's time, a ticket leaves the leg in state %d, reason %d", state, again.Reason())
		}
		if n := len(k.tickets.keys.public()); n != 1 {
			t.Errorf("%d keys are honoured", n)
		}
	})
}

// brokenStore fails for as long as it is told to.
type brokenStore struct{ err error }

func (s *brokenStore) RenewTicketKeys(_ context.Context, fresh support.TicketKey, _ support.TicketKeyTimes) ([]support.TicketKey, error) {
	if s.err != nil {
		return nil, s.err
	}
	return []support.TicketKey{fresh}, nil
}

// TestTicketKeysWithoutStore goes on with the keys that it has.
func TestTicketKeysWithoutStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &brokenStore{}
		keys, err := openTicketKeys(t.Context(), s, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		before := keys.signing(time.Now())
		s.err = errors.New("disk full")
		ctx, cancel := context.WithTimeout(t.Context(), 72*time.Hour)
		defer cancel()
		if err := keys.run(ctx, func(...ed25519.PublicKey) { t.Error("keys were changed") }); err != nil {
			t.Error(err)
		}
		if !keys.signing(time.Now()).Equal(before) {
			t.Error("another key signs")
		}
		if _, err := openTicketKeys(t.Context(), s, slog.New(slog.DiscardHandler)); err == nil {
			t.Error("a relay started without its keys")
		}
	})
}
