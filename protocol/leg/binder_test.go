package leg

import (
	"net/netip"
	"testing"
	"time"
)

// desk is a relay for one Binder: it answers what it is sent as it is told to.
type desk struct {
	t      *testing.T
	binder *Binder
	now    time.Time
	cookie Cookie
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, now: start, cookie: Cookie{1}}
	d.binder = NewBinder([]byte("ticket"), legKey, d.now)
	return d
}

// bind returns the BIND that is due now; none when nothing is.
func (d *desk) bind() (m Bind, due bool) {
	d.t.Helper()
	packet := d.binder.Packet(d.now)
	if packet == nil {
		return Bind{}, false
	}
	m, err := ParseBind(packet)
	if err != nil {
		d.t.Fatal(err)
	}
	return m, true
}

// answer answers m as a relay does.
func (d *desk) answer(m Bind) {
	reply := Challenge{Sequence: m.Sequence, Cookie: d.cookie}.Append(nil)
	if m.Cookie == d.cookie {
		if !m.Verify(ticket().LegKey) {
			d.t.Error("BIND not signed with the leg key")
		}
		reply = Bound{Sequence: m.Sequence, Address: netip.MustParseAddrPort("192.0.2.7:4000"), Lease: time.Hour}.Append(nil)
	}
	d.binder.Handle(reply, d.now)
}

func (d *desk) bindNow() {
	d.t.Helper()
	for d.binder.State() != StateBound {
		m, due := d.bind()
		if !due {
			d.t.Fatal("nothing to send")
		}
		d.answer(m)
	}
}

func (d *desk) wantNext(after time.Duration) {
	d.t.Helper()
	if got := d.binder.Next().Sub(d.now); got != after {
		d.t.Errorf("next after %v, want %v", got, after)
	}
}

func TestBinderBinds(t *testing.T) {
	d := newDesk(t)
	d.bindNow()
	if got := d.binder.PublicAddress(); got != netip.MustParseAddrPort("192.0.2.7:4000") {
		t.Errorf("address %v", got)
	}
	if got := d.binder.LeaseEnd(); !got.Equal(d.now.Add(time.Hour)) {
		t.Errorf("lease end %v", got)
	}
	d.wantNext(KeepAlive)
	if _, due := d.bind(); due {
		t.Error("binds again at once")
	}
	d.now = d.now.Add(KeepAlive)
	m, _ := d.bind()
	if m.Cookie != d.cookie {
		t.Error("keep-alive without the cookie")
	}
	d.cookie = Cookie{2} // the relay has changed its secret
	d.answer(m)
	m, due := d.bind()
	if !due || m.Cookie != d.cookie {
		t.Error("new cookie not used at once")
	}
	d.answer(m)
	d.wantNext(KeepAlive)
}

func TestBinderRetries(t *testing.T) {
	d := newDesk(t)
	last := uint64(0)
	for _, wait := range []time.Duration{200, 400, 800, 1000, 1000, 1000} {
		m, due := d.bind()
		if !due || m.Sequence <= last {
			t.Fatalf("due %v, sequence %d after %d", due, m.Sequence, last)
		}
		last = m.Sequence
		d.wantNext(wait * time.Millisecond)
		d.now = d.binder.Next()
	}
}

func TestBinderSlowRoundTrip(t *testing.T) {
	d := newDesk(t)
	first, _ := d.bind()
	d.now = d.binder.Next()
	if _, due := d.bind(); !due {
		t.Fatal("no retry")
	}
	d.answer(first) // comes after the retry
	if m, due := d.bind(); !due || m.Cookie != d.cookie {
		t.Error("the late answer to the first BIND was ignored")
	}
}

func TestBinderSilence(t *testing.T) {
	d := newDesk(t)
	d.bindNow()
	d.binder.Sent(d.now)
	d.binder.Received(d.now)
	d.wantNext(KeepAlive)
	d.binder.Sent(d.now)
	d.wantNext(Silence)
	d.now = d.now.Add(Silence)
	for range lostAfter {
		if _, due := d.bind(); !due || d.binder.State() != StateBound {
			t.Fatalf("due %v, state %v", due, d.binder.State())
		}
		d.now = d.binder.Next()
	}
	m, _ := d.bind()
	if d.binder.State() != StateBinding {
		t.Error("still bound with nobody answering")
	}
	d.answer(m)
	if d.binder.State() != StateBound {
		t.Error("not bound again")
	}
}

func TestBinderRebind(t *testing.T) {
	d := newDesk(t)
	d.bindNow()
	old, _ := d.bind()
	d.binder.Rebind(d.now)
	m, due := d.bind()
	if !due {
		t.Fatal("does not bind at once")
	}
	d.binder.Handle(Refused{Sequence: old.Sequence, Reason: ReasonEnded}.Append(nil), d.now)
	d.binder.Handle(Refused{Sequence: m.Sequence + 1, Reason: ReasonEnded}.Append(nil), d.now)
	if d.binder.State() != StateBound {
		t.Error("a reply that answers nothing was taken")
	}
}

func TestBinderRefusedAndRenewed(t *testing.T) {
	d := newDesk(t)
	m, _ := d.bind()
	d.binder.Handle(Refused{Sequence: m.Sequence, Reason: ReasonTooLate}.Append(nil), d.now)
	if d.binder.State() != StateRefused || d.binder.Reason() != ReasonTooLate || !d.binder.Reason().Renewable() {
		t.Fatalf("state %v, reason %v", d.binder.State(), d.binder.Reason())
	}
	d.binder.Rebind(d.now)
	if !d.binder.Next().IsZero() {
		t.Error("goes on with a refused ticket")
	}
	d.binder.Renew([]byte("another"), d.now)
	again, due := d.bind()
	if !due || string(again.Ticket) != "another" || again.Sequence <= m.Sequence {
		t.Errorf("due %v, %+v", due, again)
	}
	d.answer(again)
	d.bindNow()
}

func TestBinderIgnoresGarbage(t *testing.T) {
	d := newDesk(t)
	m, _ := d.bind()
	good := Bound{Sequence: m.Sequence, Lease: time.Hour}.Append(nil)
	for n := range good {
		d.binder.Handle(good[:n], d.now)
	}
	d.binder.Handle(m.Append(nil), d.now)
	if d.binder.State() != StateBinding {
		t.Error("bound by garbage")
	}
}
