package support

import (
	"slices"
	"time"
)

// Allowed is the one place that decides who may do what. What it does not name is denied. It knows nothing of states: whether a
// request still waits is for others to say.
func Allowed(who Principal, act Act, on Object) bool {
	switch act {
	case ActOpenPortal, ActSubmitRequest, ActJoinCode, ActDownload:
		return true
	}
	if who.Role == RoleCustomer {
		return customerMay(who, act, on)
	}
	if who.Organisation == 0 || who.Organisation != on.Organisation {
		return false // no organisation has any say in another one
	}
	switch who.Role {
	case RoleAgent:
		return agentMay(who, act, on) || who.Center && visitorMay(who, act, on)
	case RoleTeamManager:
		return agentMay(who, act, on) || teamManagerMay(who, act, on)
	case RoleOrganisationManager:
		return agentMay(who, act, on) || organisationManagerMay(act)
	case RoleToken:
		return tokenMay(who, act, on)
	}
	return false
}

// customerMay says what whoever holds the token of a request may do: what concerns that request.
func customerMay(who Principal, act Act, on Object) bool {
	switch act {
	case ActFollowRequest, ActLeaveRequest, ActAnswerSurvey, ActSayRequest:
		return who.Request != (RequestID{}) && who.Request == on.Request
	}
	return false
}

// agentMay says what everyone who helps may do.
func agentMay(who Principal, act Act, on Object) bool {
	own := on.Agent != 0 && on.Agent == who.Agent
	features := who.Features & on.Features
	switch act {
	case ActCreateCode:
		return who.serves(on.Portal)
	case ActAcceptRequest, ActDeclineRequest:
		return who.serves(on.Portal) && (on.Wanted == 0 || on.Wanted == who.Agent)
	case ActWithdrawCode, ActRedeemCode, ActUseSession, ActSeeHistory, ActSetStatus, ActOfferApp, ActBeginSession, ActCloseRequest,
		ActWithdrawIntroduction, ActSayRequest, ActOwnAccount:
		return own
	case ActPutCanned:
		return own && on.Team == 0
	case ActSeeColleagues:
		return true
	case ActTransfer:
		return features.Has(FeatureTransfer)
	case ActInvite:
		return features.Has(FeatureInvite)
	case ActUseCanned:
		return features.Has(FeatureCanned)
	case ActAnswerIntroduction:
		return own || on.Agent == 0 && who.serves(on.Portal)
	}
	return false
}

// visitorMay says what an agent may do who was let into the management center: look at the own work.
func visitorMay(who Principal, act Act, on Object) bool {
	switch act {
	case ActEnterCenter:
		return true
	case ActSeeReports:
		return on.Agent != 0 && on.Agent == who.Agent
	}
	return false
}

// teamManagerMay says what those may do who look after a team: anything about the people in it and in the teams below.
func teamManagerMay(who Principal, act Act, on Object) bool {
	switch act {
	case ActEnterCenter, ActSeeOrganisation:
		return true
	case ActSeeRequest, ActSeeAccount, ActSeeReports, ActMonitorSession, ActSignOutAgent, ActSeePeople, ActManageAgent, ActManageTeam, ActSeeCanned, ActPutCanned:
		return on.Team != 0 && slices.Contains(who.Managed, on.Team)
	}
	return false
}

// organisationManagerMay says what those may do who look after everything.
func organisationManagerMay(act Act) bool {
	switch act {
	case ActEnterCenter, ActSeeRequest, ActSeeAccount, ActSeeReports, ActMonitorSession, ActSignOutAgent, ActManageAgent, ActManageTeam,
		ActManagePortal, ActManageOrganisation, ActPutCanned, ActSeeOrganisation, ActSeePeople, ActSeePortal, ActSeeCanned, ActSeeAudit,
		ActManageToken, ActManageWebhook, ActSeeSettings, ActSeeWebhook, ActSeePerson, ActChangeSettings, ActErasePerson:
		return true
	}
	return false
}

// tokenMay says what a program may do with an API token: what its scopes name, in the teams that it is bound to.
func tokenMay(who Principal, act Act, on Object) bool {
	if !time.Now().Before(who.Expires) {
		return false
	}
	enough, inTeam := who.Scopes.cover(act)
	if !enough || !who.Bound || act == ActSeeOrganisation {
		return enough
	}
	return inTeam && on.Team != 0 && slices.Contains(who.Managed, on.Team)
}

func (p Principal) serves(portal PortalID) bool {
	return portal != 0 && slices.Contains(p.Portals, portal)
}

// Principal returns whoever is signed in as Allowed wants to know them.
func (w SignedIn) Principal() Principal {
	p := Principal{
		Role: w.Agent.Role, Organisation: w.Organisation.ID, Agent: w.Agent.ID, Team: w.Team.ID, Managed: w.Managed,
		Features: w.Features, Center: w.Agent.Center,
	}
	for _, portal := range w.Portals {
		p.Portals = append(p.Portals, portal.ID)
	}
	return p
}

// FeaturesIn returns what the agent's sessions of a portal may use.
func (w SignedIn) FeaturesIn(portal Portal) Features { return w.Features & portal.Features }
