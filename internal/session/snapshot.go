package session

import (
	"slices"
	"time"

	"beside.example/internal/chat"
	"beside.example/protocol"
	"beside.example/protocol/handin"
)

// Phase is how far a session is.
type Phase uint8

// The phases.
const (
	// PhaseGreeting: hello and identity are under way.
	PhaseGreeting Phase = iota
	// PhaseConsent: the customer decides; Peer says about whom.
	PhaseConsent
	// PhaseLive: the session is on.
	PhaseLive
	// PhaseReconnecting: it is on, but nothing arrives; it comes back by itself or ends.
	PhaseReconnecting
	// PhaseEnded: it is over, see Snapshot.Ended.
	PhaseEnded
)

// String returns the phase's name for logs.
func (p Phase) String() string {
	return [...]string{"greeting", "consent", "live", "reconnecting", "ended"}[p]
}

// Snapshot is all that a window needs to know of a session. It is plain data: nothing in it changes after it was made.
type Snapshot struct {
	// Phase is how far the session is; Started is when it became live, by this machine's clock.
	Phase   Phase
	Started time.Time
	// Role is this side's part.
	Role protocol.Role
	// Peer is the other side; People are all who are there, once live.
	Peer   Peer
	People []protocol.Attendee
	// Permissions has one entry for each permission, in the order of protocol.AllPermissions.
	Permissions []Permission
	// Link is how the conn is doing.
	Link Link
	// Mine is this machine's screen as it is shown to the peer, Theirs the peer's screen as it is shown here.
	Mine, Theirs Sharing
	// Input is what happens to the viewer's input: the peer's where this machine is controlled, else this side's own.
	Input protocol.Input
	// Chat is the log so far, oldest entry first; ChatCount counts all entries ever added and grows with each.
	Chat      []chat.Entry
	ChatCount int
	Record
	Typing
	// You is who of People is at this machine.
	You protocol.AttendeeID
	// Push is a web address that waits for the customer's word; nil when none does.
	Push *Push
	// Introductions are what became of those that this side asked for, the newest word last.
	Introductions []Introduction
	// Details describes the customer's computer in the agent's app; nil until it is known.
	Details *protocol.ComputerDetails
	// Trouble is what this machine failed at last, such as protocol.FaultGrab; 0 when nothing is wrong.
	Trouble protocol.Fault
	// Ended tells why the session is over; nil while it is not.
	Ended *End
}

// Record is what is kept of the session.
type Record struct {
	// Keeps is what the organisation keeps: on the customer's side as the agent's credential says, on the agent's as much of that as the
	// customer was told.
	Keeps protocol.Keeps
	// Facts are what happened so far, in the agent's app; FactCount counts all that there ever were and grows with each.
	Facts     []handin.Entry
	FactCount int
}

// Typing tells who writes.
type Typing struct {
	// PeerTyping tells that the peer, or another agent behind it, is writing a message; Typist is who wrote last.
	PeerTyping bool
	Typist     protocol.AttendeeID
}

// Permission returns the entry of a single permission.
func (s Snapshot) Permission(p protocol.Permission) Permission {
	for _, entry := range s.Permissions {
		if entry.Permission == p {
			return entry
		}
	}
	return Permission{Permission: p}
}

// Granted returns the set of permissions that are on.
func (s Snapshot) Granted() protocol.Permission {
	var set protocol.Permission
	for _, entry := range s.Permissions {
		if entry.Grant == protocol.GrantOn {
			set |= entry.Permission
		}
	}
	return set
}

// HandedOver reports whether this side's agent has handed the session over: the colleague is there.
func (s Snapshot) HandedOver() bool {
	return slices.ContainsFunc(s.Introductions, func(i Introduction) bool {
		return i.Kind == protocol.IntroductionTransfer && i.Answered && i.Result == protocol.IntroductionJoined
	})
}

// Peer is the other side.
type Peer struct {
	// Name is the agent's, as its credential gives it, or what the agent calls the customer.
	Name string
	// Organisation is the agent's organisation, a claim of the relay below.
	Organisation string
	// Key is the fingerprint of the key that vouches for the agent.
	Key string
	// Relay is the relay's HOST[:PORT].
	Relay string
	// Vouched tells that the relay vouches for the two apps having found each other: they met on a portal code, which it knows.
	Vouched bool
	// Withheld is what an agent may not use here; empty on the agent's side.
	Withheld Withheld
	// CheckWords are three words that both sides may compare; empty where none were agreed.
	CheckWords []string
	// Language is the tag of the language that the peer reads; empty until it is known.
	Language string
	// Capabilities tell what the peer's machine can do.
	Capabilities protocol.Capabilities
}

// Permission is how one permission stands.
type Permission struct {
	// Permission is a single one.
	Permission protocol.Permission
	// Grant is no, asked or on.
	Grant protocol.Grant
	// Since is when it came to that.
	Since time.Time
	// Until is when the question or the grant ends by itself; zero is never.
	Until time.Time
	// Renewal marks a question that nobody asked: a grant ran out and may be given again.
	Renewal bool
}

// Link is how the conn is doing.
type Link struct {
	// Up is false while nothing arrives; Since is when that changed last.
	Up    bool
	Since time.Time
	// RTT is the round trip time in whole milliseconds, and Quality what it means for a person.
	RTT     time.Duration
	Quality Quality
	// Way is how packets travel, such as "udp" or "tls"; empty where it is not known.
	Way string
	// GiveUp is when the session ends if the conn does not come back; zero while it is up.
	GiveUp time.Time
}

// Quality is a round trip time in a word.
type Quality uint8

// The qualities.
const (
	QualityUnknown Quality = iota
	QualityGood
	QualityFair
	QualityPoor
)

// Where a person notices: below the first, input feels local; beyond the second, one waits for each click.
const (
	goodBelow = 80 * time.Millisecond
	fairBelow = 200 * time.Millisecond
)

// qualityOf judges a round trip time.
func qualityOf(rtt time.Duration) Quality {
	switch {
	case rtt <= 0:
		return QualityUnknown
	case rtt < goodBelow:
		return QualityGood
	case rtt < fairBelow:
		return QualityFair
	}
	return QualityPoor
}

// Sharing is one screen that is or may be shown, in one direction.
type Sharing struct {
	// State is off, on or paused, and Since when it came to that.
	State protocol.Share
	Since time.Time
	// Viewed tells whether the other side of this direction looks at it.
	Viewed bool
	// Pointed tells, of the customer's own screen, that the agent points at it just now, for the other agents to see. It is not known of
	// an agent who is the only one.
	Pointed bool
	// Displays are the sharer's, once it told; Selected is the one that is shown.
	Displays []protocol.Display
	Selected uint32
	// Fidelity is what the sharer has chosen: this side of Mine, the peer of Theirs.
	Fidelity protocol.Fidelity
}

// End is why a session is over.
type End struct {
	// Reason is the close code; Reason.Fault gives the words for all but a person's own act.
	Reason protocol.CloseCode
	// Remote tells that the other side ended it.
	Remote bool
	// At is when.
	At time.Time
}
