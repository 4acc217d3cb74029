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
	Way     SignInWay
	Created time.Time
	Seen    time.Time
}

// Manager is who stands behind a sign-in to the management center: a manager, or an agent whom a manager let in. It is also who stands behind
// an API token: then Token is set, Agent is who made it, and nothing counts but what the token is for.
type Manager struct {
	SignIn       CenterSignIn
	Agent        Agent
	Team         Team
	Organisation Organisation
	Managed      []TeamID // with RoleTeamManager: the own team and every one below it; with a token: those that it is bound to
	Token        Token
}

// Principal returns the manager as Allowed wants to know them.
func (m Manager) Principal() Principal {
	if m.Program() {
		return Principal{
			Role: RoleToken, Organisation: m.Organisation.ID, Managed: m.Managed, Bound: len(m.Token.Teams) > 0, Scopes: m.Token.Scopes, Expires: m.Token.Expires,
		}
	}
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
	team := m.Team.ID
	if m.Program() && len(m.Managed) > 0 {
		team = m.Managed[0]
	}
	return m.May(act, Object{Team: team, Agent: m.Agent.ID})
}

// Program reports whether it is a program that asks, with an API token.
func (m Manager) Program() bool { return m.Token.ID != 0 }

// Name is under which name the audit log keeps what was done.
func (m Manager) Name() string {
	if m.Program() {
		return m.Token.Name
	}
	return m.Agent.Name
}

// rank is the highest role that the manager may give and look after. Programs make no managers.
func (m Manager) rank() Role {
	if m.Program() {
		return RoleAgent
	}
	return m.Agent.Role
}

// Everything reports whether the manager looks after the whole organisation.
func (m Manager) Everything() bool {
	if m.Program() {
		return len(m.Token.Teams) == 0
	}
	return m.Agent.Role == RoleOrganisationManager
}

// Manages reports whether a team is the manager's to look after.
func (m Manager) Manages(team TeamID) bool {
	return m.Everything() || (m.Program() || m.Agent.Role == RoleTeamManager) && slices.Contains(m.Managed, team)
}
