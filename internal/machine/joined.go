package machine

import (
	"context"
	"fmt"

	"beside.example/internal/join"
	"beside.example/internal/session"
	"beside.example/protocol"
)

// Join returns what a session needs of two apps that have found each other: the connection and how to make it again, the way
// that packets travel, the check words. The app adds who it is.
func Join(joined *join.Joined) session.Config {
	return session.Config{
		Conn:   joined.Conn,
		Redial: func(ctx context.Context) (session.Conn, error) { return redial(ctx, joined) },
		Way:    func() string { return joined.Way().Kind.String() },
		CheckWords: func(language string) []string {
			check := joined.CheckWords(language)
			return check[:]
		},
	}
}

// redial makes the connection again. When the relay lets the session through no more, it is over for both sides.
func redial(ctx context.Context, joined *join.Joined) (session.Conn, error) {
	conn, err := joined.Redial(ctx)
	switch {
	case join.Fault(err) == protocol.FaultTicket:
		return nil, fmt.Errorf("%w: %w", session.ErrOver, err)
	case err != nil:
		return nil, err
	}
	return conn, nil
}
