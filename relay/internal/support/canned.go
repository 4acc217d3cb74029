package support

// CannedID names a canned reply within one relay. The zero value names none.
type CannedID uint64

// CannedScope says who may use a canned reply.
type CannedScope uint8

// The scopes. The numbers stand in the store.
const (
	CannedOrganisation CannedScope = iota // everyone in the organisation
	CannedTeam                            // a team, with the teams below it
	CannedAgent                           // one agent
)

// Canned is a reply or a page that agents send again and again.
type Canned struct {
	ID           CannedID
	Organisation OrganisationID
	Scope        CannedScope
	Team         TeamID  // with CannedTeam
	Agent        AgentID // with CannedAgent
	Title        string
	Text         string
	URL          string // empty, or http or https
	Language     string // empty means any
}
