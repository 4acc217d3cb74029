package forward

import (
	"hash/maphash"
	"net/netip"
	"sync"
	"time"
)

const (
	budgetSlots = 4096 // addresses that fall into one slot share its budget
	budgetRate  = 20   // verifications per second and slot: an app needs one every 15 s, an office has many apps
	budgetBurst = 60

	ipv6Network = 64 // bits: what one customer of a provider gets
)

// budget bounds how many signatures one network can make the relay verify. Its size is fixed, however many addresses come.
type budget struct {
	seed  maphash.Seed
	mu    sync.Mutex // guards the following
	slots [budgetSlots]slot
}

type slot struct {
	tokens float64
	last   time.Time
}

func newBudget() *budget { return &budget{seed: maphash.MakeSeed()} }

// take reports whether one more verification for this address is within its budget.
func (b *budget) take(address netip.Addr, now time.Time) bool {
	n := maphash.Comparable(b.seed, network(address)) % budgetSlots
	b.mu.Lock()
	defer b.mu.Unlock()
	s := &b.slots[n]
	if s.last.IsZero() {
		s.tokens = budgetBurst
	} else if d := now.Sub(s.last); d > 0 {
		s.tokens = min(budgetBurst, s.tokens+budgetRate*d.Seconds())
	}
	s.last = now
	if s.tokens < 1 {
		return false
	}
	s.tokens--
	return true
}

// network returns what stands for all addresses that one customer of a provider has.
func network(address netip.Addr) netip.Addr {
	if address.Is6() {
		if prefix, err := address.Prefix(ipv6Network); err == nil {
			return prefix.Addr()
		}
	}
	return address
}
