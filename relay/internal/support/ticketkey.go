package support

import (
	"crypto/ed25519"
	"time"
)

// TicketKey signs the tickets of the relay leg. One of those that are kept signs; the forwarding part accepts them all.
type TicketKey struct {
	Key     ed25519.PrivateKey
	Created time.Time
}

// When ticket keys change.
const (
	// TicketKeyLife is how long a key signs: whoever steals one that is no longer in use can do nothing with it after a day or so.
	TicketKeyLife = 24 * time.Hour

	// TicketKeyNotice is how long a new key is kept before it signs. Every process that shares the store looks for new keys more often.
	TicketKeyNotice = time.Hour

	// ticketKeyClocks is by how much the clocks of such processes may differ, or be set.
	ticketKeyClocks = time.Hour
)

// TicketKeyTimes is what a store does with ticket keys at one moment.
type TicketKeyTimes struct {
	Now    time.Time
	Renew  time.Time // a key is added unless one was created after this and not after Now
	Retire time.Time // a key goes if another one was created after it and not after this
}

// TicketKeyTimesAt returns what to do now if a ticket lives that long.
func TicketKeyTimesAt(now time.Time, ticketLife time.Duration) TicketKeyTimes {
	return TicketKeyTimes{
		Now:    now,
		Renew:  now.Add(-TicketKeyLife),
		Retire: now.Add(-TicketKeyNotice - ticketLife - ticketKeyClocks),
	}
}

// SigningKey returns which of the keys, the newest first, signs now: the newest that has been kept long enough for everybody to know it, or
// else the one that was there first. There must be one.
func SigningKey(keys []TicketKey, now time.Time) TicketKey {
	for _, k := range keys {
		if !k.Created.After(now.Add(-TicketKeyNotice)) {
			return k
		}
	}
	return keys[len(keys)-1]
}
