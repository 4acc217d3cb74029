package support

import (
	"fmt"
	"slices"
	"strings"
)

// Scopes are what an API token was made for.
type Scopes uint32

// The scopes of API tokens. Whoever may write may read the same. The numbers stand in the store.
const (
	ScopeRequestsRead Scopes = 1 << iota // waiting and past requests, with their events and sessions
	ScopeReportsRead                     // counters
	ScopePeopleRead                      // teams and agents
	ScopePeopleWrite
	ScopePortalsRead
	ScopePortalsWrite
	ScopeRepliesRead // canned replies
	ScopeRepliesWrite
	ScopeAuditRead    // the audit log
	ScopeSettingsRead // what the organisation decided, and what retention deleted
	ScopeSettingsWrite
	ScopeWebhooksRead
	ScopeWebhooksWrite
	ScopePersonsRead  // all that is kept of a customer
	ScopePersonsWrite // erasure
	ScopeChatsRead    // what agents' apps handed in of sessions

	scopesEnd

	// ScopesAll is every scope.
	ScopesAll = scopesEnd - 1
)

// scopeNames are the scopes in the order of their bits, by the names that people and programs use.
var scopeNames = [...]string{
	"requests:read", "reports:read", "people:read", "people:write", "portals:read", "portals:write", "replies:read", "replies:write", "audit:read",
	"settings:read", "settings:write", "webhooks:read", "webhooks:write", "persons:read", "persons:write", "chats:read",
}

// Names lists the scopes by the names that ParseScopes reads.
func (s Scopes) Names() []string {
	var names []string
	for i, name := range scopeNames {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// ParseScopes reads names of scopes; ErrInvalid for anything else.
func ParseScopes(names []string) (Scopes, error) {
	var s Scopes
	for _, name := range names {
		i := slices.Index(scopeNames[:], name)
		if i < 0 {
			return 0, fmt.Errorf("scope %q, write some of %s: %w", name, strings.Join(scopeNames[:], ", "), ErrInvalid)
		}
		s |= 1 << i
	}
	return s, nil
}

// ScopesFor lists the names of the scopes each of which is enough for an act. What lists none, every token may or none.
func ScopesFor(act Act) []string {
	var names []string
	for i, name := range scopeNames {
		if enough, _ := Scopes(1 << i).cover(act); enough {
			names = append(names, name)
		}
	}
	return names
}

// cover reports whether the scopes are enough for an act, and whether the act concerns a team, so that a token for teams may do it there.
func (s Scopes) cover(act Act) (enough, inTeam bool) {
	has := func(any Scopes) bool { return s&any != 0 }
	switch act {
	case ActSeeOrganisation:
		return true, true
	case ActSeeRequest:
		return has(ScopeRequestsRead), true
	case ActSeeAccount:
		return has(ScopeChatsRead), true
	case ActSeeReports:
		return has(ScopeReportsRead), true
	case ActSeePeople:
		return has(ScopePeopleRead | ScopePeopleWrite), true
	case ActManageAgent, ActManageTeam, ActSignOutAgent:
		return has(ScopePeopleWrite), true
	case ActSeeCanned:
		return has(ScopeRepliesRead | ScopeRepliesWrite), true
	case ActPutCanned:
		return has(ScopeRepliesWrite), true
	case ActSeePortal:
		return has(ScopePortalsRead | ScopePortalsWrite), false
	case ActManagePortal:
		return has(ScopePortalsWrite), false
	case ActSeeAudit:
		return has(ScopeAuditRead), false
	case ActSeeSettings:
		return has(ScopeSettingsRead | ScopeSettingsWrite), false
	case ActChangeSettings:
		return has(ScopeSettingsWrite), false
	case ActSeeWebhook:
		return has(ScopeWebhooksRead | ScopeWebhooksWrite), false
	case ActManageWebhook:
		return has(ScopeWebhooksWrite), false
	case ActSeePerson:
		return has(ScopePersonsRead | ScopePersonsWrite), false
	case ActErasePerson:
		return has(ScopePersonsWrite), false
	}
	return false, false
}
