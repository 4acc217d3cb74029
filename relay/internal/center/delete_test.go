package center

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
)

// askedSeen asks whether to delete and returns what the form carries.
func (h *house) askedSeen(t *testing.T, cookie, path string) (seen, page string) {
	t.Helper()
	response, page := h.send(t, cookie, http.MethodGet, path, nil)
	status(t, path, response, http.StatusOK)
	found := regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no form: %s", page)
	}
	return found[1], page
}

// TestDeleteQuestions asks every question in both languages.
func TestDeleteQuestions(t *testing.T) {
	h := newHouse(t)
	elena := h.enter(t, "elena", housePassword)
	for path, want := range map[string]map[words.Language]string{
		fmt.Sprintf("%s/%d/delete", teamsPath, h.pharmacy): {words.English: "2 agents are in it", words.French: "2 agents en font partie"},
		fmt.Sprintf("%s/%d/delete", agentsPath, h.ada):     {words.English: "Delete the account of Ada?", words.French: "Supprimer le compte de Ada"},
		fmt.Sprintf("%s/%d/disable", agentsPath, h.ada):    {words.English: "signed out within two seconds", words.French: "déconnectés en deux secondes"},
		fmt.Sprintf("%s/%d/delete", portalsPath, h.desk):   {words.English: "Past requests and sessions stay", words.French: "restent dans les rapports"},
	} {
		for l, text := range want {
			_, page := h.send(t, elena, http.MethodGet, path+"?lang="+string(l), nil)
			if !strings.Contains(page, text) || strings.Contains(page, "settings.delete") {
				t.Errorf("%s in %s: %s", path, l, page)
			}
		}
	}
}

// TestDeleteTeam deletes an empty team, and one whose people move.
func TestDeleteTeam(t *testing.T) {
	h := newHouse(t)
	elena, tom := h.enter(t, "elena", housePassword), h.enter(t, "tom", housePassword)
	path := func(id support.TeamID) string { return fmt.Sprintf("%s/%d/delete", teamsPath, id) }
	for name, c := range map[string]struct {
		cookie string
		id     support.TeamID
		status int
	}{
		"the own team": {tom, h.pharmacy, http.StatusForbidden}, "one above": {tom, h.front, http.StatusNotFound}, "another organisation's": {elena, h.southTeam, http.StatusNotFound},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			response, _ := h.send(t, c.cookie, method, path(c.id), url.Values{"to": {fmt.Sprint(h.night)}})
			status(t, method+" "+name, response, c.status)
		}
	}
	seen, page := h.askedSeen(t, elena, path(h.pharmacy))
	if strings.Contains(page, ">Night<") || strings.Contains(page, "\u2003Night") {
		t.Error("people may move below the team that goes")
	}
	for name, to := range map[string]any{"nowhere": "", "itself": h.pharmacy, "below": h.night} {
		response, _ := h.send(t, elena, http.MethodPost, path(h.pharmacy), url.Values{"seen": {seen}, "to": {fmt.Sprint(to)}})
		status(t, name, response, http.StatusUnprocessableEntity)
	}
	response, _ := h.send(t, elena, http.MethodPost, path(h.pharmacy), url.Values{"seen": {seen}, "to": {fmt.Sprint(h.southTeam)}})
	status(t, "to another organisation", response, http.StatusNotFound)
	response, _ = h.send(t, elena, http.MethodPost, path(h.pharmacy), url.Values{"seen": {"00"}, "to": {fmt.Sprint(h.front)}})
	status(t, "changed meanwhile", response, http.StatusConflict)
	h.send(t, elena, http.MethodPost, invitationsPath, h.newAgentForm("nina@field.example", support.RoleAgent))
	response, _ = h.send(t, elena, http.MethodPost, path(h.pharmacy), url.Values{"seen": {seen}, "to": {fmt.Sprint(h.front)}})
	status(t, "move to the front", response, http.StatusSeeOther)
	night := first(h.Team(t.Context(), h.night))
	if a := first(h.Agent(t.Context(), h.ada)); a.Team != h.front || night.Parent != h.front || first(h.Invitations(t.Context(), h.north))[0].Team != h.front {
		t.Errorf("the agent is in team %d, the team below in %d", a.Team, night.Parent)
	}
	if _, err := h.Team(t.Context(), h.pharmacy); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("the team: %v", err)
	}
	seen, page = h.askedSeen(t, elena, path(h.night))
	if !strings.Contains(page, "Nobody is in this team") || strings.Contains(page, `name="to"`) {
		t.Errorf("an empty team: %s", page)
	}
	response, _ = h.send(t, elena, http.MethodPost, path(h.night), url.Values{"seen": {seen}})
	status(t, "an empty team", response, http.StatusSeeOther)
	if response, _ := h.send(t, tom, http.MethodGet, peoplePath, nil); response.StatusCode != http.StatusOK {
		t.Errorf("tom, whose team is gone: status %d", response.StatusCode)
	}
	log := first(h.Audit(t.Context(), h.north, h.elena, 0, 2))
	if log[0].Act != support.AuditTeamDeleted || log[0].Object != "Night" || log[1].Object != "Pharmacy" || log[1].Changes[0].After != "Front" {
		t.Errorf("the log says %+v", log)
	}
}

// TestDeleteAgent deletes an agent, who is out at once and named in reports all the same.
func TestDeleteAgent(t *testing.T) {
	h := newHouse(t)
	elena, tom, ada := h.enter(t, "elena", housePassword), h.enter(t, "tom", housePassword), h.enter(t, "ada", housePassword)
	path := func(id support.AgentID) string { return fmt.Sprintf("%s/%d/delete", agentsPath, id) }
	token := first(support.NewAccounts(h.Store).AddDevice(t.Context(), h.ada, "desk"))
	for name, c := range map[string]struct {
		cookie string
		id     support.AgentID
		status int
	}{
		"oneself": {tom, h.tom, http.StatusForbidden}, "somebody above": {tom, h.elena, http.StatusNotFound}, "of another team": {tom, h.bob, http.StatusNotFound},
		"of another organisation": {elena, h.otto, http.StatusNotFound}, "as an agent": {ada, h.tom, http.StatusForbidden},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			response, _ := h.send(t, c.cookie, method, path(c.id), url.Values{"seen": {"00"}})
			status(t, method+" "+name, response, c.status)
		}
	}
	response, _ := h.send(t, tom, http.MethodPost, path(h.ada), url.Values{"seen": {"00"}})
	status(t, "changed meanwhile", response, http.StatusConflict)
	seen, _ := h.askedSeen(t, tom, path(h.ada))
	response, _ = h.send(t, tom, http.MethodPost, path(h.ada), url.Values{"seen": {seen}})
	status(t, "delete", response, http.StatusSeeOther)
	a := first(h.Agent(t.Context(), h.ada))
	if !a.Deleted() || a.Name != "Ada" || a.PasswordHash != "" {
		t.Errorf("left is %+v", a)
	}
	if _, err := support.NewAccounts(h.Store).SignedIn(t.Context(), token); !errors.Is(err, support.ErrDenied) {
		t.Errorf("her app: %v", err)
	}
	if response, _ := h.send(t, ada, http.MethodGet, mePath, nil); response.StatusCode != http.StatusSeeOther || h.enter(t, "ada", housePassword) != "" {
		t.Errorf("her browser: status %d", response.StatusCode)
	}
	for _, act := range []string{"", "/enable", "/password", "/delete"} {
		if response, _ := h.send(t, elena, http.MethodPost, fmt.Sprintf("%s/%d%s", agentsPath, h.ada, act), h.newAgentForm("x@y.example", support.RoleAgent)); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s afterwards: status %d", act, response.StatusCode)
		}
	}
	if _, page := h.send(t, elena, http.MethodGet, peoplePath, nil); strings.Contains(page, "ada@") || strings.Contains(page, "agents.invalid") || strings.Contains(page, ">Ada<") {
		t.Error("she is among the people")
	}
	names := first(h.center.names(t.Context(), Manager{Agent: first(h.Agent(t.Context(), h.elena)), Organisation: support.Organisation{ID: h.north}}))
	if names.agent(h.ada) != "Ada" {
		t.Errorf("reports call her %q", names.agent(h.ada))
	}
	again := h.newAgentForm("ada@field.example", support.RoleAgent)
	if response, _ := h.send(t, elena, http.MethodPost, agentsPath+"/new", again); response.StatusCode != http.StatusOK {
		t.Errorf("her address again: status %d", response.StatusCode)
	}
}

// TestDeletePortal deletes a portal with customers in it.
func TestDeletePortal(t *testing.T) {
	h := newHouse(t)
	elena, tom := h.enter(t, "elena", housePassword), h.enter(t, "tom", housePassword)
	ctx := t.Context()
	requests := support.NewRequests(h.Store, support.DefaultRequestSettings())
	portal := first(h.Portal(ctx, h.desk))
	ask := func() support.Request {
		r, _, err := requests.Submit(ctx, portal, support.Form{Customer: "Bea"}, netip.MustParseAddr("192.0.2.1"))
		must(t, err)
		return first(requests.Post(ctx, r.ID))
	}
	waiting, helped := ask(), ask()
	_, _, err := h.ChangeRequest(ctx, helped.ID, func(r *support.Request) (support.Step, error) {
		r.State, r.Agent, r.Accepted = support.RequestAccepted, h.bob, time.Now()
		return support.Step{}, nil
	})
	must(t, err)
	path := fmt.Sprintf("%s/%d/delete", portalsPath, h.desk)
	for cookie, id := range map[string]support.PortalID{elena: h.southDesk, tom: h.desk} {
		want := map[string]int{elena: http.StatusNotFound, tom: http.StatusForbidden}[cookie]
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			response, _ := h.send(t, cookie, method, fmt.Sprintf("%s/%d/delete", portalsPath, id), url.Values{"seen": {"1"}})
			status(t, method, response, want)
		}
	}
	seen, page := h.askedSeen(t, elena, path)
	if !strings.Contains(page, "1 customer waits in it now") || !strings.Contains(page, "1 customer is being helped") {
		t.Errorf("page %s", page)
	}
	response, _ := h.send(t, elena, http.MethodPost, path, url.Values{"seen": {"77"}})
	status(t, "changed meanwhile", response, http.StatusConflict)
	response, _ = h.send(t, elena, http.MethodPost, path, url.Values{"seen": {seen}})
	status(t, "delete", response, http.StatusSeeOther)
	if r := first(requests.Request(ctx, waiting.ID)); r.State != support.RequestNoResponse {
		t.Errorf("who waited is in state %d", r.State)
	}
	if r := first(requests.Request(ctx, helped.ID)); r.State != support.RequestAccepted {
		t.Errorf("who was helped is in state %d", r.State)
	}
	if _, err := h.PortalBySlug(ctx, "desk"); !errors.Is(err, support.ErrNotFound) {
		t.Errorf("its page: %v", err)
	}
	left := first(h.Portal(ctx, h.desk))
	served := first(h.AgentPortals(ctx, h.bob))
	if !left.Former || left.Name != "desk" || slices.Contains(served, h.desk) {
		t.Errorf("left is %+v, served %v", left, served)
	}
	if portals := first(h.Portals(ctx, h.north)); slices.ContainsFunc(portals, func(p support.Portal) bool { return p.ID == h.desk }) {
		t.Error("it is in the list")
	}
	response, _ = h.send(t, elena, http.MethodGet, fmt.Sprintf("%s/%d", portalsPath, h.desk), nil)
	status(t, "its form", response, http.StatusNotFound)
	names := first(h.center.names(ctx, Manager{Agent: first(h.Agent(ctx, h.elena)), Organisation: support.Organisation{ID: h.north}}))
	if names.portal(h.desk) != "desk" {
		t.Errorf("reports call it %q", names.portal(h.desk))
	}
	_, err = h.CreatePortal(ctx, support.Portal{Organisation: h.north, Name: "desk", Slug: "desk", Kind: support.PortalBox, Created: time.Now()})
	must(t, err)
}
