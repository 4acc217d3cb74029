package session

import (
	"context"
	"errors"
	"log/slog"

	"beside.example/protocol"
)

// ErrOver is what an error of Config.Redial wraps when the peer is known to be gone for good: the session need not wait.
var ErrOver = errors.New("session is over for the peer")

// Config is what a session is made of. All but Redial, Way, Desktop's parts, Language and Logger is needed.
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
	// CheckWords returns the three words that both people may compare, in a language. The customer's language counts on both
	// sides, or the words would differ. Nil has none.
	CheckWords func(language string) []string
	// Verify checks the agent's Identity on the customer's side and returns who it is; unused by the agent's side.
	Verify func(protocol.Identity) (Verified, error)
	// Desktop is this machine.
	Desktop Desktop
	// Language is the BCP 47 tag of the language that this side reads; it may be empty.
	Language string
	// Logger takes what is worth knowing, never texts or pixels; nil discards it.
	Logger *slog.Logger
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
}
