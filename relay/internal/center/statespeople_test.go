package center

import (
	"maps"
	"net/http"
	"net/url"
	"time"

	"beside.example/relay/internal/support"
)

// newAgent is the form of an agent, with what differs.
func newAgent(mail string, other url.Values) url.Values {
	form := url.Values{"name": {"Nina Blanc"}, "mail": {mail}, "team": {"{back}"}, "role": {"agent"}, "portal": {"{staff}"}, "language": {"fr"}}
	maps.Copy(form, other)
	return form
}

// disabled takes an agent out of service.
func disabled(s *scene) { must(s.t, s.SetDisabled(s.t.Context(), s.priya.ID, true)) }

// longNames gives people and teams names that are as long as names may be.
func longNames(s *scene) {
	ctx := s.t.Context()
	a := s.claire
	a.Name = longName
	must(s.t, s.UpdateAgent(ctx, a))
	team, err := s.CreateTeam(ctx, support.Team{Organisation: s.organisation, Name: longName, Parent: s.back, Features: support.FeaturesAll})
	must(s.t, err)
	s.names["team"] = team
	for _, name := range []string{"Abteilung für Gerätefragen", "Nachtdienst"} { // deeper than lists are set in
		team, err = s.CreateTeam(ctx, support.Team{Organisation: s.organisation, Name: name, Parent: team})
		must(s.t, err)
	}
}

// above puts the manager of everything into the team of a lead, who may do nothing to her.
func above(s *scene) {
	elena := s.elena
	elena.Team = s.back
	must(s.t, s.UpdateAgent(s.t.Context(), elena))
	_, err := s.presence.Arrive(s.t.Context(), s.signedIn(s.t, elena), support.StatusBusy)
	must(s.t, err)
}

// peopleStates are the pages about people.
func peopleStates() map[string]pageState {
	const claire, priya, fresh = agentsPath + "/{claire}", agentsPath + "/{priya}", agentsPath + "/new"
	factors := func(s *scene) { s.factors.Have[s.claire.ID] = support.Factors{App: true} }
	team := func(name, parent string) url.Values {
		return url.Values{"name": {name}, "parent": {parent}, "seen": {"{seen}"}, "feature": {"view", "control"}}
	}
	stale := func(form url.Values) url.Values {
		form = maps.Clone(form)
		form.Set("seen", "stale")
		return form
	}
	all := map[string]pageState{
		"people/usual":             {at: peoplePath, whole: true},
		"people/of a team":         {at: peoplePath, who: "lead", scene: inTurn(disabled, factored)},
		"people/somebody above":    {at: peoplePath, who: "lead", scene: above},
		"people/alone":             {at: peoplePath, who: "south"},
		"people/long names":        {at: peoplePath, scene: longNames},
		"people/deleted":           {at: peoplePath + "?done=deleted"},
		"agent/new":                {at: fresh},
		"agent/new, by a lead":     {at: fresh, who: "lead"},
		"agent/new, without mail":  {at: fresh, scene: mailOff},
		"agent/no address":         {at: fresh, form: newAgent("nina", nil), status: http.StatusUnprocessableEntity},
		"agent/no name":            {at: fresh, form: newAgent("nina@northfield.example", url.Values{"name": {" "}}), status: http.StatusUnprocessableEntity},
		"agent/there already":      {at: fresh, form: newAgent("claire.moreau@northfield.example", nil), status: http.StatusConflict},
		"agent/invited already":    {at: invitationsPath, form: newAgent("nina@northfield.example", nil), scene: invitedByMail, status: http.StatusConflict},
		"agent/made":               {at: fresh, form: newAgent("nina@northfield.example", url.Values{"center": {"1"}})},
		"agent/usual":              {at: claire},
		"agent/with factors":       {at: claire, scene: factors},
		"agent/by a lead":          {at: priya, who: "lead", scene: func(s *scene) { s.factors.Have[s.priya.ID] = support.Factors{App: true} }},
		"agent/out of service":     {at: priya, scene: disabled},
		"agent/oneself":            {at: agentsPath + "/{elena}"},
		"agent/long name":          {at: claire, scene: longNames},
		"agent/new password":       {at: claire + "/password", form: url.Values{}},
		"agent/saved":              {at: claire + "?done=saved"},
		"agent/name taken away":    {at: claire, form: newAgent("", url.Values{"name": {""}, "seen": {"{seen}"}}), status: http.StatusUnprocessableEntity},
		"conflict/agent":           {at: claire, form: stale(newAgent("", nil)), status: http.StatusConflict},
		"conflict/team":            {at: teamsPath + "/{back}", form: stale(team(longName, "{front}")), status: http.StatusConflict},
		"team/new":                 {at: teamsPath + "/new"},
		"team/new, by a lead":      {at: teamsPath + "/new", who: "lead"},
		"team/usual":               {at: teamsPath + "/{back}"},
		"team/the lead's own":      {at: teamsPath + "/{back}", who: "lead"},
		"team/long name":           {at: teamsPath + "/{team}", scene: longNames},
		"team/no name":             {at: teamsPath + "/new", form: team(" ", "{front}"), status: http.StatusUnprocessableEntity},
		"team/below itself":        {at: teamsPath + "/{front}", form: team("Front desk", "{back}"), status: http.StatusUnprocessableEntity},
		"team/there already":       {at: teamsPath + "/new", form: team("Front desk", ""), status: http.StatusConflict},
		"invitations/none":         {at: invitationsPath},
		"invitations/usual":        {at: invitationsPath + "?done=invited", scene: manyInvitations},
		"invitations/without mail": {at: invitationsPath, scene: inTurn(manyInvitations, mailOff)},
		"invitations/link":         {at: invitationsPath, form: newAgent("nina@northfield.example", nil), scene: mailOff},
		"invitations/of a lead":    {at: invitationsPath, who: "lead", scene: manyInvitations},
		"import/usual":             {at: peoplePath + "/import"},
		"import/without mail":      {at: peoplePath + "/import", scene: mailOff},
		"import/made":              imported("name,mail,team\nNina Blanc,nina@northfield.example,Second line\nOtto Kern,otto@northfield.example,\nClaire M.,claire.moreau@northfield.example,Front desk\n", nil),
		"import/invited":           imported("name,mail\nNina Blanc,nina@northfield.example\n", url.Values{"invite": {"1"}}),
		"import/nothing new":       imported("name,mail\n", nil),
	}
	for name, file := range map[string]string{
		"no head": "", "no columns": "who,where\n", "broken": "name,mail\n\"x\n", "no address": "name,mail\nNina,nina\n", "no role": "name,mail,role\nNina,n@x.example,king\n",
		"no team": "name,mail,team\nNina,n@x.example,Nowhere\n", "no portal": "name,mail,portals\nNina,n@x.example,nowhere\n", "no name": "name,mail\n,n@x.example\n",
		"above": "name,mail,role\nNina,n@x.example,organisation-manager\n",
	} {
		state := imported(file, nil)
		if name == "above" {
			state.who = "lead"
		}
		state.status = http.StatusUnprocessableEntity
		all["import/"+name] = state
	}
	return all
}

// imported is the page after a file of agents.
func imported(file string, form url.Values) pageState {
	if form == nil {
		form = url.Values{}
	}
	return pageState{at: peoplePath + "/import", form: form, file: file, upload: "file"}
}

// factored gives an agent a second factor that the list tells of.
func factored(s *scene) {
	ctx := s.t.Context()
	must(s.t, s.BeginSecondFactor(ctx, s.priya.ID, []byte("twenty bytes for TOTP")))
	must(s.t, s.ConfirmSecondFactor(ctx, s.priya.ID, 1, true, []string{"hash"}, opening()))
}

// manyInvitations are one that waits to be sent, one that was, and one that is too old.
func manyInvitations(s *scene) {
	ctx := s.t.Context()
	for i, name := range []string{"Nina Blanc", longName, "Otto Kern"} {
		form := newAgent([]string{"nina@northfield.example", "m@a-very-long-name-of-a-subsidiary.northfield-health.example", "otto@northfield.example"}[i], url.Values{"name": {name}})
		s.look(pageState{at: invitationsPath, form: form}, "en")
	}
	all, err := s.Invitations(ctx, s.organisation)
	must(s.t, err)
	for i, sent := range []time.Time{1: opening().Add(-time.Hour), 2: opening().AddDate(0, 0, -9)} {
		if !sent.IsZero() {
			must(s.t, s.LinkInvitation(ctx, all[i].ID, support.NewSecret().Hash(), sent, sent.AddDate(0, 0, 7)))
		}
	}
}

// deleteStates are the pages that ask before something goes.
func deleteStates() map[string]pageState {
	const claire, back = agentsPath + "/{claire}", teamsPath + "/{back}"
	held := func(s *scene) { s.accept("Margaret Ellis") }
	reply := func(s *scene) {
		_, err := s.PutCanned(s.t.Context(), support.Canned{Organisation: s.organisation, Scope: support.CannedTeam, Team: s.back, Title: "Hello", Text: "Hello"})
		must(s.t, err)
	}
	empty := func(s *scene) {
		team, err := s.CreateTeam(s.t.Context(), support.Team{Organisation: s.organisation, Name: "Empty", Parent: s.front})
		must(s.t, err)
		s.names["empty"] = team
	}
	return map[string]pageState{
		"delete/agent":             {at: claire + "/delete"},
		"delete/agent who helps":   {at: claire + "/delete", scene: held},
		"delete/agent with a long": {at: claire + "/delete", scene: longNames},
		"delete/out of service":    {at: claire + "/disable"},
		"delete/team with people":  {at: back + "/delete", scene: inTurn(longNames, reply, manyInvitations)},
		"delete/team to nowhere":   {at: back + "/delete", form: url.Values{"seen": {"{seen}"}}, status: http.StatusUnprocessableEntity},
		"delete/team, the last":    {at: teamsPath + "/{south}/delete", who: "south"},
		"delete/team, empty":       {at: teamsPath + "/{empty}/delete", scene: empty},
		"delete/portal":            {at: portalsPath + "/{match}/delete"},
		"delete/portal in use":     {at: portalsPath + "/{staff}/delete", scene: func(s *scene) { s.ask("Daniel Fournier", "Je ne peux plus ouvrir ma messagerie."); held(s) }},
		"conflict/delete agent":    {at: claire + "/delete", form: url.Values{"seen": {"stale"}}, status: http.StatusConflict},
		"conflict/delete portal":   {at: portalsPath + "/{staff}/delete", form: url.Values{"seen": {"0"}}, status: http.StatusConflict},
	}
}
