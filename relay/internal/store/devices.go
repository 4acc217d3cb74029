package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"beside.example/relay/internal/support"
)

var _ support.AccountStore = (*Store)(nil)

// CreateDevice keeps a new device.
func (s *Store) CreateDevice(ctx context.Context, d support.Device) (support.DeviceID, error) {
	return insert[support.DeviceID](ctx, s.db,
		`INSERT INTO devices (agent, name, token_hash, created, seen, revoked) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		d.Agent, d.Name, d.TokenHash[:], toMillis(d.Created), toMillis(d.Seen), d.Revoked)
}

const deviceColumns = `d.id, d.agent, d.name, d.token_hash, d.created, d.seen, d.revoked`

// deviceRow holds the columns of a device that need a conversion.
type deviceRow struct {
	hash          []byte
	created, seen millis
}

func (r *deviceRow) into(d *support.Device) []any {
	return []any{&d.ID, &d.Agent, &d.Name, &r.hash, &r.created, &r.seen, &d.Revoked}
}

func (r *deviceRow) finish(d *support.Device) error {
	d.Created, d.Seen = r.created.time(), r.seen.time()
	return copyExactly(d.TokenHash[:], r.hash, "token hash")
}

// Devices lists an agent's devices, the newest first.
func (s *Store) Devices(ctx context.Context, agent support.AgentID) ([]support.Device, error) {
	scan := func(row scanner) (d support.Device, err error) {
		var r deviceRow
		if err := row.Scan(r.into(&d)...); err != nil {
			return d, err
		}
		return d, r.finish(&d)
	}
	return list(ctx, s.db, scan, `SELECT `+deviceColumns+` FROM devices d WHERE d.agent = ? ORDER BY d.created DESC, d.id DESC`, agent)
}

// DeviceByToken implements support.AccountStore.
func (s *Store) DeviceByToken(ctx context.Context, h support.SecretHash) (support.SignedIn, error) {
	var who support.SignedIn
	var device deviceRow
	var agent agentRow
	var organisation organisationRow
	var columns []any
	columns = append(columns, device.into(&who.Device)...)
	columns = append(columns, agent.into(&who.Agent)...)
	columns = append(columns, teamInto(&who.Team)...)
	columns = append(columns, organisation.into(&who.Organisation)...)
	err := s.db.QueryRowContext(ctx, `SELECT `+deviceColumns+`, `+agentColumns+`,
		`+teamColumns+`, `+organisationColumns+`
		FROM devices d JOIN agents a ON a.id = d.agent JOIN teams t ON t.id = a.team JOIN organisations o ON o.id = a.organisation
		WHERE d.token_hash = ?`, h[:]).Scan(columns...)
	if err != nil {
		return who, mapped(err)
	}
	who.Agent.Created = agent.created.time()
	if err := errors.Join(device.finish(&who.Device), organisation.finish(&who.Organisation)); err != nil {
		return who, err
	}
	if err := s.addTeams(ctx, &who); err != nil {
		return who, err
	}
	who.Portals, err = list(ctx, s.db, scanPortal, `SELECT `+portalColumns+`
		FROM portals p JOIN portal_agents pa ON pa.portal = p.id WHERE pa.agent = ? ORDER BY p.name`, who.Agent.ID)
	return who, err
}

// addTeams fills in what the teams around an agent's own one mean for the agent.
func (s *Store) addTeams(ctx context.Context, who *support.SignedIn) error {
	above, err := chain(ctx, s.db, who.Team.ID)
	if err != nil {
		return err
	}
	who.Features = allowedBy(above)
	for _, t := range above {
		who.Teams = append(who.Teams, t.ID)
	}
	if who.Agent.Role == support.RoleTeamManager {
		who.Managed, err = below(ctx, s.db, who.Team.ID)
	}
	return err
}

// DeviceSeen implements support.AccountStore.
func (s *Store) DeviceSeen(ctx context.Context, id support.DeviceID, at time.Time) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE devices SET seen = ? WHERE id = ?`, toMillis(at), id))
}

// RevokeDevice implements support.AccountStore.
func (s *Store) RevokeDevice(ctx context.Context, agent support.AgentID, id support.DeviceID) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE devices SET revoked = TRUE WHERE id = ? AND agent = ?`, id, agent))
}

// RevokeDevices revokes all of an agent's devices, and those that are just being signed in, and returns how many were signed in.
func (s *Store) RevokeDevices(ctx context.Context, agent support.AgentID) (count int, err error) {
	err = s.transact(ctx, func(tx queryer) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sign_ins WHERE agent = ?`, agent); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `UPDATE devices SET revoked = TRUE WHERE agent = ? AND NOT revoked`, agent)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		count = int(n)
		return err
	})
	return count, err
}

// chunk is how many values stand in one statement: databases bound the number of placeholders.
const chunk = 500

// ValidDevices implements support.AccountStore.
func (s *Store) ValidDevices(ctx context.Context, ids []support.DeviceID) ([]support.DeviceID, error) {
	var valid []support.DeviceID
	for start := 0; start < len(ids); start += chunk {
		part := ids[start:min(start+chunk, len(ids))]
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = id
		}
		scan := func(row scanner) (id support.DeviceID, err error) { return id, row.Scan(&id) }
		found, err := list(ctx, s.db, scan, `SELECT d.id FROM devices d JOIN agents a ON a.id = d.agent
			WHERE NOT d.revoked AND NOT a.disabled AND d.id IN (`+marks(len(part))+`)`, args...)
		if err != nil {
			return nil, err
		}
		valid = append(valid, found...)
	}
	return valid, nil
}

// copyExactly fills dst from a column that must have its size.
func copyExactly(dst, column []byte, what string) error {
	if len(column) != len(dst) {
		return fmt.Errorf("%s has %d bytes instead of %d", what, len(column), len(dst))
	}
	copy(dst, column)
	return nil
}
