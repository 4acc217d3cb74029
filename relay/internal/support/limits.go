package support

import (
	"net/netip"
	"sync"
	"time"
)

// LimitSettings say how often strangers may ask for a nameplate.
type LimitSettings struct {
	// PerAddress attempts are allowed to one address in each minute.
	PerAddress int
	// PerNetwork attempts are allowed to one network in each hour.
	PerNetwork int
	// Alarm is the number of failed attempts within an hour, over all networks, from which on every answer is slowed by
	// Slow. Nobody is refused for it: that would let an attacker close the relay to everyone.
	Alarm int
	Slow  time.Duration
}

// DefaultLimitSettings returns the limits as the security rules name them.
func DefaultLimitSettings() LimitSettings {
	return LimitSettings{PerAddress: 5, PerNetwork: 30, Alarm: 60, Slow: 2 * time.Second}
}

// JoinLimits keeps strangers from trying nameplates. The signalling hub and the web pages share one, so that a guess costs
// the same wherever it is made. It is safe for concurrent use.
type JoinLimits struct {
	settings  LimitSettings
	addresses *Limiter[netip.Prefix]
	networks  *Limiter[netip.Prefix]

	mu sync.Mutex // guards the following
	// failures holds when the last failed attempts were made, at most Alarm of them, oldest first.
	failures []time.Time
}

// NewJoinLimits returns limits without a past.
func NewJoinLimits(settings LimitSettings) *JoinLimits {
	return &JoinLimits{
		settings:  settings,
		addresses: NewLimiter[netip.Prefix](settings.PerAddress, time.Minute),
		networks:  NewLimiter[netip.Prefix](settings.PerNetwork, time.Hour),
	}
}

// Attempt counts an attempt from addr. The error is a *TooManyError when it must be refused; otherwise the caller waits
// for delay before it does or answers anything.
func (l *JoinLimits) Attempt(addr netip.Addr) (delay time.Duration, err error) {
	if wait := l.addresses.Take(Household(addr)); wait > 0 {
		return 0, &TooManyError{RetryAfter: wait}
	}
	if wait := l.networks.Take(network(addr)); wait > 0 {
		return 0, &TooManyError{RetryAfter: wait}
	}
	if l.Alarmed() {
		return l.settings.Slow, nil
	}
	return 0, nil
}

// Failed notes that an attempt led nowhere: no code bore the nameplate, or the exchange failed.
func (l *JoinLimits) Failed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.failures = append(l.failures, time.Now())
	if over := len(l.failures) - l.settings.Alarm; over > 0 {
		l.failures = l.failures[over:]
	}
}

// Succeeded gives back what an attempt from addr cost, when it became a session: an office full of customers behind one
// address is no attack.
func (l *JoinLimits) Succeeded(addr netip.Addr) {
	l.addresses.Return(Household(addr))
	l.networks.Return(network(addr))
}

// Alarmed reports whether so many attempts failed within the last hour that all answers are slowed.
func (l *JoinLimits) Alarmed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.failures) >= l.settings.Alarm && time.Since(l.failures[0]) < time.Hour
}

// Sizes of what counts as one address and as one network. A household gets a /64 of IPv6 and may use any address in it.
const (
	ipv4NetworkBits = 24
	ipv6HostBits    = 64
	ipv6NetworkBits = 48
)

// Household returns what counts as one address for a limit.
func Household(a netip.Addr) netip.Prefix {
	return prefix(a, netip.IPv4Unspecified().BitLen(), ipv6HostBits)
}

func network(a netip.Addr) netip.Prefix { return prefix(a, ipv4NetworkBits, ipv6NetworkBits) }

// prefix returns the network of a, and the zero prefix for the zero address: whoever has no address shares one allowance.
func prefix(a netip.Addr, bits4, bits6 int) netip.Prefix {
	a = a.Unmap().WithZone("")
	bits := bits6
	if a.Is4() {
		bits = bits4
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}
