package server_test

import (
	"bufio"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// form sends a form with the browser's cookies and returns the answer.
func (r *running) form(t *testing.T, path string, fields url.Values, cookies []*http.Cookie) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+r.Addr()+path, strings.NewReader(fields.Encode()))
	must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range cookies {
		request.AddCookie(c)
	}
	response, _ := r.do(t, request, nil)
	return response
}

// follow opens the stream of a customer's page; see reads it until a text comes.
func (r *running) follow(t *testing.T, cookies []*http.Cookie) (see func(text string)) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+r.Addr()+"/request/events", http.NoBody)
	must(t, err)
	for _, c := range cookies {
		request.AddCookie(c)
	}
	response, err := r.client.Do(request)
	must(t, err)
	t.Cleanup(func() { response.Body.Close() })
	lines := bufio.NewScanner(response.Body)
	return func(text string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), text) {
				return
			}
		}
		t.Fatalf("the stream ended before %q: %v", text, lines.Err())
	}
}

// TestPortal goes from a portal's form to the code for the app, with the page on one side and an agent's client on the other.
func TestPortal(t *testing.T) {
	r := start(t, nil)
	addAgent(t, r.Server)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	agent, err := r.Store().AgentByMail(ctx, mail)
	must(t, err)
	portal, err := r.Store().CreatePortal(ctx, support.Portal{
		Organisation: agent.Organisation, Name: "Help", Slug: "help", Kind: support.PortalBox, ChatFirst: true, Features: support.FeaturesAll,
	})
	must(t, err)
	must(t, r.Store().SetAgentPortals(ctx, agent.ID, []support.PortalID{portal}))
	if _, body := r.get(t, "/p/help"); !strings.Contains(body, "Nobody is here right now") {
		t.Errorf("before the agent comes: %s", body)
	}
	client, _ := connect(t, signalling.Config{Relay: r.Relay(), Trust: r.trust(t), Role: protocol.RoleAgent, DeviceToken: signIn(t, r)})
	must(t, client.SetStatus(ctx, signalling.StatusAvailable))

	fields := url.Values{"customer": {"Aiko Tanaka"}, "question": {"Scanner not found"}}
	answer := r.form(t, "/p/help", fields, nil)
	cookies := answer.Cookies()
	if answer.StatusCode != http.StatusSeeOther || len(cookies) != 1 {
		t.Fatalf("status %d, %v", answer.StatusCode, answer.Header)
	}
	see := r.follow(t, cookies)
	see("Scanner not found")
	see("Somebody answers soon")
	wait(t, client, func(signalling.State) bool { return len(client.Requests()) == 1 })
	r.measures(t, `beside_desk_requests{kind="box",state="waiting"} 1`, `beside_desk_agents{status="available"} 1`)
	id := client.Requests()[0].ID
	accepted, _, err := client.AcceptRequest(ctx, id)
	must(t, err)
	if accepted.Customer != "Aiko Tanaka" {
		t.Errorf("accepted %+v", accepted)
	}
	see("Claire is here")
	must(t, client.SayInRequest(ctx, id, "Which room?"))
	see("Which room?")
	if said := r.form(t, "/request/say", url.Values{"text": {"Room 4"}}, cookies); said.StatusCode != http.StatusSeeOther {
		t.Errorf("a line: status %d", said.StatusCode)
	}
	see("Room 4")
	code, _, err := client.OfferApp(ctx, id)
	must(t, err)
	see("/p/" + code.Canonical())
	must(t, client.CloseRequest(ctx, id, signalling.OutcomeResolved, ""))
	see("event: turn")
	r.measures(t, `beside_desk_requests{kind="box",state="waiting"} 0`, `beside_desk_requests_submitted_total{kind="box"} 1`,
		`beside_desk_requests_accepted_total{kind="box"} 1`, `beside_desk_requests_ended_total{kind="box",outcome="resolved"} 1`)
}

// measures wants lines among the metrics.
func (r *running) measures(t *testing.T, lines ...string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+r.MonitorAddr()+"/metrics", http.NoBody)
	_, metrics := r.do(t, request, err)
	for _, line := range lines {
		if !strings.Contains(metrics, "\n"+line+"\n") {
			t.Errorf("no %q among the metrics", line)
		}
	}
}

// TestStopWithOpenPages stops a relay while a customer's page is open: it does not wait for the page.
func TestStopWithOpenPages(t *testing.T) {
	r := start(t, nil)
	addAgent(t, r.Server)
	o, err := r.Store().OrganisationByName(t.Context(), "Northfield")
	must(t, err)
	id, err := r.Store().CreatePortal(t.Context(), support.Portal{Organisation: o.ID, Name: "Help", Slug: "help", Kind: support.PortalBox, Features: support.FeaturesAll})
	must(t, err)
	portal, err := r.Store().Portal(t.Context(), id)
	must(t, err)
	secret := support.NewSecret()
	must(t, r.Store().CreateRequest(t.Context(), support.Request{
		ID: support.RequestID{1}, Organisation: o.ID, Portal: portal.ID, Kind: portal.Kind, Token: secret.Hash(),
		RequestTimes: support.RequestTimes{Created: time.Now(), Seen: time.Now()},
	}, support.Event{Request: support.RequestID{1}, Organisation: o.ID, Portal: portal.ID, Kind: support.EventSubmitted, At: time.Now()}))
	see := r.follow(t, []*http.Cookie{{Name: "__Host-request", Value: secret.Token()}})
	see("Somebody answers soon")
	begun := time.Now()
	must(t, r.stop())
	const soon = 2 * time.Second // less than requests under way are waited for
	if took := time.Since(begun); took > soon {
		t.Errorf("stopping took %v", took)
	}
}
