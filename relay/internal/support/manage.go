package support

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrChanged says that somebody else changed the same thing since it was read.
var ErrChanged = errors.New("changed by somebody else meanwhile")

// ManageStore is what Manage needs of a store. Lookups that find nothing return ErrNotFound, names that are taken ErrExists.
type ManageStore interface {
	ManageTokenStore
	ManageWebhookStore
	// Manage runs f alone and keeps what it did only when it returns nil.
	Manage(ctx context.Context, f func(within ManageStore) error) error
	AddAudit(ctx context.Context, e AuditEvent) error
	SettingsStore
	InvitationStore
	DeleteStore

	Agent(ctx context.Context, id AgentID) (Agent, error)
	Agents(ctx context.Context, o OrganisationID) ([]Agent, error)
	AgentPortals(ctx context.Context, agent AgentID) ([]PortalID, error)
	CreateAgent(ctx context.Context, a Agent, portals []PortalID) (AgentID, error)
	UpdateAgent(ctx context.Context, a Agent) error
	SetAgentPortals(ctx context.Context, agent AgentID, portals []PortalID) error
	SetDisabled(ctx context.Context, id AgentID, disabled bool) error
	SetPassword(ctx context.Context, id AgentID, hash string) error
	RevokeDevice(ctx context.Context, agent AgentID, id DeviceID) error
	RevokeDevices(ctx context.Context, agent AgentID) (int, error)
	EndCenterSignIns(ctx context.Context, agent AgentID) error
	RemoveSecondFactors(ctx context.Context, agent AgentID) error
	SecondFactors(ctx context.Context, o OrganisationID) ([]AgentID, error)

	Team(ctx context.Context, id TeamID) (Team, error)
	Teams(ctx context.Context, o OrganisationID) ([]Team, error)
	CreateTeam(ctx context.Context, t Team) (TeamID, error)
	UpdateTeam(ctx context.Context, t Team) error

	Portal(ctx context.Context, id PortalID) (Portal, error)
	Portals(ctx context.Context, o OrganisationID) ([]Portal, error)
	CreatePortal(ctx context.Context, p Portal) (PortalID, error)
	UpdatePortal(ctx context.Context, p Portal) error
	SetPortalLogo(ctx context.Context, id PortalID, png []byte) error

	Canned(ctx context.Context, id CannedID) (Canned, error)
	PutCanned(ctx context.Context, c Canned) (CannedID, error)
	DeleteCanned(ctx context.Context, id CannedID) error
}

// Manage changes an organisation's people and portals on behalf of its managers. Every act is checked against what the manager may do,
// against what the manager last saw of the object, and written to the audit log, all in one transaction. What is not there, what is
// another organisation's and what is not the manager's to see are all the same: ErrNotFound.
type Manage struct {
	store ManageStore
}

// NewManage returns the management of what store keeps.
func NewManage(store ManageStore) *Manage { return &Manage{store: store} }

// Seen is what a manager last saw of an object, so short that a form carries it.
type Seen string

// SeenOf returns the Seen of an object. Any difference makes another one.
func SeenOf(object any) Seen {
	const size = 16 // bytes: nobody finds two objects that share them
	body, err := json.Marshal(object)
	if err != nil {
		return "" // never for our own types; it matches no object
	}
	sum := sha256.Sum256(body)
	return Seen(hex.EncodeToString(sum[:size]))
}

// still returns ErrChanged unless an object is as it was seen.
func still(object any, seen Seen) error {
	if now := SeenOf(object); now == "" || now != seen {
		return ErrChanged
	}
	return nil
}

// Note writes an act to the audit log that changes nothing Manage looks after, such as a sign-in.
func (m *Manage) Note(ctx context.Context, who Manager, act AuditAct, object string, changed ...Change) error {
	return note(ctx, m.store, who, act, object, changed)
}

func note(ctx context.Context, store ManageStore, who Manager, act AuditAct, object string, changed []Change) error {
	if err := store.AddAudit(ctx, auditEvent(who, act, object, changed)); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}
