package forward

import (
	"context"
	"net/netip"
	"time"
)

const (
	sweepEvery    = time.Second
	rotateEvery   = 2 * time.Minute  // so a cookie is good for two to four
	udpGone       = 60 * time.Second // without a BIND: four keep-alives are missing
	farewell      = 5 * time.Second  // for the apps' last packets, repeated over a bad line
	rememberEnded = 5 * time.Minute  // longer than a ticket may wait for its first use
	rememberEmpty = 15 * time.Minute // longer than an app may take to come back
)

// sweep ends what is over, and changes the secret of the cookies, until ctx ends.
func (f *Forwarder) sweep(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	rotate := time.NewTicker(rotateEvery)
	defer rotate.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			f.sweepOnce(now)
		case <-rotate.C:
			f.cookies.rotate()
		}
	}
}

func (f *Forwarder) sweepOnce(now time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, ways := range []map[*tlsWay]struct{}{f.ways, f.unbound} {
		for w := range ways {
			if w.stale(now) {
				w.close()
			}
		}
	}
	for _, s := range f.sessions {
		f.sweepSessionLocked(s, now)
	}
}

func (f *Forwarder) sweepSessionLocked(s *session, now time.Time) {
	if !s.ended && !s.endAt.IsZero() && !now.Before(s.endAt) {
		f.logger.Info("session over", "session", s.id.String())
		f.endLocked(s, now)
		return
	}
	reachable := false
	for _, l := range s.legs {
		if l == nil {
			continue
		}
		if !now.Before(l.lease) {
			f.logger.Info("lease over", "session", s.id.String(), "side", l.side.String())
			f.removeLocked(l)
			continue
		}
		if now.Sub(l.heard) > udpGone {
			f.setAddressLocked(l, netip.AddrPort{})
		}
		reachable = reachable || l.bound()
	}
	switch {
	case reachable:
		s.until = now.Add(rememberEmpty)
	case s.until.IsZero():
		s.until = now.Add(rememberEmpty)
	case now.After(s.until):
		for _, l := range s.legs {
			if l != nil {
				f.removeLocked(l)
			}
		}
		f.forgetLocked(s)
	}
}
