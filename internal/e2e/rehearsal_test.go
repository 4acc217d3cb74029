package e2e

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A rehearsal is a journey under test: a step that fails ends the test. What the programs printed and a picture of both
// displays are kept in out/e2e of a test that failed.
type rehearsal struct {
	*Journey
	t    *testing.T
	ctx  context.Context
	logs string
}

// rehearse sets a stage on which no app runs yet.
func rehearse(t *testing.T) *rehearsal {
	t.Helper()
	kept := filepath.Join(root, "out", "e2e", t.Name())
	if err := errors.Join(os.RemoveAll(kept), os.MkdirAll(kept, 0o755)); err != nil {
		t.Fatal(err)
	}
	dir := workspace(t)
	const longest = 6 * time.Minute // no test takes half as long
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	stage, err := SetStage(ctx, dir, kept, built)
	r := &rehearsal{Journey: NewJourney(stage), t: t, ctx: ctx, logs: kept}
	t.Cleanup(func() {
		if t.Failed() && stage.Desk != nil && stage.Home != nil {
			t.Logf("pictures and logs are in %s", kept)
			if err := sideBySide(filepath.Join(kept, "failed.png"), stage.Desk, stage.Home); err != nil {
				t.Log(err)
			}
		}
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
		cancel()
		if !t.Failed() {
			if err := os.RemoveAll(kept); err != nil {
				t.Error(err)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// must takes one step.
func (r *rehearsal) must(name string, take func(ctx context.Context) error) {
	r.t.Helper()
	if err := r.Take(r.ctx, name, take); err != nil {
		r.t.Fatal(err)
	}
}

// find waits for a thing in an app.
func (r *rehearsal) find(app *App, m Match) Thing {
	r.t.Helper()
	thing, err := app.Find(r.ctx, m)
	if err != nil {
		r.t.Fatal(err)
	}
	return thing
}

// await waits for a state.
func (r *rehearsal) await(what string, holds func() (bool, error)) {
	r.t.Helper()
	if err := await(r.ctx, what, holds); err != nil {
		r.t.Fatal(err)
	}
}

// after returns what follows the first cut in a text: a part of it that has no marks and no names.
func after(text, cut string) string {
	_, rest, found := strings.Cut(text, cut)
	if !found {
		return text
	}
	return rest
}

// closed clicks the last page of the customer's app away and waits until nothing of the app is left.
func (r *rehearsal) closed() {
	r.t.Helper()
	r.must("customer closes", r.closes)
}

// typesThrough types a word of its own into the customer's terminal through the viewer, which proves that pointer and keys
// get through, and that whatever the agent did before has been taken.
func (r *rehearsal) typesThrough(word string) {
	r.t.Helper()
	r.must("agent types "+word, func(ctx context.Context) error {
		if err := r.Agent.Raise(ctx, Named("viewer-display")); err != nil {
			return err
		}
		at, err := r.InPicture(ctx, terminal)
		if err != nil {
			return err
		}
		if err := r.clickTerminal(ctx, at); err != nil {
			return err
		}
		var last time.Time // what is typed while the connection is lost is gone, as it should be
		return await(ctx, word+" in the customer's terminal", func() (bool, error) {
			data, err := os.ReadFile(r.typed)
			if err != nil || strings.Contains(string(data), word) {
				return err == nil, err
			}
			if time.Since(last) > clickAgain {
				last = time.Now()
				err = r.Desk.Hand.Type(word)
			}
			return false, err
		})
	})
}

// toStart goes on until the agent is signed in and has a code, and the customer's app asks whether its relay is the right one.
func (r *rehearsal) toStart() {
	r.t.Helper()
	for _, s := range append(r.arrival(), r.codeSteps()[:2]...) {
		r.must(s.name, s.take)
	}
}

// toCode goes on until the customer's app waits for a code.
func (r *rehearsal) toCode() {
	r.t.Helper()
	r.toStart()
	r.must("customer confirms the relay", r.customerConfirms)
}

// toConsent goes on until the customer is asked what the agent may do.
func (r *rehearsal) toConsent() {
	r.t.Helper()
	r.toCode()
	r.must("customer types the code", r.rightCode)
}

// toSession goes on until the agent sees the customer's screen, with everything allowed.
func (r *rehearsal) toSession() {
	r.t.Helper()
	r.toConsent()
	r.must("customer consents", r.consents)
	r.must("agent sees the screen", r.sees)
}
