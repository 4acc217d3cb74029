package support_test

import (
	"slices"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// The world of the table: organisation 1 has agent 5 in team 3 who serves portal 7; its managers look after that team. Objects are
// that agent's own, that team's, or a stranger's of the same organisation.
const (
	ourOrganisation, otherOrganisation = 1, 2
	ourTeam, otherTeam                 = 3, 4
	ourAgent, otherAgent               = 5, 6
	ourPortal, otherPortal             = 7, 8
)

var ourRequest = support.RequestID{9}

func principal(role support.Role) support.Principal {
	p := support.Principal{Role: role}
	switch role {
	case support.RoleNobody:
	case support.RoleCustomer:
		p.Request = ourRequest
	case support.RoleToken:
		p.Organisation, p.Scopes, p.Expires = ourOrganisation, ^support.Scopes(0), time.Now().Add(time.Hour)
	default:
		p.Organisation, p.Agent, p.Team, p.Portals, p.Features = ourOrganisation, ourAgent, ourTeam, []support.PortalID{ourPortal}, support.FeaturesAll
		p.Managed = []support.TeamID{ourTeam}
	}
	return p
}

// own is an object that is the principals' in every way.
func own() support.Object {
	return support.Object{
		Organisation: ourOrganisation, Portal: ourPortal, Team: ourTeam, Agent: ourAgent, Features: support.FeaturesAll, Request: ourRequest,
	}
}

// Who may do something to an object that is theirs in every way, by act. A role that is not named may not.
func allowedOwn() map[support.Act][]support.Role {
	const (
		nobody, customer, token = support.RoleNobody, support.RoleCustomer, support.RoleToken
		agent, team, all        = support.RoleAgent, support.RoleTeamManager, support.RoleOrganisationManager
	)
	everybody := []support.Role{nobody, customer, agent, team, all, token}
	agents := []support.Role{agent, team, all}
	managers := []support.Role{team, all}
	return map[support.Act][]support.Role{
		support.ActOpenPortal: everybody, support.ActSubmitRequest: everybody, support.ActJoinCode: everybody, support.ActDownload: everybody,
		support.ActFollowRequest: {customer}, support.ActLeaveRequest: {customer}, support.ActAnswerSurvey: {customer},
		support.ActSayRequest: {customer, agent, team, all},
		support.ActCreateCode: agents, support.ActAcceptRequest: agents, support.ActDeclineRequest: agents,
		support.ActWithdrawCode: agents, support.ActRedeemCode: agents, support.ActUseSession: agents, support.ActSeeHistory: agents,
		support.ActSetStatus: agents, support.ActOfferApp: agents, support.ActBeginSession: agents, support.ActCloseRequest: agents,
		support.ActWithdrawIntroduction: agents,
		support.ActSeeColleagues:        agents, support.ActTransfer: agents, support.ActInvite: agents, support.ActUseCanned: agents,
		support.ActAnswerIntroduction: agents, support.ActOwnAccount: agents,
		support.ActPutCanned:   {team, all, token}, // of a team; one's own have no team
		support.ActEnterCenter: managers, support.ActMonitorSession: managers, support.ActSignOutAgent: {team, all, token},
		support.ActSeeRequest: {team, all, token}, support.ActSeeAccount: {team, all, token}, support.ActSeeReports: {team, all, token},
		support.ActManageAgent: {team, all, token}, support.ActManageTeam: {team, all, token},
		support.ActManagePortal: {all, token}, support.ActManageOrganisation: {all},
		support.ActSeeOrganisation: {team, all, token}, support.ActSeePeople: {team, all, token}, support.ActSeeCanned: {team, all, token},
		support.ActSeePortal: {all, token}, support.ActSeeAudit: {all, token},
		support.ActManageToken: {all}, support.ActManageWebhook: {all, token},
		support.ActSeeSettings: {all, token}, support.ActChangeSettings: {all, token}, support.ActSeeWebhook: {all, token},
		support.ActSeePerson: {all, token}, support.ActErasePerson: {all, token},
	}
}

func roles() []support.Role {
	return []support.Role{
		support.RoleNobody, support.RoleCustomer, support.RoleAgent, support.RoleTeamManager, support.RoleOrganisationManager, support.RoleToken,
	}
}

// TestAllowed holds every act by every role against the table, and lets nobody do any of it in another organisation.
func TestAllowed(t *testing.T) {
	table := allowedOwn()
	if len(table) != support.Acts {
		t.Fatalf("the table has %d acts of %d", len(table), support.Acts)
	}
	foreign := own()
	foreign.Organisation, foreign.Request = otherOrganisation, support.RequestID{8}
	for act, may := range table {
		for _, role := range roles() {
			want := slices.Contains(may, role)
			if got := support.Allowed(principal(role), act, own()); got != want {
				t.Errorf("act %d by role %d on their own: %v", act, role, got)
			}
			open := len(may) == len(roles())
			if support.Allowed(principal(role), act, foreign) != open {
				t.Errorf("act %d by role %d in another organisation: %v", act, role, !open)
			}
		}
	}
	for _, role := range append(roles(), 99) {
		if support.Allowed(principal(role), 0, own()) || support.Allowed(principal(role), 200, own()) {
			t.Errorf("role %d may do what is no act", role)
		}
	}
}

// TestAllowedOnOthers takes away what makes an object the asker's, and names who may still act on it.
func TestAllowedOnOthers(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*support.Object)
		acts   []support.Act
		may    []support.Role
	}{
		"a colleague's": {
			func(o *support.Object) { o.Agent = otherAgent },
			[]support.Act{
				support.ActWithdrawCode, support.ActRedeemCode, support.ActUseSession, support.ActSeeHistory, support.ActSetStatus, support.ActOfferApp,
				support.ActBeginSession, support.ActCloseRequest, support.ActWithdrawIntroduction, support.ActAnswerIntroduction,
				support.ActOwnAccount,
			},
			nil,
		},
		"nobody's": {
			func(o *support.Object) { o.Agent = 0 },
			[]support.Act{support.ActUseSession, support.ActCloseRequest, support.ActOfferApp},
			nil,
		},
		"another portal's": {
			func(o *support.Object) { o.Portal, o.Agent = otherPortal, 0 },
			[]support.Act{support.ActCreateCode, support.ActAcceptRequest, support.ActDeclineRequest, support.ActAnswerIntroduction},
			nil,
		},
		"for a colleague whom the customer picked": {
			func(o *support.Object) { o.Wanted = otherAgent },
			[]support.Act{support.ActAcceptRequest, support.ActDeclineRequest},
			nil,
		},
		"not allowed by the portal": {
			func(o *support.Object) { o.Features = 0 },
			[]support.Act{support.ActTransfer, support.ActInvite, support.ActUseCanned},
			nil,
		},
		"another team's": {
			func(o *support.Object) { o.Team, o.Agent = otherTeam, otherAgent },
			[]support.Act{support.ActSignOutAgent, support.ActPutCanned, support.ActSeePeople, support.ActSeeCanned, support.ActManageAgent},
			[]support.Role{support.RoleOrganisationManager, support.RoleToken},
		},
		"the organisation's": {
			func(o *support.Object) { o.Team, o.Agent = 0, 0 },
			[]support.Act{support.ActPutCanned, support.ActSeePeople},
			[]support.Role{support.RoleOrganisationManager, support.RoleToken},
		},
		"one's own reply": {
			func(o *support.Object) { o.Team = 0 },
			[]support.Act{support.ActPutCanned},
			[]support.Role{support.RoleAgent, support.RoleTeamManager, support.RoleOrganisationManager, support.RoleToken},
		},
		"another customer's": {
			func(o *support.Object) { o.Request = support.RequestID{8} },
			[]support.Act{support.ActFollowRequest, support.ActLeaveRequest, support.ActAnswerSurvey},
			nil,
		},
	} {
		on := own()
		c.change(&on)
		for _, act := range c.acts {
			for _, role := range roles() {
				if got, want := support.Allowed(principal(role), act, on), slices.Contains(c.may, role); got != want {
					t.Errorf("%s, act %d by role %d: %v", name, act, role, got)
				}
			}
		}
	}
}

func TestAllowedLimits(t *testing.T) {
	let := principal(support.RoleAgent)
	let.Center = true
	if !support.Allowed(let, support.ActEnterCenter, own()) || !support.Allowed(let, support.ActSeeReports, own()) {
		t.Error("an agent who was let in does not see the own work")
	}
	others := own()
	others.Agent = otherAgent
	if support.Allowed(let, support.ActSeeReports, others) {
		t.Error("an agent who was let in sees a colleague's work")
	}
	team := principal(support.RoleAgent)
	team.Features = 0
	if support.Allowed(team, support.ActInvite, own()) {
		t.Error("a team's features do not bound its agents")
	}
	if support.Allowed(support.Principal{Role: support.RoleOrganisationManager}, support.ActManagePortal, support.Object{}) {
		t.Error("no organisation is an organisation")
	}
}
