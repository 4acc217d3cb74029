package line

import (
	"context"
	"crypto/ed25519"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/identity"
	"beside.example/protocol/signalling"
)

// handIns signs what is handed in with the device's key. It is used by its address: the model compares connections.
type handIns struct {
	client *signalling.Client
	device ed25519.PrivateKey
}

var _ model.HandIns = (*handIns)(nil)

// Wanted implements model.HandIns.
func (h *handIns) Wanted() bool {
	welcome := h.client.State().Welcome
	return welcome != nil && welcome.Capabilities.Has(signalling.CapabilityHandIn)
}

// HandIn implements model.HandIns.
func (h *handIns) HandIn(ctx context.Context, page []byte) error {
	public, err := publicKey(h.device)
	if err != nil {
		return err
	}
	return h.client.HandIn(ctx, signalling.HandIn{DeviceKey: public, Signature: handin.Sign(h.device, page), Page: page})
}

// keeps returns what the credential that the customer is shown says is kept; nothing when it does not open.
func (d *door) keeps(credential []byte) protocol.Keeps {
	kept, err := keepsIn(credential, d.organisationKey())
	if err != nil {
		d.cfg.Logger.Warn("this device's credential does not open; nothing of the session is handed in", "err", err)
	}
	return kept
}

// keepsIn reads what is kept in the very bytes that the customer is shown, so that nobody can tell this app something else than the
// customer.
func keepsIn(credential []byte, organisation ed25519.PublicKey) (protocol.Keeps, error) {
	who, err := identity.Open(credential, organisation, time.Now())
	return who.Keeps, err
}
