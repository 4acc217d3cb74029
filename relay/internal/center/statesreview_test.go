package center

import (
	"net/netip"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/relay/internal/support"
)

// reviewStates are the reviews of sessions.
func reviewStates() map[string]pageState {
	const one, phoned = sessionsPath + "/{case}", sessionsPath + "/{call}"
	known := func(c *call, s *scene) *call {
		s.names["call"] = support.Case{Session: c.claires.ID}.Name()
		return c
	}
	held := func(s *scene) { known(s.call(s.t), s) }
	forged := func(s *scene) { known(s.call(s.t), s).forge(s.t) }
	byOne := func(s *scene) {
		c := known(s.held(s.t), s)
		c.handIn(s.t, c.claireThere, s.claire, c.claires, 1, c.claireSaw())
	}
	chatted := func(s *scene) {
		c := known(s.held(s.t), s)
		c.handIn(s.t, c.claireThere, s.claire, c.claires, 1, []handin.Entry{
			c.at(0, handin.Began{}), c.at(1, handin.Said{Text: "Here is the log."}), c.at(2, handin.File{Name: "log.txt", Size: 812}), c.at(31, handin.Ended{Reason: protocol.CloseByAgent}),
		})
	}
	silent := func(s *scene) {
		c := known(s.held(s.t), s)
		c.handIn(s.t, c.claireThere, s.claire, c.claires, 1, []handin.Entry{c.at(0, handin.Began{}), c.at(31, handin.Ended{Cut: true})})
	}
	nothing := func(s *scene) { known(s.held(s.t), s) }
	fields := func(s *scene) {
		dressed(s)
		portal, err := s.Portal(s.t.Context(), s.portals[0])
		must(s.t, err)
		r, _, err := s.requests().Submit(s.t.Context(), portal, support.Form{Customer: longName, Question: "Two\nlines", Fields: map[string]string{"room": "B 214"}}, netip.IPv6Loopback())
		must(s.t, err)
		s.names["asked"] = support.Case{Request: r.ID}.Name()
	}
	waits := func(s *scene) { s.ask("", ""); s.pass(time.Minute) }
	accepted := func(s *scene) { s.accept("Margaret Ellis"); s.pass(3 * time.Minute) }
	left := func(s *scene) {
		_, err := s.requests().Leave(s.t.Context(), s.ask("Luis Romero", "How do I reset my badge?").ID)
		must(s.t, err)
	}
	return map[string]pageState{
		"review/chat":                 {at: one},
		"review/waiting":              {at: sessionsPath + "/{asked}", scene: waits},
		"review/under way":            {at: sessionsPath + "/{accepted}", scene: accepted},
		"review/abandoned":            {at: sessionsPath + "/{asked}", scene: left},
		"review/erased":               {at: one, scene: caseStates()["cases/one is erased"].scene},
		"review/by phone":             {at: sessionsPath + "/{phone}", scene: func(s *scene) { s.phone("Omar Haddad", 7*time.Minute) }},
		"review/handed in":            {at: phoned, scene: held},
		"review/handed in, to claire": {at: phoned, who: "claire", scene: held},
		"review/handed in by one":     {at: phoned, scene: byOne},
		"review/handed in, forged":    {at: phoned, scene: forged},
		"review/nobody saw a thing":   {at: phoned, scene: chatted},
		"review/nothing was said":     {at: phoned, scene: silent},
		"review/nothing handed in":    {at: phoned, scene: nothing},
		"review/the portal's fields":  {at: sessionsPath + "/{asked}", scene: fields},
		"review/survey in words":      {at: sessionsPath + "/{asked}", scene: wrote},
	}
}
