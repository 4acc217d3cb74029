package support

import "time"

// AuditEvent is an act of management: who did what to what, and what was different afterwards. Nobody changes or removes one but retention.
type AuditEvent struct {
	ID           uint64
	Organisation OrganisationID
	At           time.Time
	Agent        AgentID
	Token        TokenID // of the program that did it in the agent's name; zero for none
	Name         string  // the agent's at that time, or the token's
	Act          AuditAct
	Object       string // as people call it, such as a name
	Changes      []Change
}

// Change is one thing that an act changed. Secrets are never in it.
type Change struct {
	Field  string `json:"field"` // a word of this package, such as "role"
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// AuditAct names an act in the audit log. The names stand in the store.
type AuditAct string

// The acts of the audit log.
const (
	AuditSignIn         AuditAct = "sign-in"
	AuditSignOut        AuditAct = "sign-out"
	AuditSignInRevoked  AuditAct = "sign-in-revoked"
	AuditFactorOn       AuditAct = "factor-on"
	AuditFactorOff      AuditAct = "factor-off"
	AuditFactorReset    AuditAct = "factor-reset"
	AuditAgentCreated   AuditAct = "agent-created"
	AuditAgentChanged   AuditAct = "agent-changed"
	AuditAgentDisabled  AuditAct = "agent-disabled"
	AuditAgentEnabled   AuditAct = "agent-enabled"
	AuditAgentPassword  AuditAct = "agent-password"
	AuditAgentSignedOut AuditAct = "agent-signed-out"
	AuditAgentsExported AuditAct = "agents-exported"
	AuditTeamCreated    AuditAct = "team-created"
	AuditTeamChanged    AuditAct = "team-changed"
	AuditPortalCreated  AuditAct = "portal-created"
	AuditPortalChanged  AuditAct = "portal-changed"
	AuditPortalLogo     AuditAct = "portal-logo"
	AuditCannedCreated  AuditAct = "canned-created"
	AuditCannedChanged  AuditAct = "canned-changed"
	AuditCannedDeleted  AuditAct = "canned-deleted"
	AuditTokenCreated   AuditAct = "token-created"
	AuditTokenRevoked   AuditAct = "token-revoked"
	AuditWebhookCreated AuditAct = "webhook-created"
	AuditWebhookChanged AuditAct = "webhook-changed"
	AuditWebhookDeleted AuditAct = "webhook-deleted"
	AuditWebhookEnabled AuditAct = "webhook-enabled"
	AuditWebhookGivenUp AuditAct = "webhook-given-up" // by the relay itself
	AuditWebhookSecret  AuditAct = "webhook-secret"
	AuditWebhookTested  AuditAct = "webhook-tested"
	AuditWebhookAgain   AuditAct = "webhook-again"

	AuditSettingsChanged AuditAct = "settings-changed"

	AuditReviewed         AuditAct = "case-reviewed"
	AuditMonitorBegun     AuditAct = "monitoring-begun" // a manager watches a session
	AuditMonitorEnded     AuditAct = "monitoring-ended"
	AuditSessionsExported AuditAct = "sessions-exported"
	AuditRetention        AuditAct = "retention" // by nobody: the relay itself
	AuditPersonSought     AuditAct = "person-sought"
	AuditPersonExported   AuditAct = "person-exported"
	AuditPersonErased     AuditAct = "person-erased"
	AuditAgentErased      AuditAct = "agent-erased"
)

// auditEvent is an act of a manager as the log keeps it.
func auditEvent(who Manager, act AuditAct, object string, changed []Change) AuditEvent {
	return AuditEvent{
		Organisation: who.Organisation.ID, At: time.Now(), Agent: who.Agent.ID, Token: who.Token.ID, Name: who.Name(), Act: act, Object: object, Changes: changed,
	}
}

// What agents do to the own account.
const (
	AuditKeyAdded        AuditAct = "key-added"
	AuditKeyRemoved      AuditAct = "key-removed"
	AuditRecoveryRenewed AuditAct = "recovery-renewed" // new recovery codes in the place of the old ones
	AuditOwnPassword     AuditAct = "own-password"
	AuditOwnDevice       AuditAct = "own-device" // signed out
)

// fact is one thing that the audit log says of an object.
type fact struct{ field, value string }

// changes lists what differs between the facts before and after an act; both name the same fields in the same order, or before is empty.
func changes(before, after []fact) []Change {
	var all []Change
	for i, f := range after {
		c := Change{Field: f.field, After: f.value}
		if i < len(before) {
			c.Before = before[i].value
		}
		if c.Before != c.After {
			all = append(all, c)
		}
	}
	return all
}
