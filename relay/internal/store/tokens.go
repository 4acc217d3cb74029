package store

import (
	"context"
	"time"

	"beside.example/relay/internal/support"
)

var _ support.TokenStore = (*Store)(nil)

const tokenColumns = `k.id, k.organisation, k.name, k.hash, k.ending, k.scopes, k.teams, k.maker, a.name, k.created, k.expires, k.used, k.revoked`

func tokenInto(t *support.Token) []any {
	return []any{
		&t.ID, &t.Organisation, &t.Name,
		bytesColumn{t.Hash[:]},
		&t.End, &t.Scopes, asJSON(&t.Teams), &t.Maker, &t.MakerName,
		timeColumn{&t.Created},
		timeColumn{&t.Expires},
		timeColumn{&t.Used},
		timeColumn{&t.Revoked},
	}
}

// Tokens implements support.ManageTokenStore.
func (s *Store) Tokens(ctx context.Context, o support.OrganisationID) ([]support.Token, error) {
	scan := func(row scanner) (t support.Token, err error) { return t, row.Scan(tokenInto(&t)...) }
	return list(ctx, s.db, scan, `SELECT `+tokenColumns+` FROM api_tokens k JOIN agents a ON a.id = k.maker WHERE k.organisation = ? ORDER BY k.id DESC`, o)
}

// CreateToken implements support.ManageTokenStore.
func (s *Store) CreateToken(ctx context.Context, t support.Token) (support.TokenID, error) {
	return insert[support.TokenID](ctx, s.db, `INSERT INTO api_tokens (organisation, name, hash, ending, scopes, teams, maker, created, expires)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		t.Organisation, t.Name, t.Hash[:], t.End, t.Scopes, asJSON(&t.Teams), t.Maker, toMillis(t.Created), toMillis(t.Expires))
}

// RevokeToken implements support.ManageTokenStore.
func (s *Store) RevokeToken(ctx context.Context, o support.OrganisationID, id support.TokenID, at time.Time) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE api_tokens SET revoked = ? WHERE id = ? AND organisation = ? AND revoked = 0`, toMillis(at), id, o))
}

// endTokensOf ends the tokens that an agent made, if the agent is disabled.
func endTokensOf(ctx context.Context, tx queryer, maker support.AgentID) error {
	_, err := tx.ExecContext(ctx, `UPDATE api_tokens SET revoked = ? WHERE maker = ? AND revoked = 0
		AND EXISTS (SELECT 1 FROM agents a WHERE a.id = api_tokens.maker AND a.disabled)`, toMillis(time.Now()), maker)
	return err
}

// TokenManager implements support.TokenStore.
func (s *Store) TokenManager(ctx context.Context, hash support.SecretHash) (support.Manager, error) {
	var who support.Manager
	var agent agentRow
	var organisation organisationRow
	columns := tokenInto(&who.Token)
	columns = append(columns, agent.into(&who.Agent)...)
	columns = append(columns, organisation.into(&who.Organisation)...)
	err := s.db.QueryRowContext(ctx, `SELECT `+tokenColumns+`, `+agentColumns+`, `+organisationColumns+`
		FROM api_tokens k JOIN agents a ON a.id = k.maker JOIN organisations o ON o.id = k.organisation WHERE k.hash = ?`, hash[:]).Scan(columns...)
	if err != nil {
		return who, mapped(err)
	}
	who.Agent.Created = agent.created.time()
	if err := organisation.finish(&who.Organisation); err != nil {
		return who, err
	}
	for _, team := range who.Token.Teams {
		under, err := below(ctx, s.db, team)
		if err != nil {
			return who, err
		}
		who.Managed = append(who.Managed, under...)
	}
	return who, nil
}

// TokenUsed implements support.TokenStore.
func (s *Store) TokenUsed(ctx context.Context, id support.TokenID, at time.Time) error {
	return changedOne(s.db.ExecContext(ctx, `UPDATE api_tokens SET used = ? WHERE id = ?`, toMillis(at), id))
}
