package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// TestWaysBackIn resets a lost factor and opens the door that managers shut on themselves, and has the log say so.
func TestWaysBackIn(t *testing.T) {
	data := t.TempDir()
	mustRun(t, "", "organisation", "create", "Northfield", "--data", data)
	mustRun(t, "", "agent", "create", "--name", "Claire", "--mail", "claire@northfield.example", "--data", data)
	s, err := store.Open(t.Context(), filepath.Join(data, server.StoreFile))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	agent, err := s.AgentByMail(t.Context(), "claire@northfield.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run(t.Context(), "", "agent", "reset-factor", agent.Mail, "--data", data); err == nil || !strings.Contains(err.Error(), "has no second factor") {
		t.Errorf("without one: %v", err)
	}
	if err := s.AddSecurityKey(t.Context(), support.SecurityKey{Agent: agent.ID, Name: "stick", Credential: []byte{1}, PublicKey: []byte{2}, Created: time.Now()}, true, []string{"x"}); err != nil {
		t.Fatal(err)
	}
	accounts := support.NewAccounts(s)
	token, err := accounts.AddDevice(t.Context(), agent.ID, "desk")
	if err != nil {
		t.Fatal(err)
	}
	mustRun(t, "", "agent", "reset-factor", agent.Mail, "--data", data)
	if keys, err := s.SecurityKeys(t.Context(), agent.ID); len(keys) != 0 || err != nil {
		t.Errorf("after the reset: %v, %v", keys, err)
	}
	if _, err := accounts.SignedIn(t.Context(), token); err == nil {
		t.Error("the app stays signed in")
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "Northfield\tfactor-required=false\tonly-single-sign-on=false\n"},
		{[]string{"--factor-required", "--only-single-sign-on"}, "Northfield\tfactor-required=true\tonly-single-sign-on=true\n"},
		{[]string{"--only-single-sign-on=false", "Northfield"}, "Northfield\tfactor-required=true\tonly-single-sign-on=false\n"},
	} {
		if out := mustRun(t, "", append([]string{"organisation", "policy", "--data", data}, c.args...)...); out != c.want {
			t.Errorf("%v says %q", c.args, out)
		}
	}
	log, err := s.Audit(t.Context(), agent.Organisation, 0, 0, 10)
	if err != nil || len(log) != 3 || log[2].Act != support.AuditFactorReset || log[2].Name != "beside-relay" || log[2].Agent != 0 || len(log[0].Changes) != 1 {
		t.Errorf("the log says %+v, %v", log, err)
	}
}
