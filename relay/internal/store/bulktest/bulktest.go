// Package bulktest fills a store with as many cases as one wants, drawn from a seed: a year of a busy help desk. Benchmarks and tests use
// it; no program does. It writes to the tables directly, since a million requests through the store would take a day of events, and it
// knows nothing of what is then asked of them.
package bulktest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"beside.example/relay/internal/support"
)

// Shape says what a data set is like. Portals, agents and devices are those that the store has.
type Shape struct {
	Seed         uint64
	Cases        int
	Organisation support.OrganisationID
	Portals      []support.PortalID
	Agents       []support.AgentID
	Devices      []support.DeviceID // of the agents, in their order; without them nobody ever signs in
	From, To     time.Time          // the cases come in between, evenly
}

// Fill writes the data set into the store at dsn, whose tables are made: the SQLite file at a path, or a PostgreSQL server.
func Fill(ctx context.Context, dsn string, shape Shape) (err error) {
	var to sink
	if strings.HasPrefix(dsn, "postgres") {
		to, err = openServer(ctx, dsn)
	} else {
		to, err = openFile(ctx, dsn)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	f := filler{shape: shape, draw: rand.New(rand.NewPCG(shape.Seed, 0)), to: to}
	if f.seq, err = to.lastEvent(ctx); err != nil {
		return fmt.Errorf("ask for the last event: %w", err)
	}
	for i := range shape.Cases {
		if err := f.one(ctx, i); err != nil {
			return fmt.Errorf("case %d: %w", i, err)
		}
	}
	if err := f.days(ctx); err != nil {
		return fmt.Errorf("sign-ins: %w", err)
	}
	return to.end(ctx, f.seq)
}
