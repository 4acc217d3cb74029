package support

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// What we may tune of how long reports are read.
const (
	reportPieces = 100            // of a period at most: a percent each
	leastPiece   = 24 * time.Hour // shorter ones would only ask more often
	signInAgents = 20             // whose sign-ins are read at a time
)

// pieces cuts the query's period, so that nothing in the store is held open for longer than one piece takes, whoever waits can be told how
// far it is, and whoever does not want to wait stops it. The pieces are in order and meet at whole milliseconds, as the store keeps them.
func (q ReportQuery) pieces() []ReportQuery {
	whole := q.To.Sub(q.From)
	n := max(1, min(reportPieces, int(whole/leastPiece)))
	all := make([]ReportQuery, 0, n)
	from := q.From
	for i := 1; i <= n; i++ {
		piece := q
		piece.From, piece.To = from, q.From.Add(whole/time.Duration(n)*time.Duration(i)).Truncate(time.Millisecond)
		if i == n {
			piece.To = q.To
		}
		from = piece.To
		all = append(all, piece)
	}
	return all
}

// Telling returns the same reports, which tell again and again how far each has come.
func (r *Reports) Telling(tell func(done, whole int)) *Reports {
	return &Reports{store: r.store, tell: tell}
}

// bitByBit reads a report piece by piece.
func bitByBit[P any](ctx context.Context, r *Reports, pieces []P, read func(P) error) error {
	for i, piece := range pieces {
		if r.tell != nil {
			r.tell(i, len(pieces))
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := read(piece); err != nil {
			return err
		}
	}
	return nil
}

// byAgents cuts a query by agents: for what cannot be cut in time.
func (r *Reports) byAgents(ctx context.Context, q ReportQuery) ([]ReportQuery, error) {
	if len(q.Agents) > 0 {
		return []ReportQuery{q}, nil
	}
	teams, err := r.store.AgentTeams(ctx, q.Organisation)
	if err != nil {
		return nil, fmt.Errorf("ask who there is: %w", err)
	}
	var all []ReportQuery
	for some := range slices.Chunk(slices.SortedFunc(maps.Keys(teams), cmp.Compare), signInAgents) {
		piece := q
		piece.Agents = some
		all = append(all, piece)
	}
	return all, nil
}
