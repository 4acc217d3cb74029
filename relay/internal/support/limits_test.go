package support

import (
	"errors"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func TestLimiterRefills(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter[netip.Prefix](5, time.Minute)
		key := netip.MustParsePrefix("192.0.2.1/32")
		for i := range 5 {
			if wait := l.Take(key); wait != 0 {
				t.Fatalf("attempt %d waits %v", i, wait)
			}
		}
		if wait := l.Take(key); wait != 12*time.Second {
			t.Errorf("sixth attempt waits %v, want 12s", wait)
		}
		if wait := l.Take(netip.MustParsePrefix("192.0.2.2/32")); wait != 0 {
			t.Errorf("a neighbour waits %v", wait)
		}
		time.Sleep(12 * time.Second)
		if wait := l.Take(key); wait != 0 {
			t.Errorf("after the wait it waits %v", wait)
		}
		l.Return(key)
		if wait := l.Take(key); wait != 0 {
			t.Errorf("a returned attempt waits %v", wait)
		}
	})
}

func TestLimiterIsBounded(t *testing.T) {
	l := NewLimiter[netip.Prefix](1, time.Hour)
	a := netip.MustParseAddr("10.0.0.0")
	for range 2 * maxLimiterKeys {
		l.Take(netip.PrefixFrom(a, 32))
		a = a.Next()
	}
	if len(l.full) > maxLimiterKeys {
		t.Errorf("%d entries, want at most %d", len(l.full), maxLimiterKeys)
	}
}

func TestJoinLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewJoinLimits(DefaultLimitSettings())
		refused := func(addr string) bool {
			_, err := l.Attempt(netip.MustParseAddr(addr))
			var many *TooManyError
			if err != nil && (!errors.As(err, &many) || many.RetryAfter <= 0) {
				t.Fatalf("attempt from %s: %v", addr, err)
			}
			return err != nil
		}
		for range 5 {
			if refused("2001:db8::1") {
				t.Fatal("one of the first five is refused")
			}
		}
		for _, same := range []string{"2001:db8::1", "2001:db8::ffff", "2001:db8::2%eth0"} {
			if !refused(same) {
				t.Errorf("%s counts as another household", same)
			}
		}
		if refused("2001:db8:0:1::1") {
			t.Error("the next household is refused")
		}
		l.Succeeded(netip.MustParseAddr("2001:db8::1"))
		if refused("2001:db8::1") {
			t.Error("an attempt that became a session still counts")
		}
		// Thirty attempts from one network, few from each address; the mapped form is the same address.
		count := 0
		for i := range 50 {
			addr := netip.AddrFrom4([4]byte{198, 51, 100, byte(i)})
			if _, err := l.Attempt(netip.AddrFrom16(addr.As16())); err == nil {
				count++
			}
		}
		if count != 30 {
			t.Errorf("%d attempts from one network, want 30", count)
		}
		if _, err := l.Attempt(netip.Addr{}); err != nil {
			t.Errorf("an unknown address: %v", err)
		}
	})
}

// TestAlarm makes failures from everywhere: everyone is slowed, nobody refused, and after an hour it is over.
func TestAlarm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := NewJoinLimits(DefaultLimitSettings())
		for range 60 {
			if l.Alarmed() {
				t.Fatal("alarm before the sixtieth failure")
			}
			l.Failed()
			time.Sleep(30 * time.Second)
		}
		delay, err := l.Attempt(netip.MustParseAddr("203.0.113.1"))
		if err != nil || delay != DefaultLimitSettings().Slow {
			t.Errorf("delay %v, %v in the alarm", delay, err)
		}
		time.Sleep(31 * time.Minute)
		if l.Alarmed() {
			t.Error("the alarm never ends")
		}
	})
}
