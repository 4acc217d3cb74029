package support

import "time"

// AgentID names an agent within one relay. The zero value names none.
type AgentID uint64

// Agent is a person who helps. Mail is the name to sign in with: one agent per address in a relay, kept in lower case.
type Agent struct {
	ID           AgentID
	Organisation OrganisationID
	Team         TeamID
	Name         string
	Mail         string
	Role         Role   // RoleAgent or a manager's
	Center       bool   // whether a plain agent may enter the management center
	PasswordHash string // the encoded argon2id hash, empty while no password is set
	Disabled     bool
	Created      time.Time
}
