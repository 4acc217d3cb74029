package signalling

import (
	"time"

	"beside.example/protocol"
	"beside.example/protocol/leg"
)

// Path is where a relay answers for signalling.
const Path = "/signal"

// Version is the number of the conversation that this source speaks.
//
// History:
//
//	1  2026-11-22  first: codes, exchanges, tickets, history
const Version uint16 = 1

// OldestVersion is the oldest version that this source still speaks: always one back, so that an app and its relay need not
// be renewed on the same day.
const OldestVersion uint16 = 1

// Capabilities are bits that an app and a relay tell each other in Hello and Welcome. Unknown bits are ignored; versions are
// never compared to find out what the other end can do.
type Capabilities uint64

// Capabilities of a relay.
const (
	// CapabilityTLSLeg tells that the relay forwards over TLS too, for networks that stop UDP.
	CapabilityTLSLeg Capabilities = 1 << iota
)

// Has reports whether all the bits of want are set.
func (c Capabilities) Has(want Capabilities) bool { return c&want == want }

// Bounds that both ends must agree on.
const (
	// MaxMessage is the longest message in bytes. The longest real ones are a page of history and a list of portals.
	MaxMessage = 64 << 10
	// MaxExchangeData is how many bytes one ExchangeData carries: a key exchange needs some hundreds.
	MaxExchangeData = 4 << 10
	// MaxExchangeMessages is how many ExchangeData one side may send in one exchange: a key exchange takes two.
	MaxExchangeMessages = 16
	// MaxHistoryPage is how many entries a page of history holds at most, so that it fits a message even with the longest names.
	MaxHistoryPage = 50
	// MaxCodes bounds the active codes in a list, far above any setting for one agent.
	MaxCodes = 64
	// MaxPortals bounds the portals that one agent serves, so that Welcome fits a message.
	MaxPortals = 100

	// HelloWithin is how long a new connection may take until its Hello has arrived.
	HelloWithin = 10 * time.Second
	// ExchangeWithin is how long an exchange may last before the relay ends it. Two apps need well under a second; the
	// rest is for slow networks and for the app that must first be woken.
	ExchangeWithin = 15 * time.Second
)

// Bounds of fields, in bytes.
const (
	maxName       = protocol.MaxNameBytes
	maxToken      = 128
	maxProduct    = 64
	maxLanguage   = 35 // the longest language tag that RFC 5646 asks everyone to take
	maxAddress    = 261
	maxTicket     = leg.MaxTicket
	maxCredential = protocol.MaxCredential
)
