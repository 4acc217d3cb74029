package support

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// AccountStore is what Accounts needs of a store. Lookups that find nothing return ErrNotFound.
type AccountStore interface {
	CreateDevice(ctx context.Context, d Device) (DeviceID, error)
	DeviceByToken(ctx context.Context, h SecretHash) (SignedIn, error)
	DeviceSeen(ctx context.Context, id DeviceID, at time.Time) error
	RevokeDevice(ctx context.Context, agent AgentID, id DeviceID) error
	ValidDevices(ctx context.Context, ids []DeviceID) ([]DeviceID, error)
	// DeskVersion returns a number that grows with whatever may change what DeviceByToken or ValidDevices return.
	DeskVersion(ctx context.Context) (uint64, error)
}

// Accounts knows who is behind a device token and ends that knowledge when a device is revoked or an agent disabled.
type Accounts struct {
	store AccountStore
}

// NewAccounts returns the accounts kept in store.
func NewAccounts(store AccountStore) *Accounts { return &Accounts{store: store} }

// AddDevice makes a device for an agent who has just proved to be one, and returns its token, which is kept nowhere else.
func (a *Accounts) AddDevice(ctx context.Context, agent AgentID, name string) (string, error) {
	secret := NewSecret()
	now := time.Now()
	device := Device{Agent: agent, Name: CleanName(name), TokenHash: secret.Hash(), Created: now, Seen: now}
	if _, err := a.store.CreateDevice(ctx, device); err != nil {
		return "", fmt.Errorf("keep a new device: %w", err)
	}
	return secret.Token(), nil
}

// SignedIn tells who is behind a device token. A token that is unknown, revoked or of a disabled agent gets ErrDenied.
func (a *Accounts) SignedIn(ctx context.Context, token string) (SignedIn, error) {
	secret, ok := ParseToken(token)
	if !ok {
		return SignedIn{}, ErrDenied
	}
	who, err := a.store.DeviceByToken(ctx, secret.Hash())
	if err != nil {
		return SignedIn{}, deniedIfNotFound(fmt.Errorf("look up a device: %w", err))
	}
	if who.Device.Revoked || who.Agent.Disabled {
		return SignedIn{}, ErrDenied
	}
	if err := a.store.DeviceSeen(ctx, who.Device.ID, time.Now()); err != nil {
		return SignedIn{}, fmt.Errorf("note that a device was seen: %w", err)
	}
	return who, nil
}

// SignOut revokes one device of an agent, as its app asks when the agent signs out.
func (a *Accounts) SignOut(ctx context.Context, agent AgentID, device DeviceID) error {
	return a.store.RevokeDevice(ctx, agent, device)
}

// StillValid returns those of the devices that may stay signed in. The hub asks now and then for the ones that are
// connected, since another process (a subcommand, another relay) may have revoked one.
func (a *Accounts) StillValid(ctx context.Context, devices []DeviceID) ([]DeviceID, error) {
	return a.store.ValidDevices(ctx, devices)
}

// DeskVersion returns a number that grows with whatever may make StillSo or StillValid say something else.
func (a *Accounts) DeskVersion(ctx context.Context) (uint64, error) { return a.store.DeskVersion(ctx) }

// StillSo reports whether whoever is signed in has the name, team, portals and rights that they had then. One who may not stay signed in
// is the business of StillValid.
func (a *Accounts) StillSo(ctx context.Context, who SignedIn) (bool, error) {
	now, err := a.store.DeviceByToken(ctx, who.Device.TokenHash)
	if errors.Is(err, ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("look up a device: %w", err)
	}
	return SeenOf(who.rights()) == SeenOf(now.rights()), nil
}

// rights is all of a SignedIn that an app, and what it asks for, depends on. What else there is of a portal is for its page alone.
func (w SignedIn) rights() SignedIn {
	w.Device, w.Organisation.Key = Device{}, nil
	w.Agent.PasswordHash = ""
	w.Portals = slices.Clone(w.Portals)
	for i, p := range w.Portals {
		w.Portals[i] = Portal{ID: p.ID, Name: p.Name, Kind: p.Kind, ChatFirst: p.ChatFirst, Features: p.Features}
	}
	return w
}
