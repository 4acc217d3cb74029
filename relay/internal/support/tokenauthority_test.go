package support_test

import (
	"slices"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// What a token of one scope may do beside seeing whose it is, by the scope's name, and which of it a token for a team may do in that team.
func allowedToTokens() map[string][]support.Act {
	const people = support.ActSeePeople
	return map[string][]support.Act{
		"requests:read": {support.ActSeeRequest},
		"reports:read":  {support.ActSeeReports},
		"people:read":   {people},
		"people:write":  {people, support.ActManageAgent, support.ActManageTeam, support.ActSignOutAgent},
		"portals:read":  {support.ActSeePortal},
		"portals:write": {support.ActSeePortal, support.ActManagePortal},
		"replies:read":  {support.ActSeeCanned},
		"replies:write": {support.ActSeeCanned, support.ActPutCanned},
		"chats:read":    {support.ActSeeAccount},
		"audit:read":    {support.ActSeeAudit},
		"settings:read": {support.ActSeeSettings}, "settings:write": {support.ActSeeSettings, support.ActChangeSettings},
		"webhooks:read": {support.ActSeeWebhook}, "webhooks:write": {support.ActSeeWebhook, support.ActManageWebhook},
		"persons:read": {support.ActSeePerson}, "persons:write": {support.ActSeePerson, support.ActErasePerson},
	}
}

// organisationWide are the acts that no token for a team may do.
var organisationWide = []support.Act{
	support.ActSeePortal, support.ActManagePortal, support.ActSeeAudit, support.ActSeeSettings, support.ActChangeSettings, support.ActSeeWebhook,
	support.ActManageWebhook, support.ActSeePerson, support.ActErasePerson,
}

// TestAllowedToTokens holds every act by tokens of every scope, of none and of two, for the organisation and for a team, against the table.
func TestAllowedToTokens(t *testing.T) {
	table := allowedToTokens()
	names := support.ScopesAll.Names()
	if len(table) != len(names) {
		t.Fatalf("the table has %d scopes of %d", len(table), len(names))
	}
	sets := [][]string{{}, {"requests:read", "replies:write"}, {"people:read", "portals:read"}}
	for _, name := range names {
		sets = append(sets, []string{name})
	}
	anybody := []support.Act{support.ActOpenPortal, support.ActSubmitRequest, support.ActJoinCode, support.ActDownload}
	otherTeams := own()
	otherTeams.Team = otherTeam
	nobodys := own()
	nobodys.Team = 0
	for _, set := range sets {
		scopes, err := support.ParseScopes(set)
		if err != nil {
			t.Fatal(err)
		}
		may := []support.Act{support.ActSeeOrganisation}
		for _, name := range set {
			may = append(may, table[name]...)
		}
		token := principal(support.RoleToken)
		token.Scopes = scopes
		bound := token
		bound.Bound, bound.Managed = true, []support.TeamID{ourTeam}
		lost := token
		lost.Bound = true // to teams that are gone
		expired := token
		expired.Expires = time.Now()
		for act := support.Act(1); int(act) <= support.Acts; act++ {
			open := slices.Contains(anybody, act)
			want := slices.Contains(may, act)
			ofOrganisation := act == support.ActSeeOrganisation && want
			for _, c := range []struct {
				name string
				who  support.Principal
				on   support.Object
				want bool
			}{
				{"of the organisation", token, own(), want},
				{"of the organisation on another team", token, otherTeams, want},
				{"of a team", bound, own(), want && !slices.Contains(organisationWide, act)},
				{"of a team on another one", bound, otherTeams, ofOrganisation},
				{"of a team on nobody's", bound, nobodys, ofOrganisation},
				{"of no team any more", lost, own(), ofOrganisation},
				{"expired", expired, own(), false},
			} {
				if got := support.Allowed(c.who, act, c.on); got != (c.want || open) {
					t.Errorf("act %d by a token %s with %v: %v", act, c.name, set, got)
				}
			}
		}
	}
	if _, err := support.ParseScopes([]string{"requests:write"}); err == nil {
		t.Error("there is a scope that is none")
	}
}

// TestProgramsAreNoManagers shows that nothing of who made a token counts for it.
func TestProgramsAreNoManagers(t *testing.T) {
	program := support.Manager{
		Agent:        support.Agent{ID: ourAgent, Name: "Elena", Role: support.RoleOrganisationManager, Center: true},
		Team:         support.Team{ID: otherTeam},
		Organisation: support.Organisation{ID: ourOrganisation},
		Managed:      []support.TeamID{ourTeam},
		Token:        support.Token{ID: 1, Name: "Importer", Scopes: support.ScopePeopleRead, Teams: []support.TeamID{ourTeam}, Expires: time.Now().Add(time.Hour)},
	}
	for act := support.Act(1); int(act) <= support.Acts; act++ {
		switch act {
		case support.ActOpenPortal, support.ActSubmitRequest, support.ActJoinCode, support.ActDownload, support.ActSeeOrganisation, support.ActSeePeople:
			continue
		}
		if program.MayAnywhere(act) {
			t.Errorf("the token may do act %d", act)
		}
	}
	if program.Everything() || !program.Manages(ourTeam) || program.Manages(otherTeam) || program.Name() != "Importer" || !program.MayAnywhere(support.ActSeePeople) {
		t.Error("the token is not taken for what it is")
	}
}

// TestTokenText holds the text of tokens against what is written about it, and takes none that differs in a single character.
func TestTokenText(t *testing.T) {
	known := support.Secret{31: 1} // with the checksum as another program computed it
	const text = "bsd_00000000000000000000000000000000000000000010hnupX"
	if got := support.TokenText(known); got != text {
		t.Errorf("the text is %q", got)
	}
	for range 100 {
		secret := support.NewSecret()
		text := support.TokenText(secret)
		if got, ok := support.ParseTokenText(text); !ok || got != secret {
			t.Fatalf("%q is read as %x, %v", text, got, ok)
		}
		for i := range text {
			for _, c := range []byte("0Z_+- ") {
				if other := text[:i] + string(c) + text[i+1:]; other != text {
					if _, ok := support.ParseTokenText(other); ok {
						t.Errorf("%q is taken", other)
					}
				}
			}
		}
	}
}

func FuzzParseTokenText(f *testing.F) {
	f.Add(support.TokenText(support.Secret{}))
	f.Add(support.TokenText(support.NewSecret()))
	f.Add("bsd_ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ000000")
	f.Add("bsd_")
	f.Fuzz(func(t *testing.T, text string) {
		if s, ok := support.ParseTokenText(text); ok && support.TokenText(s) != text {
			t.Errorf("%q is read, %q is written", text, support.TokenText(s))
		}
	})
}
