package center

import (
	"net/http"
	"net/url"
	"time"

	"beside.example/relay/internal/center/centertest"
	"beside.example/relay/internal/support"
)

// armed gives the manager second factors of every kind.
func armed(s *scene) {
	s.factors.Have[s.elena.ID] = support.Factors{App: true, Recovery: 3, Keys: []support.SecurityKey{
		{ID: 1, Name: "Blue key on the ring", Created: opening().AddDate(0, -2, 0), Used: opening().Add(-time.Hour)},
		{ID: 2, Name: longName, Created: opening().AddDate(0, 0, -1)},
	}}
}

// elsewhere signs the manager in with other browsers and apps.
func signedInElsewhere(s *scene) {
	signIns := support.NewCenterSignIns(s.Store)
	for browser, way := range map[string]support.SignInWay{"Firefox on a tablet, with a name that is longer than any column is wide": support.BySingleSignOn} {
		_, err := signIns.Begin(s.t.Context(), s.elena, way, "2001:db8:85a3:8d3:1319:8a2e:370:7348", browser)
		must(s.t, err)
	}
	s.signedIn(s.t, s.elena)
	s.pass(2 * time.Minute)
}

// pending is the secret of a scene that waits for its first code.
func pending(s *scene) { s.factors.Secret = []byte("twenty bytes for TOTP") }

// later is a quarter of an hour after the sign-in, when nobody may change any more how they sign in.
func later(s *scene) { s.pass(16 * time.Minute) }

func inTurn(all ...func(s *scene)) func(s *scene) {
	return func(s *scene) {
		for _, one := range all {
			one(s)
		}
	}
}

// ownStates are the pages of the own account.
func ownStates() map[string]pageState {
	password := func(now, next, again string) url.Values {
		return url.Values{"now": {now}, "new": {next}, "again": {again}}
	}
	const right, next = centertest.RightPassword, "another long password"
	code, key := url.Values{"code": {"000000"}}, url.Values{"name": {"Blue key"}, "response": {"{}"}}
	refused := func(err error) func(s *scene) { return func(s *scene) { s.factors.Refused = err } }
	wait := func(s *scene) { s.factors.Wait, s.passwords.Wait = 40*time.Second, 40*time.Second }
	return map[string]pageState{
		"me/usual":                {at: mePath, whole: true},
		"me/usual, of an agent":   {at: mePath, who: "claire", whole: true},
		"me/usual, of a lead":     {at: mePath, who: "lead", whole: true},
		"me/all factors":          {at: mePath, scene: inTurn(armed, signedInElsewhere)},
		"me/single sign-on":       {at: mePath, scene: singleSignOn},
		"me/signed in long ago":   {at: mePath, scene: inTurn(armed, later)},
		"me/long ago, no factor":  {at: mePath, scene: later},
		"me/no keys here":         {at: mePath, scene: func(s *scene) { s.factors.NoKeys = true }},
		"me/something done":       {at: mePath + "?done=password"},
		"me/wrong password":       {at: mePath + "/password", form: password("wrong", next, next), status: http.StatusForbidden},
		"me/too many passwords":   {at: mePath + "/password", form: password(right, next, next), scene: wait, status: http.StatusTooManyRequests},
		"me/short password":       {at: mePath + "/password", form: password(right, "short", "short"), status: http.StatusUnprocessableEntity},
		"me/two passwords":        {at: mePath + "/password", form: password(right, next, "another"), status: http.StatusUnprocessableEntity},
		"me/wrong code":           {at: mePath + "/factor/remove", form: code, scene: armed, status: http.StatusForbidden},
		"me/last factor needed":   {at: mePath + "/keys/1/remove", form: url.Values{}, scene: inTurn(armed, refused(support.ErrFactorNeeded)), status: http.StatusConflict},
		"factor/usual":            {at: mePath + "/factor", scene: pending},
		"factor/wrong code":       {at: mePath + "/factor/confirm", form: code, scene: pending, status: http.StatusForbidden},
		"factor/too many codes":   {at: mePath + "/factor/confirm", form: code, scene: inTurn(pending, wait), status: http.StatusTooManyRequests},
		"recovery/after the app":  {at: mePath + "/factor/confirm", form: url.Values{"code": {centertest.RightCode}}, scene: pending},
		"recovery/after a key":    {at: mePath + "/keys/new", form: key},
		"recovery/new ones":       {at: mePath + "/recovery", form: url.Values{}, scene: armed},
		"key/usual":               {at: mePath + "/keys/new"},
		"key/not added":           {at: mePath + "/keys/new", form: url.Values{"name": {longName}}, status: http.StatusForbidden},
		"key/registered already":  {at: mePath + "/keys/new", form: key, scene: refused(support.ErrExists), status: http.StatusConflict},
		"key/there are enough":    {at: mePath + "/keys/new", form: key, scene: refused(support.ErrTooMany), status: http.StatusConflict},
		"key/too many in a while": {at: mePath + "/keys/new", form: key, scene: wait, status: http.StatusTooManyRequests},
	}
}

// invitedByMail invites somebody and keeps the link's secret as {token}.
func invitedByMail(s *scene) {
	s.look(pageState{at: invitationsPath, form: newAgent("nina@northfield.example", nil)}, "en")
	all, err := s.Invitations(s.t.Context(), s.organisation)
	must(s.t, err)
	token, _, err := support.NewLinks(s.Store).InvitationLink(s.t.Context(), all[0].ID)
	must(s.t, err)
	s.names["token"], s.names["invitation"] = token, all[0].ID
}

// singleSignOn has everybody sign in elsewhere.
func singleSignOn(s *scene) { s.passwords.Single = true }

// forgotten asks for another password and keeps the link's secret as {token}.
func forgotten(s *scene) {
	token, _, err := support.NewLinks(s.Store).ResetLink(s.t.Context(), s.claire.Mail, false)
	must(s.t, err)
	s.names["token"] = token
}

// entranceStates are the pages of those who are not signed in.
func entranceStates() map[string]pageState {
	chosen := func(next, again string) url.Values { return url.Values{"new": {next}, "again": {again}} }
	const next, invitation, reset = "a long password", invitationPath + "?token={token}", resetPath + "?token={token}"
	taken := func(s *scene) {
		_, err := s.CreateAgent(s.t.Context(), support.Agent{Organisation: s.organisation, Team: s.back, Name: "Nina Blanc", Mail: "nina@northfield.example", Created: opening()}, nil)
		must(s.t, err)
	}
	nobody := func(state pageState) pageState { state.who = "nobody"; return state }
	return map[string]pageState{
		"forgot/usual":               nobody(pageState{at: forgotPath, whole: true}),
		"forgot/no mail is sent":     nobody(pageState{at: forgotPath, scene: mailOff}),
		"forgot/no address":          nobody(pageState{at: forgotPath, form: url.Values{"mail": {"claire"}}, status: http.StatusUnprocessableEntity}),
		"forgot/asked":               nobody(pageState{at: forgotPath, form: url.Values{"mail": {"claire@northfield.example"}}}),
		"password/invited":           nobody(pageState{at: invitation, scene: invitedByMail}),
		"password/short":             nobody(pageState{at: invitation, form: chosen("short", "short"), scene: invitedByMail, status: http.StatusUnprocessableEntity}),
		"password/two":               nobody(pageState{at: invitation, form: chosen(next, "another"), scene: invitedByMail, status: http.StatusUnprocessableEntity}),
		"password/single sign-on":    nobody(pageState{at: invitation, scene: inTurn(invitedByMail, singleSignOn)}),
		"password/made":              nobody(pageState{at: invitation, form: url.Values{}, scene: inTurn(invitedByMail, singleSignOn)}),
		"password/there already":     nobody(pageState{at: invitation, form: chosen(next, next), scene: inTurn(invitedByMail, taken), status: http.StatusConflict}),
		"password/invitation is old": nobody(pageState{at: invitationPath + "?token=old", status: http.StatusGone}),
		"password/another":           nobody(pageState{at: reset, scene: forgotten}),
		"password/changed":           nobody(pageState{at: reset, form: chosen(next, next), scene: forgotten}),
		"password/link is old":       nobody(pageState{at: resetPath + "?token=old", status: http.StatusGone}),
	}
}

func mailOff(s *scene) { s.mail.Off = true }
