package session

import (
	"context"
	"errors"
	"log/slog"

	"beside.example/internal/chat"
	"beside.example/internal/share"
	"beside.example/protocol"
)

// ErrOver is what an error of Config.Redial wraps when the peer is known to be gone for good: the session need not wait.
var ErrOver = errors.New("session is over for the peer")

// Config is what a session is made of. All but Redial, Way, Desktop's parts, Fidelity, Part, Aside, Earlier, Language and Logger is needed.
type Config struct {
	// Role is this side's part.
	Role protocol.Role
	// Conn is the first conn, from now on the session's.
	Conn Conn
	// Redial makes another conn to the same peer, with the same pinned keys, when one is lost; it is called again and again
	// until ResumeWithin is over or its error wraps ErrOver. Nil ends the session with its first conn.
	Redial func(ctx context.Context) (Conn, error)
	// Way tells how packets travel just now, such as "udp" or "tls"; it returns at once. Nil leaves Link.Way empty.
	Way func() string
	// Peer is what is known of the other side before it says anything; see Verify.
	Peer Peer
	// Identity is what the agent's side shows to the customer; unused by the customer's side.
	Identity protocol.Identity
	// Keeps is what Identity's credential says that the organisation keeps; unused by the customer's side.
	Keeps protocol.Keeps
	// Monitors tells that this side's agent is a manager who watches and does nothing else; unused by the customer's side.
	Monitors bool
	// CheckWords returns the three words that both people may compare, in a language. The customer's language counts on both
	// sides, or the words would differ. Nil has none.
	CheckWords func(language string) []string
	// Verify checks the agent's Identity on the customer's side and returns who it is; unused by the agent's side.
	Verify func(protocol.Identity) (Verified, error)
	// Desktop is this machine.
	Desktop Desktop
	// Fidelity is how near the picture of this machine's screen is to it at first; see Session.SetFidelity.
	Fidelity protocol.Fidelity
	// Part is the place of this session among those of several agents; used by the customer's side alone.
	Part Part
	// Aside lets an agent write to the other agents in private; nil, or on the customer's side, it cannot.
	Aside *Aside
	// Earlier is what was said before the session: on the agent's side in the portal's page, on the customer's side to the agents who
	// were here before this one. The peer is told; on the agent's side it begins the log.
	Earlier []chat.Entry
	// Language is the BCP 47 tag of the language that this side reads; it may be empty.
	Language string
	// Logger takes what is worth knowing, never texts or pixels; nil discards it.
	Logger *slog.Logger
}

// Part is the place of one agent's session among those of several. The zero Part is that of an only one.
type Part struct {
	// Agent is the agent's number; 0 is protocol.FirstAgentID.
	Agent protocol.AttendeeID
	// Log is the log that the sessions have in common; nil makes one.
	Log *chat.Log
	// Stage is where the sessions show this machine's displays in common; nil makes one. See NewStage.
	Stage *share.Stage
	// Introduced is set when the customer has agreed, by a click on the card of an introduction, to let this agent in.
	Introduced *Introduced
	// Told is told, on the session's loop, what concerns the other agents: what this one writes to everybody, whether it is writing,
	// its key and its private messages for another, status lines, and whom it would like to introduce. It returns at once and calls no
	// method of a Session. Nil: there are no others, and nobody can be introduced.
	Told func(m protocol.Message)
	// Pointed is told, from any goroutine and often, where this session's agent points on the customer's screen. It returns at once; it
	// may be nil.
	Pointed func(m protocol.Pointing)
	// Panicked is told, on the session's loop, that the person pressed the panic key, of which others must hear as well. The same holds
	// for it as for Told; it may be nil.
	Panicked func()
}

// Introduced is what the customer agreed to before the session began.
type Introduced struct {
	// Granted is allowed from the start, Rights at most.
	Granted, Rights protocol.Permission
	// Keeps is what the customer was told that is kept; the agent gets leave for no more.
	Keeps protocol.Keeps
	// Monitors tells that the agent is a manager who watches: nobody agreed by a click, and the agent may do nothing else.
	Monitors bool
}

// Aside is what an agent needs to write to other agents in private.
type Aside struct {
	// Vouch returns what vouches for a key of this agent's.
	Vouch func(key [protocol.AgentKeyLength]byte) (credential, statement []byte)
	// Verify checks what vouches for another agent's key, and returns that agent's name.
	Verify func(m protocol.AgentKey) (name string, err error)
}

func (cfg Config) checkWords(language string) []string {
	if cfg.CheckWords == nil {
		return nil
	}
	return cfg.CheckWords(language)
}

// Verified is who the agent is, as the organisation's key says.
type Verified struct {
	// Name is the agent's.
	Name string
	// Organisation is its organisation's.
	Organisation string
	// Key is the fingerprint of the key that signed, by which a person may tell organisations apart.
	Key string
	// Keeps is what the organisation keeps of the session.
	Keeps protocol.Keeps
}
