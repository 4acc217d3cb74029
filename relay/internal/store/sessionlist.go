package store

import (
	"context"

	"beside.example/relay/internal/support"
)

var _ support.SessionListStore = (*Store)(nil)

// SessionPage implements support.SessionListStore.
func (s *Store) SessionPage(ctx context.Context, q support.ReportQuery, from support.SessionCursor, limit int) ([]support.Session, error) {
	w := where{text: `s.portal IN (SELECT id FROM portals WHERE organisation = ?)`, args: []any{q.Organisation}}
	w.period(q, "s.granted")
	w.narrow(q, "s.portal", "s.agent")
	if !from.Granted.IsZero() {
		at := toMillis(from.Granted)
		w.and(`(s.granted < ? OR s.granted = ? AND s.id < ?)`, at, at, from.ID[:])
	}
	return list(ctx, s.db, scanSession, `SELECT `+sessionColumns+` FROM sessions s WHERE `+w.text+` ORDER BY s.granted DESC, s.id DESC LIMIT ?`, append(w.args, limit)...)
}

// PortalsServed returns which portals each agent of an organisation serves.
func (s *Store) PortalsServed(ctx context.Context, o support.OrganisationID) (map[support.AgentID][]support.PortalID, error) {
	type serves struct {
		agent  support.AgentID
		portal support.PortalID
	}
	served := map[support.AgentID][]support.PortalID{}
	scan := func(row scanner) (n serves, err error) { return n, row.Scan(&n.agent, &n.portal) }
	note := func(n serves) error { served[n.agent] = append(served[n.agent], n.portal); return nil }
	return served, each(ctx, s.db, scan, note, `SELECT pa.agent, pa.portal FROM portal_agents pa JOIN agents a ON a.id = pa.agent
		WHERE a.organisation = ? ORDER BY pa.agent, pa.portal`, o)
}
