// Package line is the agent's way to a relay: sign-in, the signalling client, and the door through which customers come who
// know a code. It makes what the model asks for out of the shared packages, and decides nothing itself.
package line

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"beside.example/agentapp/internal/model"
	"beside.example/internal/join"
	"beside.example/internal/machine"
	"beside.example/internal/product"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

// deviceKeyName is the name under which the device's private key is kept.
const deviceKeyName = "device-key"

// Config is what lines are made of.
type Config struct {
	// Desktop returns this machine for a session.
	Desktop func() session.Desktop
	// Language returns the tag of the language that the agent reads.
	Language func() string
	// Device is this device's key; see DeviceKey.
	Device ed25519.PrivateKey
	Logger *slog.Logger
}

// DeviceKey returns the key that stands for this device, and makes it at the first start.
func DeviceKey(secrets model.Secrets) (ed25519.PrivateKey, error) {
	if kept, err := secrets.Get(deviceKeyName); err == nil {
		if seed, err := hex.DecodeString(kept); err == nil && len(seed) == ed25519.SeedSize {
			return ed25519.NewKeyFromSeed(seed), nil
		}
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("make the device's key: %w", err)
	}
	if err := secrets.Set(deviceKeyName, hex.EncodeToString(key.Seed())); err != nil {
		return nil, fmt.Errorf("keep the device's key: %w", err)
	}
	return key, nil
}

// Dial makes the connection of a signed-in device to its relay; it is not yet open.
func (cfg Config) Dial(relay string, trust signalling.Trust, deviceToken string) (model.Connection, error) {
	heard := newHearing()
	client, err := signalling.New(signalling.Config{
		Relay: relay, Trust: trust, Role: protocol.RoleAgent, DeviceToken: deviceToken,
		Product: product.Name + "/" + product.Version, Language: cfg.Language(), Logger: cfg.Logger, Pushed: heard.add,
	})
	if err != nil {
		return model.Connection{}, err
	}
	door := &door{cfg: cfg, client: client, names: map[signalling.CodeID]string{}, visits: map[model.Meeting]model.Visit{}, doors: join.NewDoor(join.Config{Client: client, Trust: trust, Logger: cfg.Logger})}
	return model.Connection{Line: &line{client, door}, Desk: &desk{client, heard, cfg.Device}, Door: door, HandIns: &handIns{client, cfg.Device}}, nil
}

// line is the client; while it runs, the door is open.
type line struct {
	*signalling.Client
	door *door
}

var _ model.Line = (*line)(nil)

// Run implements model.Line.
func (l *line) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	var open sync.WaitGroup
	open.Go(func() {
		if err := l.door.doors.Run(ctx); err != nil && !errors.Is(err, context.Canceled) {
			l.door.cfg.Logger.Error("customers can no longer be let in", "err", err)
		}
	})
	err := l.Client.Run(ctx)
	stop()
	open.Wait()
	return err
}

// door makes sessions of arrivals.
type door struct {
	cfg    Config
	client *signalling.Client
	doors  *join.Door

	mu         sync.Mutex // guards the following
	credential []byte     // what the organisation says about this device; nil until it was asked for
	// names are those of the customers who are expected. Customers come when their codes are used up, so names outlive them.
	names map[signalling.CodeID]string
	// visits are the customers who are expected with portal codes.
	visits map[model.Meeting]model.Visit
}

var _ model.Door = (*door)(nil)

// Expect implements model.Door.
func (d *door) Expect(c signalling.Code, secret code.Secret) {
	d.mu.Lock()
	d.names[c.ID] = c.Customer
	d.mu.Unlock()
	d.doors.Expect(c, secret)
}

// take returns what is known of a customer who is here, and forgets it.
func (d *door) take(a join.Arrival) model.Visit {
	d.mu.Lock()
	defer d.mu.Unlock()
	at := model.Meeting(a.Meeting)
	v := d.visits[at]
	if a.Code != 0 {
		v.Customer = d.names[a.Code]
		delete(d.names, a.Code)
	}
	delete(d.visits, at)
	return v
}

// Forget implements model.Door.
func (d *door) Forget(id signalling.CodeID) { d.doors.Forget(id) }

// ExpectPortal implements model.Door.
func (d *door) ExpectPortal(v model.Visit) {
	d.mu.Lock()
	d.visits[v.Meeting] = v
	d.mu.Unlock()
	d.doors.ExpectPortal(join.Meeting(v.Meeting), v.Code, v.Left)
}

// Next implements model.Door.
func (d *door) Next(ctx context.Context) (model.Arrival, error) {
	a, err := d.doors.Next(ctx)
	if err != nil {
		return model.Arrival{}, err
	}
	if a.Joined == nil {
		return model.Arrival{Code: a.Code, Meeting: model.Meeting(a.Meeting), Fault: join.Fault(a.Err), Left: a.Left}, nil
	}
	s, err := d.session(ctx, a.Joined, d.take(a))
	if err != nil {
		d.cfg.Logger.Error("a customer was turned away", "err", err)
		_ = a.Joined.Conn.Close(protocol.CloseInternal, "") // it is of no use without an identity
		return model.Arrival{Code: a.Code, Meeting: model.Meeting(a.Meeting), Fault: signalling.Fault(err)}, nil
	}
	return model.Arrival{Code: a.Code, Meeting: model.Meeting(a.Meeting), Session: s, SessionID: a.Joined.Session, Withheld: a.Joined.Withheld}, nil
}

// session makes a session of two apps that have found each other. The credential is asked for anew: it lives for days only.
func (d *door) session(ctx context.Context, joined *join.Joined, v model.Visit) (model.Session, error) {
	credential, err := d.credentialFor(ctx)
	if err != nil {
		return nil, err
	}
	cfg := machine.Join(joined)
	cfg.Role, cfg.Peer = protocol.RoleAgent, session.Peer{Name: v.Customer, Relay: d.client.HostPort()}
	cfg.Identity, cfg.Keeps = joined.Identity(credential, d.cfg.Device), d.keeps(credential)
	cfg.Aside = aside(d.cfg.Device, credential, d.organisationKey)
	cfg.Monitors = v.Monitors
	cfg.Desktop, cfg.Language, cfg.Logger = d.cfg.Desktop(), d.cfg.Language(), d.cfg.Logger
	if v.Earlier != nil {
		cfg.Earlier = v.Earlier()
	}
	return session.New(cfg), nil
}

// credentialFor returns the organisation's word about this device. A relay that does not answer just now leaves the last one.
func (d *door) credentialFor(ctx context.Context) ([]byte, error) {
	public, err := publicKey(d.cfg.Device)
	if err != nil {
		return nil, err
	}
	fresh, err := d.client.Credential(ctx, public)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err == nil {
		d.credential = fresh
	}
	if d.credential == nil {
		return nil, fmt.Errorf("ask for this device's credential: %w", err)
	}
	return d.credential, nil
}
