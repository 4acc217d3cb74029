// Package line is the customer's way to a relay: the signalling client, the key exchange on the code, and the session that
// comes of it. It makes what the model asks for out of the shared packages, and decides nothing itself.
package line

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"time"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/company"
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
	return l.company(joined), nil
}

// JoinPortal implements model.Line.
func (l *Line) JoinPortal(ctx context.Context, typed code.PortalCode, progress func(model.Stage)) (model.Session, error) {
	joined, err := l.customer.JoinPortal(ctx, typed, told(progress))
	if err != nil {
		return nil, err
	}
	return l.company(joined), nil
}

// told tells the model's name of each stage.
func told(progress func(model.Stage)) func(join.Stage) {
	return func(s join.Stage) { progress(stages[s]) }
}

// company makes what the model runs of two apps that have found each other.
func (l *Line) company(joined *join.Joined) model.Session {
	return live{company.New(company.Config{
		First: l.session(joined, verify(joined)),
		Meet: func(ctx context.Context, m protocol.Introduce) (session.Config, error) {
			other, err := l.customer.JoinPortal(ctx, m.Code, nil)
			if err != nil {
				return session.Config{}, err
			}
			other.OrganisationKey = joined.OrganisationKey // an agent of the same organisation, whatever the relay says now
			return l.session(other, introduced(other, m)), nil
		},
		Logger: l.cfg.Logger,
	})}
}

// session returns what a session of two apps needs that have found each other.
func (l *Line) session(joined *join.Joined, verify func(protocol.Identity) (session.Verified, error)) session.Config {
	cfg := machine.Join(joined)
	cfg.Role = protocol.RoleCustomer
	cfg.Peer = session.Peer{Relay: l.HostPort(), Organisation: joined.Organisation, Vouched: joined.Vouched, Withheld: withheld(joined.Withheld)}
	cfg.Verify = verify
	cfg.Desktop, cfg.Language, cfg.Logger = l.cfg.Desktop(), string(l.cfg.Language), l.cfg.Logger
	return cfg
}

// withheld tells a session what the relay says that it may not use.
func withheld(features signalling.Features) session.Withheld {
	w := session.Withheld{TheirScreen: features.Has(signalling.FeatureShareMine), Pages: features.Has(signalling.FeaturePushURL)}
	for feature, p := range map[signalling.Features]protocol.Permission{
		signalling.FeatureView: protocol.PermissionSee, signalling.FeatureControl: protocol.PermissionControl,
		signalling.FeatureDetails: protocol.PermissionDiagnostics,
	} {
		if features.Has(feature) {
			w.Permissions |= p
		}
	}
	return w
}

// verify returns what checks what the agent's app shows, and says who it is.
func verify(joined *join.Joined) func(protocol.Identity) (session.Verified, error) {
	return func(shown protocol.Identity) (session.Verified, error) {
		who, err := joined.Verify(shown, time.Now())
		if err != nil {
			return session.Verified{}, err
		}
		key := sha256.Sum256(joined.OrganisationKey)
		return session.Verified{Name: who.Agent, Organisation: who.Organisation, Key: hex.EncodeToString(key[:]), Keeps: who.Keeps}, nil
	}
}

// errStranger tells that somebody else came than the agent who was introduced.
var errStranger = errors.New("not the device that was introduced")

// introduced is verify for an agent whom another one introduced: its credential must be for the device vouched for, so that the relay,
// which knows the code, can put nobody else in the place.
func introduced(joined *join.Joined, m protocol.Introduce) func(protocol.Identity) (session.Verified, error) {
	check := verify(joined)
	return func(shown protocol.Identity) (session.Verified, error) {
		who, err := check(shown)
		if err != nil {
			return session.Verified{}, err
		}
		credential, err := joined.Verify(shown, time.Now())
		if err != nil || credential.Device != m.Device {
			return session.Verified{}, errStranger
		}
		return who, nil
	}
}

// live is a company in the shape that the model has for it.
type live struct{ *company.Company }

var _ model.Session = live{}

// View implements model.Session.
func (l live) View() model.View { return l.Company.View() }
