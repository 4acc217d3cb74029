package line

import (
	"crypto/ed25519"
	"errors"
	"time"

	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/identity"
)

// errNoOrganisation tells that the relay has not said yet whose agents are to be believed.
var errNoOrganisation = errors.New("the organisation's key is not known")

// aside lets the agent of a device write to other agents of the organisation in private: what vouches for their keys must be signed as
// this device's own credential is.
func aside(device ed25519.PrivateKey, credential []byte, organisation func() ed25519.PublicKey) *session.Aside {
	return &session.Aside{
		Vouch: func(key [protocol.AgentKeyLength]byte) (shown, statement []byte) {
			return credential, identity.StateKey(device, key)
		},
		Verify: func(m protocol.AgentKey) (name string, err error) {
			key := organisation()
			if len(key) != ed25519.PublicKeySize {
				return "", errNoOrganisation
			}
			who, err := identity.Open(m.Credential, key, time.Now())
			if err != nil {
				return "", err
			}
			return who.Agent, identity.VerifyKey(m.Statement, who.Device, m.Key)
		},
	}
}

// organisationKey returns the key by which the relay's organisation signs, or nil while the relay has not said so.
func (d *door) organisationKey() ed25519.PublicKey {
	if welcome := d.client.State().Welcome; welcome != nil && welcome.SignedIn != nil {
		return welcome.SignedIn.OrganisationKey
	}
	return nil
}
