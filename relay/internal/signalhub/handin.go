package signalhub

import (
	"context"
	"errors"
	"fmt"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// handIn keeps a page of what the app saw of a session. An app whose page is refused need not try again.
func (c *conn) handIn(ctx context.Context, m signalling.HandIn) (signalling.Message, error) {
	err := c.hub.config.Desk.HandIns.Keep(ctx, c.who, m.DeviceKey, m.Signature, m.Page)
	switch {
	case errors.Is(err, support.ErrDenied), errors.Is(err, support.ErrInvalid), errors.Is(err, support.ErrNotFound), errors.Is(err, support.ErrExists):
		c.log.WarnContext(ctx, "a page of a session is refused", "error", err)
		return nil, &refusal{fault: protocol.FaultRelayRefused}
	case err != nil:
		return nil, fmt.Errorf("keep a page of a session: %w", err)
	}
	return signalling.Done{}, nil
}

// credential returns the organisation's word about the app's device, with what the organisation keeps of sessions.
func (c *conn) credential(ctx context.Context, m signalling.CredentialRequest) (signalling.Message, error) {
	keeps, err := c.hub.config.Desk.HandIns.Vouch(ctx, c.who, m.DeviceKey)
	if err != nil {
		return nil, fmt.Errorf("vouch for a device: %w", err)
	}
	return signalling.Credential{Bytes: vouch(c.who.Organisation, c.who.Agent.Name, m.DeviceKey, keeps)}, nil
}
