package session

import (
	"testing"
	"time"

	"beside.example/protocol"
)

func TestLedger(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	l := newLedger()
	if l.is(protocol.GrantNo) != 0x7f || !l.deadline().IsZero() || l.due(now) != 0 {
		t.Errorf("new ledger: %+v", l)
	}
	l.set(protocol.PermissionControl, protocol.GrantOn, now, now.Add(time.Hour))
	l.set(protocol.PermissionFiles, protocol.GrantAsked, now, now.Add(time.Minute))
	l.set(protocol.PermissionSee, protocol.GrantOn, now, time.Time{})
	if got := l.is(protocol.GrantOn); got != protocol.PermissionSee|protocol.PermissionControl {
		t.Errorf("on: %s", got)
	}
	if !l.asked(protocol.PermissionFiles) || l.on(protocol.PermissionFiles) {
		t.Error("files is not asked")
	}
	if got := l.deadline(); !got.Equal(now.Add(time.Minute)) {
		t.Errorf("deadline %v", got)
	}
	if got := l.due(now.Add(time.Minute)); got != protocol.PermissionFiles {
		t.Errorf("due after a minute: %s", got)
	}
	before := l.snapshot()
	l.set(protocol.PermissionSee, protocol.GrantNo, now, time.Time{})
	if before[0].Grant != protocol.GrantOn {
		t.Error("a snapshot changed")
	}
}

func TestBucket(t *testing.T) {
	now := time.Now()
	b := newBucket(now)
	n := 0
	for b.take(now) {
		n++
	}
	if n != floodBurst {
		t.Errorf("%d at once, want %d", n, floodBurst)
	}
	n = 0
	for b.take(now.Add(time.Second)) {
		n++
	}
	if n != floodPerSecond {
		t.Errorf("%d after a second, want %d", n, floodPerSecond)
	}
}

func TestOutboxIsBounded(t *testing.T) {
	o := newOutbox()
	n := 0
	for o.put(protocol.Chat{Text: "to a peer that reads nothing"}) == nil {
		n++
	}
	if len(o.queue) > maxOutbox+100 || n < 1000 {
		t.Errorf("%d messages, %d bytes", n, len(o.queue))
	}
}

func TestQuality(t *testing.T) {
	for rtt, want := range map[time.Duration]Quality{
		0: QualityUnknown, time.Millisecond: QualityGood, 79 * time.Millisecond: QualityGood,
		80 * time.Millisecond: QualityFair, 199 * time.Millisecond: QualityFair, 200 * time.Millisecond: QualityPoor,
	} {
		if got := qualityOf(rtt); got != want {
			t.Errorf("%v is %d, want %d", rtt, got, want)
		}
	}
}

func TestSteady(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct{ shown, measured, want time.Duration }{ // when one may be shown anew
		{0, 0, 0},
		{0, ms / 3, ms},
		{ms, ms / 4, ms},
		{10 * ms, 15 * ms, 10 * ms},
		{10 * ms, 16 * ms, 16 * ms},
		{100 * ms, 119 * ms, 100 * ms},
		{100 * ms, 121 * ms, 121 * ms},
		{79 * ms, 81 * ms, 81 * ms},
		{50 * ms, 0, 0},
	} {
		if got := steady(c.shown, c.measured, steadyFor); got != c.want {
			t.Errorf("%v is shown, %v measured: %v, want %v", c.shown, c.measured, got, c.want)
		}
	}
	for _, c := range []struct{ shown, measured, want time.Duration }{ // when one has just been
		{0, ms, ms},
		{10 * ms, 70 * ms, 10 * ms},
		{10 * ms, 90 * ms, 90 * ms},
		{50 * ms, 0, 0},
	} {
		if got := steady(c.shown, c.measured, steadyFor-1); got != c.want {
			t.Errorf("%v has just been shown, %v measured: %v, want %v", c.shown, c.measured, got, c.want)
		}
	}
}
