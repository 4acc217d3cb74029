package signalling

import (
	"time"
	"unicode/utf8"

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

// Capabilities.
const (
	// CapabilityTLSLeg tells that the relay forwards over TLS too, for networks that stop UDP.
	CapabilityTLSLeg Capabilities = 1 << iota
	// CapabilityDesk tells that the relay has portals that bring requests or, in Hello, that the agent's app takes them.
	CapabilityDesk
	// CapabilityHandIn tells that the relay takes what apps hand in of sessions that are over.
	CapabilityHandIn
	// CapabilityMonitor tells in Hello that the agent's app understands IntroductionMonitor.
	CapabilityMonitor
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
	// MaxRequestPage is how many requests one RequestList holds at most; the longest ones need more messages.
	MaxRequestPage = 200
	// MaxRequestFields is how many answers of a portal's form a request carries besides name and question.
	MaxRequestFields = 12
	// MaxQuestion is the length in runes of a customer's question.
	MaxQuestion = 2000
	// MaxFieldValue is the length in runes of another answer in a portal's form.
	MaxFieldValue = MaxQuestion
	// MaxSaid is the length in runes of one line of chat, as inside a session.
	MaxSaid = protocol.MaxChatRunes
	// MaxComment is the length in runes of what a colleague says with an introduction.
	MaxComment = 500
	// MaxChatPage is how many lines of chat one message holds at most.
	MaxChatPage = 100
	// MaxColleagues bounds the list of signed-in colleagues.
	MaxColleagues = 500
	// MaxCannedPage is how many ready-made replies one message holds at most.
	MaxCannedPage = 100

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
	maxQuestion   = MaxQuestion * utf8.UTFMax
	maxFieldValue = MaxFieldValue * utf8.UTFMax
	maxSaid       = protocol.MaxChatBytes
	// maxFieldValues bounds all answers of a form together, so that a request and a line of chat fit one message.
	maxFieldValues = 16 << 10
	maxComment     = MaxComment * utf8.UTFMax
	maxURL         = 2000 // the longest that every browser takes
)

// Room in a message for lists whose elements differ in length, what stands around them left out.
const (
	// maxListBody leaves room for the head and the counts.
	maxListBody = MaxMessage - 1<<10
	// maxChatBody leaves room for the longest request besides.
	maxChatBody = maxListBody / 2
)
