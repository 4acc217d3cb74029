package support

import (
	"slices"
	"time"
)

// CenterSignInID names a browser that is signed in to the management center. The zero value names none.
type CenterSignInID uint64

// CenterSignIn is a browser that is signed in to the management center until it has been idle, or there, for too long. The store keeps
// only the hash of its cookie.
type CenterSignIn struct {
	ID      CenterSignInID
	Agent   AgentID
	Token   SecretHash
	Address string // from where it signed in
	Browser string // what it called itself
	Created time.Time
	Seen    time.Time
}

// Manager is who stands behind a sign-in to the management center: a manager, or an agent whom a manager let in.
type Manager struct {
	SignIn       CenterSignIn
	Agent        Agent
	Team         Team
	Organisation Organisation
	Managed      []TeamID // with RoleTeamManager: the own team and every one below it
}

// Principal returns the manager as Allowed wants to know them.
func (m Manager) Principal() Principal {
	return Principal{
		Role: m.Agent.Role, Organisation: m.Organisation.ID, Agent: m.Agent.ID, Team: m.Team.ID, Managed: m.Managed, Center: m.Agent.Center,
	}
}

// May reports whether the manager may do something to an object of the own organisation.
func (m Manager) May(act Act, on Object) bool {
	on.Organisation = m.Organisation.ID
	return Allowed(m.Principal(), act, on)
}

// MayAnywhere reports whether there is anything at all to which the manager may do something: what is the agent's own, or in the own team.
func (m Manager) MayAnywhere(act Act) bool {
	return m.May(act, Object{Team: m.Team.ID, Agent: m.Agent.ID})
}

// Everything reports whether the manager looks after the whole organisation.
func (m Manager) Everything() bool { return m.Agent.Role == RoleOrganisationManager }

// Manages reports whether a team is the manager's to look after.
func (m Manager) Manages(team TeamID) bool {
	return m.Everything() || m.Agent.Role == RoleTeamManager && slices.Contains(m.Managed, team)
}
