package signalling

import (
	"crypto/ed25519"

	"beside.example/protocol/wire"
)

// Joined answers Join: the agent's app was told and will speak first.
//
//	exchange u64, organisation string16, organisation key [32]
type Joined struct {
	Exchange ExchangeID
	// Organisation and OrganisationKey are the relay's claim; the agent's credential must fit them.
	Organisation    string
	OrganisationKey ed25519.PublicKey
}

// Type returns TypeJoined.
func (Joined) Type() MessageType { return TypeJoined }

func (m Joined) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(m.Exchange))
	b = appendName(b, m.Organisation)
	return appendKey(b, m.OrganisationKey)
}

func readJoined(r *wire.Reader) Joined {
	return Joined{Exchange: ExchangeID(r.U64()), Organisation: r.String16(maxName), OrganisationKey: readKey(r)}
}
