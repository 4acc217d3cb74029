package support

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Role says on whose behalf something is asked for. What a role may do is in Allowed.
type Role uint8

// The roles. The numbers stand in the store.
const (
	RoleNobody              Role = iota // a stranger
	RoleCustomer                        // whoever holds the token of a request
	RoleAgent                           // someone who helps
	RoleTeamManager                     // an agent who also looks after the own team and those below it
	RoleOrganisationManager             // an agent who looks after the whole organisation
	RoleToken                           // a program with an API token
)

// Principal is who asks, with all that Allowed needs to know of them.
type Principal struct {
	Role         Role
	Organisation OrganisationID
	Agent        AgentID    // with the roles of agents
	Portals      []PortalID // which an agent serves
	Team         TeamID     // an agent's
	Managed      []TeamID   // with RoleTeamManager: the own team and every one below it; with RoleToken: those that it is bound to
	Bound        bool       // with RoleToken: whether it reaches nothing but what is of the teams in Managed
	Features     Features   // what the agent's teams allow
	Center       bool       // whether a plain agent was let into the management center
	Request      RequestID  // with RoleCustomer: the one that the token belongs to
	Scopes       Scopes     // with RoleToken
	Expires      time.Time  // with RoleToken: from when on it is nothing
}

// Object is what an act is done to. Fields that do not matter to the act are zero.
type Object struct {
	Organisation OrganisationID
	Portal       PortalID
	Team         TeamID
	Agent        AgentID  // whose it is, or who is concerned
	Features     Features // what its portal allows
	Request      RequestID
	Wanted       AgentID // with a request through PortalMatch: whom the customer picked
}

// roleNames are the roles of agents by the names that subcommands, files and the audit log use.
var roleNames = [...]string{RoleAgent: "agent", RoleTeamManager: "team-manager", RoleOrganisationManager: "organisation-manager"}

// String returns the role's name in files.
func (r Role) String() string {
	if int(r) < len(roleNames) && roleNames[r] != "" {
		return roleNames[r]
	}
	return fmt.Sprintf("role %d", uint8(r))
}

// ParseRole reads the name of an agent's role, as String writes it; none means RoleAgent, ErrInvalid comes for anything else.
func ParseRole(name string) (Role, error) {
	if name == "" {
		return RoleAgent, nil
	}
	if i := slices.Index(roleNames[:], strings.ToLower(name)); i > 0 {
		return Role(i), nil
	}
	return 0, fmt.Errorf("role %q, write %s: %w", name, strings.Join(roleNames[RoleAgent:], ", "), ErrInvalid)
}
