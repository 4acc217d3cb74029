package portal

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/portal/portaltest"
	"beside.example/relay/internal/support"
)

// state is a page in one of its states.
type state struct {
	address string
	prepare func(d *portaltest.Desk) (token string)
	status  int
	en, fr  []string // what the page says
}

// opened opens a request of a portal in a state, with a few lines said.
func opened(d *portaltest.Desk, portal support.PortalID, s support.RequestState, change func(r *support.Request)) string {
	r, token := d.Open(portal, s, aiko)
	d.Alter(r.ID, support.EventPosted, support.ByCustomer(), "", nil)
	d.Alter(r.ID, support.EventSaid, support.ByCustomer(), "It says: no device.", nil)
	if s.With() || s >= support.RequestResolved {
		d.Alter(r.ID, support.EventAccepted, support.ByAgent(claire), "", func(r *support.Request) { r.Agent = claire })
		d.Alter(r.ID, support.EventSaid, support.ByAgent(claire), "Hello Aiko. Which room are you in?", nil)
	}
	if change != nil {
		d.Alter(r.ID, support.EventOffered, support.Actor{}, "", change)
	}
	return token
}

func inState(portal support.PortalID, s support.RequestState, change func(r *support.Request)) func(d *portaltest.Desk) string {
	return func(d *portaltest.Desk) string { return opened(d, portal, s, change) }
}

func with(change func(d *portaltest.Desk)) func(d *portaltest.Desk) string {
	return func(d *portaltest.Desk) string { change(d); return "" }
}

func nothing(*portaltest.Desk) string { return "" }

func inQueue(d *portaltest.Desk) string {
	d.Wait = 150 * time.Second
	other, _ := d.Open(queueID, support.RequestPosted, aiko)
	d.Alter(other.ID, support.EventPosted, support.ByCustomer(), "", func(r *support.Request) { r.Posted = time.Now().Add(-time.Hour) })
	return opened(d, queueID, support.RequestPosted, func(r *support.Request) { r.Posted = time.Now().Add(-220 * time.Second) })
}

func appOffered(r *support.Request) {
	r.App = support.AppOffer{Code: portalCode, Until: time.Now().Add(time.Minute), Made: true}
}

// states are all that the pages can show.
func states() map[string]state {
	const said, log = "It says: no device.", "Save the chat"
	return map[string]state{
		"box":             {"/p/pharmacy", nothing, 200, []string{"How can we help?", "2 people are here", "Phone", "(optional)"}, []string{"Comment pouvons-nous", "2 personnes", "Téléphone"}},
		"usual wait":      {"/p/staff", with(func(d *portaltest.Desk) { d.Wait = 200 * time.Second }), 200, []string{"Usual wait at this hour: 4 minutes"}, []string{"Attente habituelle"}},
		"button":          {"/p/ward", nothing, 200, []string{"One click"}, []string{"Un clic"}},
		"queue":           {"/p/staff", nothing, 200, []string{"in order of arrival"}, []string{"par ordre d’arrivée"}},
		"match":           {"/p/person", nothing, 200, []string{"Claire Moreau", "Available", "Busy"}, []string{"Disponible", "Occupé"}},
		"pin":             {"/p/phone", nothing, 200, []string{"The first four digits"}, []string{"Les quatre premiers chiffres"}},
		"nobody":          {"/p/pharmacy", with(func(d *portaltest.Desk) { d.Here = nil }), 200, []string{"Nobody is here right now", "Use my code"}, []string{"Personne n’est là"}},
		"closed":          {"/p/day", nothing, 200, []string{"We are closed", "Monday to Friday, 7:30 to 18:00", "We open"}, []string{"lundi à vendredi, 7:30 à 18:00", "Nous ouvrons"}},
		"no portal":       {"/p/nowhere", nothing, 404, []string{"There is nothing here"}, []string{"Il n’y a rien ici"}},
		"away":            {"/p/pharmacy", with(func(d *portaltest.Desk) { d.Away = errors.New("no store") }), 503, []string{"We cannot answer right now", "tries again by itself"}, []string{"Nous ne pouvons pas répondre"}},
		"again":           {"/p/pharmacy?again=1", inState(boxID, support.RequestAbandoned, nil), 200, []string{"Scanner not found", "Look at your last conversation"}, []string{"4417"}},
		"elsewhere":       {"/p/pharmacy", inState(queueID, support.RequestPosted, nil), 200, []string{"You are waiting at Staff help"}, []string{"Vous attendez à Staff help"}},
		"no request":      {"/request", nothing, 404, []string{"There is no conversation here"}, []string{"Il n’y a pas de conversation"}},
		"connecting":      {"/request", inState(boxID, support.RequestSubmitted, nil), 200, []string{"We connect you"}, []string{"Nous vous connectons"}},
		"waiting":         {"/request", inState(boxID, support.RequestPosted, nil), 200, []string{"Somebody answers soon", "2 people see your question", said, "not end to end encrypted", `role="status"`, `role="log"`, `id="sound"`, "Sound when somebody answers"}, []string{"Quelqu’un répond bientôt", "pas chiffrée de bout en bout", "Son quand on me répond"}},
		"all gone":        {"/request", func(d *portaltest.Desk) string { d.Here = nil; return opened(d, boxID, support.RequestPosted, nil) }, 200, []string{"Nobody is here at this moment"}, []string{"Personne n’est là"}},
		"waiting long":    {"/request", inState(boxID, support.RequestPosted, func(r *support.Request) { r.Posted = time.Now().Add(-5 * time.Minute) }), 200, []string{"longer than usual", "Waiting: 5 min"}, []string{"plus long que d’habitude", "Attente\u00a0: 5 min"}},
		"in the queue":    {"/request", inQueue, 200, []string{"You are in the queue", "2<sup>nd</sup>", "About 3 minutes", "Waiting: 3 min", "Leave the queue"}, []string{"Vous êtes dans la file", "2<sup>e</sup>", "Environ 3 minutes"}},
		"queue, unknown":  {"/request", inState(queueID, support.RequestPosted, nil), 200, []string{"1<sup>st</sup>", "cannot say yet"}, []string{"1<sup>re</sup>", "pas encore"}},
		"called":          {"/request", inState(matchID, support.RequestPosted, func(r *support.Request) { r.Wanted = claire }), 200, []string{"We have called Claire Moreau"}, []string{"Nous avons appelé Claire Moreau"}},
		"called long ago": {"/request", inState(matchID, support.RequestPosted, func(r *support.Request) { r.Wanted, r.Posted = claire, time.Now().Add(-time.Minute) }), 200, []string{"choose somebody else"}, []string{"choisir quelqu’un d’autre"}},
		"talking":         {"/request", inState(boxID, support.RequestAccepted, nil), 200, []string{"Claire Moreau is here", "Which room", "End the conversation", `data-here="talking"`}, []string{"Claire Moreau est là"}},
		"app":             {"/request", inState(boxID, support.RequestAccepted, appOffered), 200, []string{"asks to see your screen", `href="beside://` + relay + `/p/K7MWQ2RT"`, "<span>K</span>", "SHA-256", "vouches for", "check words"}, []string{"demande à voir votre écran", "se porte garant"}},
		"app, too late":   {"/request", inState(boxID, support.RequestAccepted, func(r *support.Request) { appOffered(r); r.App.Until = time.Now() }), 200, []string{"The code has expired"}, []string{"Le code a expiré"}},
		"session":         {"/request", inState(boxID, support.RequestInSession, appOffered), 200, []string{"You are connected in the app", "cannot write here now"}, []string{"Vous êtes connecté"}},
		"resolved":        {"/request", inState(boxID, support.RequestResolved, nil), 200, []string{"The conversation has ended", "How was it with Claire Moreau?", "Did we help you?", log}, []string{"La conversation est finie", "Vous avons-nous aidé"}},
		"declined":        {"/request", inState(boxID, support.RequestDeclined, nil), 200, []string{"Nobody can help right now", log}, []string{"Personne ne peut aider"}},
		"no response":     {"/request", inState(boxID, support.RequestNoResponse, nil), 200, []string{"Nobody answered"}, []string{"Personne n’a répondu"}},
		"abandoned":       {"/request", inState(boxID, support.RequestAbandoned, nil), 200, []string{"We lost you", "/p/pharmacy?again=1"}, []string{"Nous vous avons perdu"}},
		"download error":  {"/request", inState(boxID, support.RequestDownloadError, nil), 200, []string{"You could not get the app"}, []string{"pas pu obtenir l’application"}},
		"conn. error":     {"/request", inState(boxID, support.RequestConnectionError, nil), 200, []string{"The app could not connect"}, []string{"pas pu se connecter"}},
		"frame, status":   {"/request/frame?part=status", inQueue, 200, []string{"You are in the queue", `http-equiv="refresh"`, `target="_top"`}, []string{"Vous êtes dans la file"}},
		"frame, lines":    {"/request/frame?part=lines", inState(boxID, support.RequestAccepted, nil), 200, []string{said, "Which room"}, []string{said}},
		"frame, over":     {"/request/frame", inState(boxID, support.RequestResolved, nil), 200, []string{"This conversation has ended", `href="/request"`}, []string{"Continuer"}},
	}
}

// TestStates shows every state of every page in both languages.
func TestStates(t *testing.T) {
	for name, s := range states() {
		t.Run(name, func(t *testing.T) {
			for l, wants := range map[words.Language][]string{words.English: s.en, words.French: s.fr} {
				d := newDesk(t)
				_, h := pagesOf(t, d, FloodSettings{})
				response, body := ask(t, h, http.MethodGet, s.address, s.prepare(d), nil, l)
				if response.StatusCode != s.status {
					t.Errorf("%s: status %d, want %d", l, response.StatusCode, s.status)
				}
				for _, want := range wants {
					if !strings.Contains(body, want) {
						t.Errorf("%s: page lacks %q: %s", l, want, body)
					}
				}
			}
		})
	}
}
