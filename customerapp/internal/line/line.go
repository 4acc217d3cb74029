// Package line is the customer's way to a relay: the signalling client, the key exchange on the code, and the session that
// comes of it. It makes what the model asks for out of the shared packages, and decides nothing itself.
package line

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"time"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/join"
	"beside.example/internal/machine"
	"beside.example/internal/product"
	"beside.example/internal/session"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

// Config is what lines are made of.
type Config struct {
	// Desktop returns this machine for a session.
	Desktop func() session.Desktop
	// Language is the one that the customer reads.
	Language words.Language
	Logger   *slog.Logger
}

// A Line is the way to one relay.
type Line struct {
	*signalling.Client
	cfg      Config
	customer *join.Customer
}

var _ model.Line = (*Line)(nil)

// New returns the line to a relay, not yet open. It fails when relay is no address.
func New(cfg Config, relay string, pin *signalling.Fingerprint) (*Line, error) {
	trust := signalling.Trust{Pin: pin}
	client, err := signalling.New(signalling.Config{
		Relay: relay, Trust: trust, Role: protocol.RoleCustomer, Product: product.Name + "/" + product.Version,
		Language: string(cfg.Language), Logger: cfg.Logger,
	})
	if err != nil {
		return nil, err
	}
	customer := join.NewCustomer(join.Config{Client: client, Trust: trust, Logger: cfg.Logger})
	return &Line{Client: client, cfg: cfg, customer: customer}, nil
}

// stages gives the stages of a join the names that the model has for them.
var stages = map[join.Stage]model.Stage{
	join.StageRelay: model.StageRelay, join.StageChecking: model.StageChecking,
	join.StageConnecting: model.StageConnecting, join.StageConnected: model.StageConnecting,
}

// Join implements model.Line.
func (l *Line) Join(ctx context.Context, typed code.Code, progress func(model.Stage)) (model.Session, error) {
	joined, err := l.customer.Join(ctx, typed, told(progress))
	if err != nil {
		return nil, err
	}
	return l.session(joined), nil
}

// JoinPortal implements model.Line.
func (l *Line) JoinPortal(ctx context.Context, typed code.PortalCode, progress func(model.Stage)) (model.Session, error) {
	joined, err := l.customer.JoinPortal(ctx, typed, told(progress))
	if err != nil {
		return nil, err
	}
	return l.session(joined), nil
}

// told tells the model's name of each stage.
func told(progress func(model.Stage)) func(join.Stage) {
	return func(s join.Stage) { progress(stages[s]) }
}

// session makes a session of two apps that have found each other.
func (l *Line) session(joined *join.Joined) model.Session {
	cfg := machine.Join(joined)
	cfg.Role = protocol.RoleCustomer
	cfg.Peer = session.Peer{Relay: l.HostPort(), Organisation: joined.Organisation, Vouched: joined.Vouched}
	cfg.Verify = func(shown protocol.Identity) (session.Verified, error) { return verify(joined, shown) }
	cfg.Desktop, cfg.Language, cfg.Logger = l.cfg.Desktop(), string(l.cfg.Language), l.cfg.Logger
	return live{session.New(cfg)}
}

// verify checks what the agent's app shows, and returns who it is.
func verify(joined *join.Joined, shown protocol.Identity) (session.Verified, error) {
	who, err := joined.Verify(shown, time.Now())
	if err != nil {
		return session.Verified{}, err
	}
	key := sha256.Sum256(joined.OrganisationKey)
	return session.Verified{Name: who.Agent, Organisation: who.Organisation, Key: hex.EncodeToString(key[:])}, nil
}

// live is a session in the shape that the model has for it.
type live struct{ *session.Session }

var _ model.Session = live{}

// View implements model.Session.
func (l live) View() model.View { return l.Session.View() }
