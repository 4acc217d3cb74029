package store_test

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"beside.example/protocol/code"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/store/postgrestest"
	"beside.example/relay/internal/support"
)

// TestSQLite runs the suite on SQLite.
func TestSQLite(t *testing.T) {
	suite(t, func(t testing.TB) string { return filepath.Join(t.TempDir(), "relay.db") })
}

// TestPostgreSQL runs the suite on a real server.
func TestPostgreSQL(t *testing.T) {
	suite(t, postgrestest.Start(t).NewDatabase)
}

// open opens a database for as long as the test runs.
func open(t *testing.T, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsn)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

// suite holds a database against what package support expects of a store; fresh makes an empty one and returns its address.
func suite(t *testing.T, fresh func(t testing.TB) string) {
	for name, test := range map[string]func(*testing.T, *fixture){
		"organisations": testOrganisations,
		"agents":        testAgents,
		"devices":       testDevices,
		"codes":         testCodes,
		"redeem":        testRedeem,
		"redeem once":   testRedeemOnce,
		"cut":           testCut,
		"history":       testHistory,
		"ticket keys":   testTicketKeys,
		"fleet":         testFleet,
		"sign-ins":      testSignIns,
		"contention":    testContention,
		"wake":          testWake,
		"one offer":     testOneOffer,
		"kill":          testKill,
		"histories":     testHistories,
		"portals":       testPortals,
		"teams":         testTeams,
		"jobs":          testJobs,
		"look":          testLook,
		"report zones":  testReportZones,
		"person":        testPerson,
		"person hint":   testPersonHint,
		"former agent":  testFormerAgent,
		"retention":     testRetention,
		"lease":         testLease,
		"leftovers":     testLeftovers,
		"bulk":          testBulk,
		"presence":      testPresence,
		"desk":          testDesk,
		"silence":       testSilence,
		"canned":        testCanned,
		"manage":        testManage,
		"API tokens":    testTokens,
		"webhooks":      testWebhooks,
		"desk version":  testDeskVersion,
		"second factor": testSecondFactor,
		"security keys": testSecurityKeys,
		"last factor":   testLastFactor,
		"single":        testSingleSignOns,
		"center":        testCenterSignIns,
		"settings":      testSettings,
		"hand-ins":      testHandIns,
		"device keys":   testDeviceKeys,
		"introduced":    testIntroduced,
		"brought in":    testBroughtIn,
		"letters":       testLetters,
		"monitoring":    testMonitoring,
		"invitations":   testInvitations,
		"resets":        testResets,
		"former":        testFormer,
		"report week":   testReportWeek,
	} {
		t.Run(name, func(t *testing.T) {
			dsn := fresh(t)
			f := newFixture(t, open(t, dsn))
			f.dsn = dsn
			test(t, f)
		})
	}
}

// now is a time that every database keeps exactly.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// fixture is a store with one organisation, team, portal and agent.
type fixture struct {
	*store.Store
	dsn          string // its address, for a second relay on it
	organisation support.Organisation
	team         support.TeamID
	portal       support.PortalID
	agent        support.Agent
}

func newFixture(t *testing.T, s *store.Store) *fixture {
	t.Helper()
	ctx := t.Context()
	f := &fixture{Store: s}
	_, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	f.organisation = support.Organisation{Name: "Northfield Health", Key: key, Created: now}
	f.organisation.ID, err = s.CreateOrganisation(ctx, f.organisation)
	must(t, err)
	f.team, err = s.CreateTeam(ctx, support.Team{Organisation: f.organisation.ID, Name: "Everyone"})
	must(t, err)
	f.portal, err = s.CreatePortal(ctx, support.Portal{Organisation: f.organisation.ID, Name: "Phone", Created: now})
	must(t, err)
	f.agent = f.newAgent(t, "claire@northfield.example")
	return f
}

func (f *fixture) newAgent(t *testing.T, mail string) support.Agent {
	t.Helper()
	a := support.Agent{Organisation: f.organisation.ID, Team: f.team, Name: "Claire Moreau", Mail: mail, Role: support.RoleAgent, PasswordHash: "$hash", Created: now}
	id, err := f.CreateAgent(t.Context(), a, []support.PortalID{f.portal})
	must(t, err)
	a.ID = id
	return a
}

func (f *fixture) newCode(t *testing.T, nameplate string, created time.Time) support.Code {
	t.Helper()
	c := support.Code{Agent: f.agent.ID, Portal: f.portal, Customer: "Aiko Tanaka", Created: created, Expires: created.Add(10 * time.Minute)}
	c.Nameplate = code.Nameplate(nameplate)
	id, err := f.CreateCode(t.Context(), c, 8)
	must(t, err)
	c.ID = id
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

func testOrganisations(t *testing.T, f *fixture) {
	ctx := t.Context()
	got, err := f.OrganisationByName(ctx, "Northfield Health")
	must(t, err)
	if got.ID != f.organisation.ID || !got.Key.Equal(f.organisation.Key) || !got.Created.Equal(now) {
		t.Errorf("organisation comes back as %+v", got)
	}
	_, err = f.OrganisationByName(ctx, "Southfield")
	wantErr(t, err, support.ErrNotFound)
	_, err = f.CreateOrganisation(ctx, f.organisation)
	wantErr(t, err, support.ErrExists)
	all, err := f.Organisations(ctx)
	must(t, err)
	if len(all) != 1 {
		t.Errorf("%d organisations", len(all))
	}
	child, err := f.CreateTeam(ctx, support.Team{Organisation: f.organisation.ID, Name: "Pharmacy", Parent: f.team})
	must(t, err)
	teams, err := f.Teams(ctx, f.organisation.ID)
	must(t, err)
	if len(teams) != 2 || teams[1].ID != child || teams[1].Parent != f.team || teams[0].Parent != 0 {
		t.Errorf("teams %+v", teams)
	}
	_, err = f.CreatePortal(ctx, support.Portal{Organisation: f.organisation.ID, Name: "Phone"})
	wantErr(t, err, support.ErrExists)
	portals, err := f.Portals(ctx, f.organisation.ID)
	must(t, err)
	if len(portals) != 1 || portals[0].ID != f.portal {
		t.Errorf("portals %+v", portals)
	}
}

func testAgents(t *testing.T, f *fixture) {
	ctx := t.Context()
	got, err := f.AgentByMail(ctx, f.agent.Mail)
	must(t, err)
	if got != f.agent {
		t.Errorf("agent comes back as %+v, want %+v", got, f.agent)
	}
	_, err = f.CreateAgent(ctx, f.agent, nil)
	wantErr(t, err, support.ErrExists)
	_, err = f.AgentByMail(ctx, "nobody@northfield.example")
	wantErr(t, err, support.ErrNotFound)
	must(t, f.SetPassword(ctx, f.agent.ID, "$new"))
	must(t, f.SetDisabled(ctx, f.agent.ID, true))
	got, err = f.AgentByMail(ctx, f.agent.Mail)
	must(t, err)
	if got.PasswordHash != "$new" || !got.Disabled {
		t.Errorf("changed agent comes back as %+v", got)
	}
	wantErr(t, f.SetPassword(ctx, f.agent.ID+1, ""), support.ErrNotFound)
	wantErr(t, f.SetDisabled(ctx, f.agent.ID+1, true), support.ErrNotFound)
	agents, err := f.Agents(ctx, f.organisation.ID)
	must(t, err)
	if len(agents) != 1 {
		t.Errorf("%d agents", len(agents))
	}
	// A portal made after the agent is served by the agent too.
	_, err = f.CreatePortal(ctx, support.Portal{Organisation: f.organisation.ID, Name: "Walk-in"})
	must(t, err)
	_, token := f.newDevice(t)
	who, err := f.DeviceByToken(ctx, token.Hash())
	must(t, err)
	if len(who.Portals) != 2 {
		t.Errorf("agent serves %+v", who.Portals)
	}
}

func (f *fixture) newDevice(t *testing.T) (support.DeviceID, support.Secret) {
	t.Helper()
	token := support.NewSecret()
	id, err := f.CreateDevice(t.Context(), support.Device{Agent: f.agent.ID, Name: "desk", TokenHash: token.Hash(), Created: now, Seen: now})
	must(t, err)
	return id, token
}

func testDevices(t *testing.T, f *fixture) {
	ctx := t.Context()
	id, token := f.newDevice(t)
	other, _ := f.newDevice(t)
	who, err := f.DeviceByToken(ctx, token.Hash())
	must(t, err)
	if who.Device.ID != id || who.Agent != f.agent || who.Team.ID != f.team || who.Organisation.Name != f.organisation.Name ||
		!who.Organisation.Key.Equal(f.organisation.Key) || len(who.Portals) != 1 {
		t.Errorf("signed in: %+v", who)
	}
	_, err = f.DeviceByToken(ctx, support.NewSecret().Hash())
	wantErr(t, err, support.ErrNotFound)
	must(t, f.DeviceSeen(ctx, id, now.Add(time.Hour)))
	wantErr(t, f.RevokeDevice(ctx, f.agent.ID+1, id), support.ErrNotFound)
	must(t, f.RevokeDevice(ctx, f.agent.ID, id))
	valid, err := f.ValidDevices(ctx, []support.DeviceID{id, other, other + 1})
	must(t, err)
	if len(valid) != 1 || valid[0] != other {
		t.Errorf("valid devices %v, want %v", valid, other)
	}
	if none, err := f.ValidDevices(ctx, nil); err != nil || len(none) != 0 {
		t.Errorf("of no devices, %v are valid, %v", none, err)
	}
	devices, err := f.Devices(ctx, f.agent.ID)
	must(t, err)
	if len(devices) != 2 || !devices[1].Revoked || !devices[1].Seen.Equal(now.Add(time.Hour)) {
		t.Errorf("devices %+v", devices)
	}
	n, err := f.RevokeDevices(ctx, f.agent.ID)
	must(t, err)
	if n != 1 {
		t.Errorf("%d devices revoked, want the one that was left", n)
	}
	third, _ := f.newDevice(t)
	must(t, f.SetPassword(ctx, f.agent.ID, "$new"))
	if valid, err := f.ValidDevices(ctx, []support.DeviceID{third}); err != nil || len(valid) != 0 {
		t.Errorf("a device outlives a new password: %v, %v", valid, err)
	}
}

func testCodes(t *testing.T, f *fixture) {
	ctx := t.Context()
	first := f.newCode(t, "1234", now)
	second := f.newCode(t, "5678", now.Add(time.Minute))
	got, err := f.LatestCode(ctx, "1234")
	must(t, err)
	if got != first {
		t.Errorf("code comes back as %+v, want %+v", got, first)
	}
	_, err = f.CreateCode(ctx, first, 8)
	wantErr(t, err, support.ErrExists)
	_, err = f.CreateCode(ctx, support.Code{Agent: f.agent.ID, Portal: f.portal, Nameplate: "0000", Created: now, Expires: now.Add(1)}, 2)
	wantErr(t, err, support.ErrTooManyCodes)
	active, err := f.ActiveCodes(ctx, f.agent.ID, now)
	must(t, err)
	if len(active) != 2 || active[0] != first || active[1] != second {
		t.Errorf("active codes %+v", active)
	}
	_, err = f.EndCode(ctx, f.agent.ID+1, first.ID, support.CodeWithdrawn, now)
	wantErr(t, err, support.ErrNotFound)
	ended, err := f.EndCode(ctx, f.agent.ID, first.ID, support.CodeWithdrawn, now)
	must(t, err)
	if ended.State != support.CodeWithdrawn || !ended.Ended.Equal(now) {
		t.Errorf("ended code %+v", ended)
	}
	_, err = f.EndCode(ctx, f.agent.ID, first.ID, support.CodeDead, now)
	wantErr(t, err, support.ErrCodeEnded)
	expired, err := f.ExpireCodes(ctx, second.Expires)
	must(t, err)
	if len(expired) != 1 || expired[0].ID != second.ID || !expired[0].Ended.Equal(second.Expires) {
		t.Errorf("expired codes %+v", expired)
	}
	for since, want := range map[time.Time]int{now: 2, now.Add(time.Second): 1, second.Expires.Add(time.Second): 0} {
		taken, err := f.TakenNameplates(ctx, since)
		must(t, err)
		if len(taken) != want {
			t.Errorf("%v taken since %v, want %d", taken, since, want)
		}
	}
	third := f.newCode(t, "1234", now.Add(time.Hour)) // a nameplate may come again
	latest, err := f.LatestCode(ctx, "1234")
	must(t, err)
	if latest != third {
		t.Errorf("the nameplate's latest code is %+v, want %+v", latest, third)
	}
	_, err = f.LatestCode(ctx, "9999")
	wantErr(t, err, support.ErrNotFound)
}

// TestActive holds the text by which active codes are found against the state's number.
func TestActive(t *testing.T) {
	if support.CodeActive != 0 {
		t.Error("store/codes.go and the index of active codes write 0 for the active state")
	}
}

func TestOpenTwice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a relay?.db") // characters that a file URL must escape
	for range 2 {
		s, err := store.Open(t.Context(), path)
		must(t, err)
		must(t, s.Ping(t.Context()))
		must(t, s.Close())
	}
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the store's file has mode %v", info.Mode())
	}
}

func TestOpenMissingFolder(t *testing.T) {
	_, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "missing", "relay.db"))
	wantErr(t, err, os.ErrNotExist)
}
