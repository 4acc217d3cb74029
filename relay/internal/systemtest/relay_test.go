package systemtest

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/account"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// patience is how long a test waits for what must come; it is never reached when all is well.
const patience = 30 * time.Second

// The agent of every relay here.
const (
	mail     = "claire@northfield.example"
	password = "correct horse battery"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// relay is a relay with one agent, which serves until its test ends or kills it.
type relay struct {
	*server.Server
	t      testing.TB
	logs   *logBook
	config server.Config
	cancel context.CancelFunc
	ended  chan error
}

// newRelay runs a relay on free ports. At the end the logs of all who logged into its book are searched for codes.
func newRelay(t testing.TB, change func(*server.Config)) *relay {
	t.Helper()
	r := &relay{t: t, logs: &logBook{}}
	r.config = server.Config{Listen: "127.0.0.1:0", Data: t.TempDir(), Logger: r.logs.logger()}
	if change != nil {
		change(&r.config)
	}
	t.Cleanup(func() { r.logs.check(t) })
	r.start()
	r.config.Listen = r.Addr() // for the next time
	r.addAgent()
	t.Cleanup(func() { r.stop() })
	return r
}

// start runs the relay, also again after stop or kill. The ports of one that was killed may take a moment to be free.
func (r *relay) start() {
	r.t.Helper()
	var err error
	for deadline := time.Now().Add(patience); ; {
		if r.Server, err = server.New(context.Background(), r.config); err == nil || time.Now().After(deadline) {
			break
		}
	}
	must(r.t, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func(s *server.Server) { ended <- s.Run(ctx) }(r.Server)
	r.cancel, r.ended = cancel, ended
}

// stop ends the relay as SIGTERM does.
func (r *relay) stop() {
	r.t.Helper()
	if r.cancel == nil {
		return
	}
	r.cancel()
	r.cancel = nil
	if err := <-r.ended; err != nil {
		r.t.Error(err)
	}
}

// kill ends the relay at once: nobody is told.
func (r *relay) kill() {
	r.t.Helper()
	must(r.t, r.Close())
	r.stop()
}

func (r *relay) addAgent() {
	r.t.Helper()
	ctx := context.Background()
	hasher, err := account.NewHasher()
	must(r.t, err)
	hash, err := hasher.Hash(ctx, password)
	must(r.t, err)
	_, key, err := ed25519.GenerateKey(nil)
	must(r.t, err)
	organisation, err := r.Store().CreateOrganisation(ctx, support.Organisation{Name: "Northfield", Key: key})
	must(r.t, err)
	team, err := r.Store().CreateTeam(ctx, support.Team{Organisation: organisation, Name: "Everyone"})
	must(r.t, err)
	portal, err := r.Store().CreatePortal(ctx, support.Portal{Organisation: organisation, Name: "Phone"})
	must(r.t, err)
	_, err = r.Store().CreateAgent(ctx,
		support.Agent{Organisation: organisation, Team: team, Name: "Claire", Mail: mail, PasswordHash: hash}, []support.PortalID{portal})
	must(r.t, err)
}

// disableAgent does what the subcommand does, in the store and from outside.
func (r *relay) disableAgent() {
	r.t.Helper()
	ctx := context.Background()
	other, err := store.Open(ctx, filepath.Join(r.config.Data, server.StoreFile))
	must(r.t, err)
	agent, err := other.AgentByMail(ctx, mail)
	must(r.t, err)
	must(r.t, other.SetDisabled(ctx, agent.ID, true))
	must(r.t, other.Close())
}

// trust pins the relay's certificate, as an app does once a person has compared the fingerprint.
func (r *relay) trust() signalling.Trust {
	f, ok := r.Fingerprint()
	if !ok {
		r.t.Fatal("no fingerprint")
	}
	return signalling.Trust{Pin: &f}
}

// signIn signs a device of the agent in, over HTTP, and returns its token.
func (r *relay) signIn() string {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	token, err := signalling.SignIn{Relay: r.Relay(), Trust: r.trust(), Device: "desk", Open: browse}.Run(ctx)
	must(r.t, err)
	return token
}

// browser is a browser whose owner has accepted the relay's certificate and that stays on the page it was sent from.
func browser() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       patience,
	}
}

// browse fills in the form of the sign-in page and follows the way back to the app.
func browse(page string) error {
	response, err := browser().PostForm(page, url.Values{"mail": {mail}, "password": {password}})
	if err != nil {
		return err
	}
	if err := response.Body.Close(); err != nil {
		return err
	}
	response, err = browser().Get(response.Header.Get("Location"))
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// page returns the status of a page.
func (r *relay) page(path string) int {
	r.t.Helper()
	response, err := browser().Get("https://" + r.Addr() + path)
	must(r.t, err)
	must(r.t, response.Body.Close())
	return response.StatusCode
}
