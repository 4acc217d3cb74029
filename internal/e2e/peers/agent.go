package peers

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"beside.example/internal/e2e"
	"beside.example/internal/framebuffer"
	"beside.example/internal/join"
	"beside.example/internal/machine"
	"beside.example/internal/session"
	"beside.example/internal/view"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

// patience is how long anything may take that is not measured.
const patience = 30 * time.Second

// An agent is the agent's app without its windows: what it decodes is there as soon as it can be, as with the other products' viewers
// that have none.
type agent struct {
	relay  *e2e.Relay
	trust  signalling.Trust
	client *signalling.Client
	door   *join.Door
	device ed25519.PrivateKey
	eye    *eye

	stop    context.CancelFunc
	running sync.WaitGroup
	session *session.Session
}

// newAgent signs in at a relay; the watch is told of what is seen later.
func newAgent(ctx context.Context, relay *e2e.Relay, w *watch) (*agent, error) {
	pin, err := signalling.ParseFingerprint(relay.Fingerprint)
	if err != nil {
		return nil, err
	}
	a := &agent{relay: relay, trust: signalling.Trust{Pin: &pin}, eye: &eye{watch: w}}
	token, err := signalling.SignIn{Relay: relay.Address(), Trust: a.trust, Device: "bench", Open: a.browse}.Run(ctx)
	if err != nil {
		return nil, fmt.Errorf("sign in: %w", err)
	}
	if _, a.device, err = ed25519.GenerateKey(nil); err != nil {
		return nil, err
	}
	quiet := slog.New(slog.DiscardHandler)
	a.client, err = signalling.New(signalling.Config{Relay: relay.Address(), Trust: a.trust, Role: protocol.RoleAgent, DeviceToken: token, Product: "bench", Language: "en", Logger: quiet})
	if err != nil {
		return nil, err
	}
	a.door = join.NewDoor(join.Config{Client: a.client, Trust: a.trust, Logger: quiet})
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	a.stop = stop
	a.running.Go(func() { _ = a.client.Run(work) }) // both end with Close
	a.running.Go(func() { _ = a.door.Run(work) })
	return a, nil
}

// browse does in the sign-in page what a person does.
func (a *agent) browse(page string) error {
	browser := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}, // a trial's certificate, on loopback
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       patience,
	}
	response, err := browser.PostForm(page, url.Values{"mail": {a.relay.Mail}, "password": {a.relay.Password}})
	if err != nil {
		return err
	}
	if err := response.Body.Close(); err != nil {
		return err
	}
	back, err := browser.Get(response.Header.Get("Location"))
	if err != nil {
		return err
	}
	return back.Body.Close()
}

// invite makes a code and returns its nine digits.
func (a *agent) invite(ctx context.Context) (string, error) {
	for a.client.State().Welcome == nil {
		select {
		case <-a.client.Changed():
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
	made, err := a.client.CreateCode(ctx, a.client.State().Welcome.SignedIn.Portals[0].ID, "Hannah Berg", 0)
	if err != nil {
		return "", fmt.Errorf("make a code: %w", err)
	}
	c := code.New(made.Nameplate)
	a.door.Expect(made, c.Secret)
	return code.Format(c), nil
}

// meet waits for the customer's app and then for its display.
func (a *agent) meet(ctx context.Context) error {
	arrival, err := a.door.Next(ctx)
	if err = errors.Join(err, arrival.Err); err != nil {
		return fmt.Errorf("wait for the customer: %w", err)
	}
	public, ok := a.device.Public().(ed25519.PublicKey)
	if !ok {
		return errors.New("the device's key is of another kind")
	}
	credential, err := a.client.Credential(ctx, public)
	if err != nil {
		return fmt.Errorf("ask for a credential: %w", err)
	}
	cfg := machine.Join(arrival.Joined)
	cfg.Role, cfg.Peer, cfg.Language = protocol.RoleAgent, session.Peer{Name: "Hannah Berg", Relay: a.client.HostPort()}, "en"
	cfg.Identity = arrival.Joined.Identity(credential, a.device)
	a.session = session.New(cfg)
	a.running.Go(func() { a.session.Run(context.WithoutCancel(ctx)) }) // ends with Close
	return nil
}

// see opens the customer's display and waits for its first picture.
func (a *agent) see(ctx context.Context) error {
	changes, stop := a.session.Watch()
	defer stop()
	for a.session.Snapshot().Theirs.State != protocol.ShareOn {
		select {
		case <-changes:
		case <-ctx.Done():
			return fmt.Errorf("wait for the customer's display: %w", ctx.Err())
		}
	}
	a.session.View().Listen(a.eye)
	a.session.OpenView()
	for a.eye.watch.updates() == 0 {
		select {
		case <-a.eye.watch.changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for the first picture: %w", ctx.Err())
		}
	}
	return nil
}

// Pointer implements viewer.
func (a *agent) Pointer(at image.Point, left bool) error {
	in := a.session.View().Input()
	in.Move(at.X, at.Y)
	const button = 1
	in.Button(button, left)
	return nil
}

// Read implements viewer.
func (a *agent) Read(f func(fb *framebuffer.Framebuffer)) { a.session.View().Read(f) }

// Close ends the session and the app.
func (a *agent) Close() error {
	if a.session != nil {
		a.session.End()
		a.session.Close()
	}
	a.stop()
	a.running.Wait()
	return nil
}

// eye is told by the session what changes.
type eye struct{ watch *watch }

var _ view.Listener = (*eye)(nil)

// Resized implements view.Listener.
func (e *eye) Resized(size image.Point) { e.watch.updated(time.Now(), size.X*size.Y) }

// Changed implements view.Listener.
func (e *eye) Changed(region framebuffer.Region) {
	pixels := 0
	for _, r := range region {
		pixels += r.Dx() * r.Dy()
	}
	e.watch.updated(time.Now(), pixels)
}

// CursorMoved implements view.Listener.
func (*eye) CursorMoved(image.Point) {}

// CursorShaped implements view.Listener.
func (*eye) CursorShaped(*framebuffer.Cursor) {}
