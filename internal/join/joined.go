package join

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"sync"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/carrier"
	"beside.example/protocol/code"
	"beside.example/protocol/cpace"
	"beside.example/protocol/identity"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/protocol/transport"
)

// Joined is two apps that have found each other: the connection, and all that is needed to make it again. Its methods may
// be called from any goroutine.
type Joined struct {
	// Conn is the first connection. Its owner closes it.
	Conn *transport.Conn
	// Session is the session's number at the relay.
	Session leg.SessionID
	// Nameplate is the code's, which is used up; empty where the apps met on a portal code.
	Nameplate code.Nameplate
	// Vouched tells that they did: the relay knew the code, and vouches for the two ends having found each other.
	Vouched bool
	// Capabilities are the other app's, confirmed by the exchange.
	Capabilities protocol.Capabilities
	// Ends are both sides' pinned keys.
	Ends identity.Ends
	// Organisation and OrganisationKey are what the relay said to the customer's app; empty in the agent's.
	Organisation    string
	OrganisationKey ed25519.PublicKey
	// Withheld are the features that the session may not use, as the relay says, which the customer's side keeps to.
	Withheld signalling.Features

	config Config
	relay  relay
	side   leg.Side
	party  party
	keys   *cpace.Keys
	secret signalling.Secret

	mu      sync.Mutex // guards the following
	carrier *carrier.Carrier
}

// newJoined puts together what an exchange and the relay's grant gave. It is not connected yet.
func newJoined(cfg Config, r relay, side leg.Side, p party, keys *cpace.Keys, granted signalling.SessionGranted) *Joined {
	j := &Joined{
		Session:      granted.Session,
		Nameplate:    p.params.Context.Nameplate,
		Vouched:      p.params.Portal != "",
		Capabilities: protocol.Capabilities(keys.Peer().Capabilities),
		Withheld:     granted.Withheld,
		Ends:         identity.Ends{Agent: p.params.Associated.SPKI, Customer: keys.Peer().SPKI},
		config:       cfg, relay: r, side: side, party: p, keys: keys, secret: granted.Secret,
	}
	if side == leg.SideCustomer {
		j.Ends.Agent, j.Ends.Customer = j.Ends.Customer, j.Ends.Agent
	}
	return j
}

// Redial makes another connection to the same app with the same pinned keys, after one was lost. Both sides must redial. Once
// the relay says that the session is over, it fails at once with F-306, and always will.
func (j *Joined) Redial(ctx context.Context) (*transport.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	legs := carrier.New(carrier.Config{
		Side: j.side,
		Tickets: func(ctx context.Context, legKey ed25519.PublicKey) (leg.Grant, error) {
			grant, err := j.relay.Ticket(ctx, j.Session, j.side, j.secret, legKey)
			if signalling.Fault(err) == protocol.FaultTicket {
				giveUp(err)
			}
			return grant, err
		},
		TLS:          j.config.Trust.TLS(j.relay.HostPort()),
		ListenPacket: j.config.ListenPacket,
		Logger:       j.config.Logger,
	})
	j.mu.Lock()
	j.carrier = legs
	j.mu.Unlock()
	connect := transport.Dial
	if j.side == leg.SideCustomer {
		connect = transport.Listen
	}
	conn, err := connect(ctx, transport.Config{
		Carrier: legs, Certificate: j.party.certificate, PeerSPKI: j.keys.Peer().SPKI, Key: j.keys.Transport(), Logger: j.config.Logger,
	})
	if err != nil {
		state, _ := legs.State()
		return nil, connectError(ctx, err, state)
	}
	return conn, nil
}

// connectError finds out which fault a person is shown when no connection came about.
func connectError(ctx context.Context, err error, legs carrier.State) error {
	var refused *signalling.Error
	switch cause := context.Cause(ctx); {
	case signalling.Fault(cause) == protocol.FaultTicket:
		return cause
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case legs.Kind == carrier.KindNone && errors.As(legs.Ticket, &refused) && refused.Fault != protocol.FaultRelayUnreachable:
		return &Error{Fault: protocol.FaultTicket, Err: fmt.Errorf("%w: %w", legs.Ticket, err)}
	case legs.Kind == carrier.KindNone:
		return &Error{Fault: protocol.FaultNoWay, Err: fmt.Errorf("%w: %w", errNoWay, err)}
	case ctx.Err() != nil:
		return &Error{Fault: protocol.FaultPeerGone, Err: fmt.Errorf("%w: %w", errSilent, err)}
	}
	return &Error{Fault: protocol.FaultNotPrivate, Err: err}
}

// Way returns how the packets of the current connection travel.
func (j *Joined) Way() carrier.State {
	j.mu.Lock()
	legs := j.carrier
	j.mu.Unlock()
	if legs == nil {
		return carrier.State{}
	}
	state, _ := legs.State()
	return state
}

// NetworkChanged tells that the machine's addresses may have changed.
func (j *Joined) NetworkChanged() {
	j.mu.Lock()
	legs := j.carrier
	j.mu.Unlock()
	if legs != nil {
		legs.NetworkChanged()
	}
}

// CheckWords returns the three words that both people see when nobody stands in between.
func (j *Joined) CheckWords(language string) [3]string { return j.keys.CheckWords(language) }

// Identity returns what the agent's app shows on every connection of this session.
func (j *Joined) Identity(credential []byte, device ed25519.PrivateKey) protocol.Identity {
	return protocol.Identity{Credential: credential, Statement: identity.State(device, j.Ends)}
}

// Verify checks what the agent's app shows against the organisation's key, the time and this session's keys, and returns
// who it is.
func (j *Joined) Verify(shown protocol.Identity, now time.Time) (identity.Credential, error) {
	credential, err := identity.Open(shown.Credential, j.OrganisationKey, now)
	if err != nil {
		return identity.Credential{}, &Error{Fault: protocol.FaultIdentity, Err: err}
	}
	if err := identity.VerifyStatement(shown.Statement, credential.Device, j.Ends); err != nil {
		return identity.Credential{}, &Error{Fault: protocol.FaultIdentity, Err: err}
	}
	return credential, nil
}
