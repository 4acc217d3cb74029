package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// effectWithin is how soon what a manager changes is there in running apps.
const effectWithin = 2 * time.Second

// TestManagersTakeEffect shows that an app which is connected is told of its agent's other portals and rights within two seconds.
func TestManagersTakeEffect(t *testing.T) {
	r := start(t, nil)
	addAgent(t, r.Server)
	client, _ := connect(t, signalling.Config{Relay: r.Relay(), Trust: r.trust(t), Role: protocol.RoleAgent, DeviceToken: signIn(t, r)})
	portals := func(n int) func(signalling.State) bool {
		return func(s signalling.State) bool {
			return s.Phase == signalling.PhaseConnected && len(s.Welcome.SignedIn.Portals) == n
		}
	}
	wait(t, client, portals(1))
	agent, err := r.Store().AgentByMail(t.Context(), mail)
	must(t, err)
	began := time.Now()
	must(t, r.Store().SetAgentPortals(t.Context(), agent.ID, []support.PortalID{}))
	wait(t, client, portals(0))
	if took := time.Since(began); took > effectWithin {
		t.Errorf("it took %v", took)
	}
}

// TestCenterIsThere asks a running relay for the management center: it leads to the sign-in, under the policy of every page.
func TestCenterIsThere(t *testing.T) {
	r := start(t, nil)
	if response, _ := r.get(t, "/center/people"); response.StatusCode != http.StatusSeeOther ||
		response.Header.Get("Location") != "/center/sign-in?back=%2Fcenter%2Fpeople" {
		t.Errorf("status %d to %q", response.StatusCode, response.Header.Get("Location"))
	}
	response, page := r.get(t, "/center/sign-in")
	if response.StatusCode != http.StatusOK || !strings.Contains(page, "Sign in to the management center") ||
		!strings.Contains(response.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("status %d, %s", response.StatusCode, page)
	}
}

// TestRequiredFactorTakesEffect shows that an app whose agent lacks the second factor that is required from now on is signed out within two seconds.
func TestRequiredFactorTakesEffect(t *testing.T) {
	r := start(t, nil)
	addAgent(t, r.Server)
	client, _ := connect(t, signalling.Config{Relay: r.Relay(), Trust: r.trust(t), Role: protocol.RoleAgent, DeviceToken: signIn(t, r)})
	wait(t, client, func(s signalling.State) bool { return s.Phase == signalling.PhaseConnected })
	agent, err := r.Store().AgentByMail(t.Context(), mail)
	must(t, err)
	o, err := r.Store().Organisation(t.Context(), agent.Organisation)
	must(t, err)
	began := time.Now()
	must(t, support.NewConsole(r.Store(), "test").SetSignInPolicy(t.Context(), o, true, false))
	wait(t, client, func(s signalling.State) bool {
		return s.Phase == signalling.PhaseRefused && s.Fault == protocol.FaultSignedOut
	})
	if took := time.Since(began); took > effectWithin {
		t.Errorf("it took %v", took)
	}
}
