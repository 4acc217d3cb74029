package ui

import (
	"context"
	"image"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"

	"beside.example/customerapp/internal/model"
	"beside.example/customerapp/internal/model/modeltest"
	"beside.example/internal/company"
	"beside.example/internal/words"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
)

// world is the app but for its network: windows of a model that runs.
type world struct {
	t       *testing.T
	app     fyne.App
	model   *model.Model
	line    *modeltest.Line    // the latest that was dialled
	session *modeltest.Session // the one that a code leads to
	windows *Windows
	floated []string
	chimed  []bool
	browsed []string
	room    image.Point
}

// Float implements Desk.
func (w *world) Float(title string) { w.floated = append(w.floated, title) }

// Browse implements Desk.
func (w *world) Browse(address string) { w.browsed = append(w.browsed, address) }

// Chime implements Desk.
func (w *world) Chime(start bool) { w.chimed = append(w.chimed, start) }

// Room implements Desk.
func (w *world) Room() image.Point { return w.room }

// start runs a test with the app as it is after its start, in virtual time.
func start(t *testing.T, cfg model.Config, language words.Language, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, app: newApp(t), session: modeltest.NewSession()}
		cfg.Dial = func(relay string, _ *signalling.Fingerprint) (model.Line, error) {
			if _, err := signalling.HostPort(relay); err != nil {
				return nil, err
			}
			w.line = modeltest.NewLine()
			w.line.Joining = func(context.Context, code.Code, func(model.Stage)) (model.Session, error) { return w.session, nil }
			return w.line, nil
		}
		w.model = model.New(cfg)
		ctx, quit := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); w.model.Run(ctx) }()
		synctest.Wait()
		w.windows = New(w.app, w.model, w, words.MustLoad(language))
		test(w)
		quit()
		<-done
	})
}

// startSession is start with a session that is as given.
func startSession(t *testing.T, s company.Snapshot, language words.Language, test func(w *world)) {
	t.Helper()
	start(t, model.Config{Relay: "help.northfield.example"}, language, func(w *world) {
		w.line.Set(signalling.State{Phase: signalling.PhaseConnected})
		w.model.TrustRelay()
		synctest.Wait()
		w.model.Submit("123456789")
		synctest.Wait()
		w.be(s)
		test(w)
	})
}

// be makes the session as given, and shows it.
func (w *world) be(s company.Snapshot) {
	w.session.Change(func(old *company.Snapshot) { *old = whole(s) })
	w.show()
}

// show shows what the model says once it has settled.
func (w *world) show() {
	synctest.Wait()
	w.windows.show(w.model.Snapshot())
}

// window returns the app's first window.
func (w *world) window() fyne.Window { return w.windows.main.window }

// acts wants what the person did in the session so far.
func (w *world) acts(want ...string) {
	w.t.Helper()
	got := w.session.Acts()
	if len(got) != len(want) {
		w.t.Errorf("the acts are %q, want %q", got, want)
		return
	}
	for i := range want {
		if got[i] != want[i] {
			w.t.Errorf("the acts are %q, want %q", got, want)
			return
		}
	}
}
