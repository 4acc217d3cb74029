package line

import (
	"context"
	"crypto/ed25519"
	"errors"

	"beside.example/agentapp/internal/model"
	"beside.example/protocol/signalling"
)

// desk is the client's half of the help desk, for this device.
type desk struct {
	*signalling.Client
	heard  *hearing
	device ed25519.PrivateKey
}

var _ model.Desk = (*desk)(nil)

// Heard implements model.Desk.
func (d *desk) Heard(ctx context.Context) (signalling.Message, error) { return d.heard.next(ctx) }

// AcceptIntroduction implements model.Desk.
func (d *desk) AcceptIntroduction(ctx context.Context, id signalling.IntroductionID) (signalling.RendezvousExpect, error) {
	public, err := publicKey(d.device)
	if err != nil {
		return signalling.RendezvousExpect{}, err
	}
	return d.Client.AcceptIntroduction(ctx, id, public)
}

func publicKey(device ed25519.PrivateKey) (ed25519.PublicKey, error) {
	public, ok := device.Public().(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("the device's key is of another kind")
	}
	return public, nil
}
