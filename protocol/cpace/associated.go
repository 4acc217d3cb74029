package cpace

import (
	"crypto/sha256"

	"beside.example/protocol/wire"
)

// Associated is what each side says about itself in the exchange, so that both can rely on it once the keys are confirmed.
type Associated struct {
	SPKI         [sha256.Size]byte // hash of the public key that this side will connect with, and no other
	Capabilities uint64            // protocol.Capabilities
}

// append appends 32 bytes of hash and a u64 of capabilities.
func (a Associated) append(b []byte) []byte {
	return wire.AppendU64(append(b, a.SPKI[:]...), a.Capabilities)
}

func readAssociated(r *wire.Reader) (a Associated) {
	r.Into(a.SPKI[:])
	a.Capabilities = r.U64()
	return a
}
