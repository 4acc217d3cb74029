package support

import "time"

// InvitationID names an invitation within one relay. The zero value names none.
type InvitationID uint64

// Invitation asks somebody to become an agent. It is gone once it was accepted or withdrawn.
type Invitation struct {
	ID           InvitationID
	Organisation OrganisationID
	AgentEntry           // what the agent will be
	Language     string  // in which the invited is written to
	By           AgentID // who invited, and must still be able to when it is accepted
	ByName       string  // as it is now
	Created      time.Time
	Sent         time.Time // when its link was last made, zero before the first
	Expires      time.Time // until when that link is good
}

// InvitationLifetime is for how long a link is good: over a weekend.
const InvitationLifetime = 3 * 24 * time.Hour

// The acts around invitations and mails.
const (
	AuditInvited            AuditAct = "agent-invited"
	AuditInvitedAgain       AuditAct = "agent-invited-again"
	AuditUninvited          AuditAct = "agent-uninvited"
	AuditInvitationAccepted AuditAct = "agent-accepted"
	AuditPasswordReset      AuditAct = "password-reset" // by a link that was sent by mail
	AuditMailTested         AuditAct = "mail-tested"
	AuditMailFailed         AuditAct = "mail-failed" // given up; the object is the address
)
