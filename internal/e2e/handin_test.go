package e2e

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	_ "modernc.org/sqlite" // reads the relay's store

	"beside.example/protocol/handin"
)

// TestAgentCrashHandsIn kills the agent's app in the middle of a session and starts it again: what it had seen until then is at the relay
// soon after, signed, and says itself that it was cut short.
func TestAgentCrashHandsIn(t *testing.T) {
	r := rehearse(t)
	r.toSession()
	r.typesThrough("begin")
	r.Agent.Kill()
	r.must("agent opens the app again", func(ctx context.Context) error {
		sockets, err := filepath.Glob(filepath.Join(r.agent.Home, "*.socket")) // through which tests see windows, left by kill -9
		for _, socket := range sockets {
			err = errors.Join(err, os.Remove(socket))
		}
		return errors.Join(err, r.StartAgent(ctx))
	})
	var facts []handin.Fact
	r.await("what the app had seen to be handed in", func() (bool, error) {
		pages, err := r.handedIn()
		facts = nil
		for _, p := range pages {
			if p.Part == handin.PartFacts {
				for _, e := range p.Entries {
					facts = append(facts, e.Fact)
				}
			}
		}
		return len(facts) > 0, err
	})
	for _, want := range []handin.Fact{handin.Seeing{On: true}, handin.Ended{Cut: true}} {
		if !slices.Contains(facts, want) {
			t.Errorf("%+v lacks %+v", facts, want)
		}
	}
	r.await("nothing of it to be left on the agent's disk", func() (bool, error) {
		left, err := filepath.Glob(filepath.Join(r.agent.Home, ".config", "*", "hand-in", "*"))
		return len(left) == 0, err
	})
	r.must("customer ends it", func(context.Context) error { return r.Customer.Stop() })
	r.must("nothing is left behind", r.cleanEnd)
}

// handedIn reads the pages that the relay has, which must hold.
func (r *rehearsal) handedIn() (pages []handin.Page, err error) {
	files, err := filepath.Glob(filepath.Join(r.Relay.dir, "relay", "*.db"))
	if err != nil || len(files) != 1 {
		return nil, errors.Join(err, errors.New("the relay has no store"))
	}
	store, err := sql.Open("sqlite", "file:"+files[0]+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	rows, err := store.QueryContext(r.ctx, `SELECT device_key, signature, page FROM hand_ins ORDER BY part, number`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var key, signature, body []byte
		if err := rows.Scan(&key, &signature, &body); err != nil {
			return nil, err
		}
		page, err := handin.Parse(body)
		if err != nil || !handin.Verify(key, body, signature) {
			return nil, errors.Join(err, errors.New("a page does not hold"))
		}
		pages = append(pages, page)
	}
	return pages, rows.Err()
}
