package leg

import (
	"crypto/ed25519"
	"crypto/sha256"

	"beside.example/protocol/wire"
)

const signatureSize = ed25519.SignatureSize

// Bind asks the relay to forward to and from the address that it comes from. Without a cookie it asks for a CHALLENGE.
type Bind struct {
	Sequence  uint64 // rises with every BIND of a ticket; starts at random, so that nobody can guess which reply is awaited
	Cookie    Cookie // of the CHALLENGE; zero before it
	Signature [signatureSize]byte
	Ticket    []byte
}

// Sign signs the request with the leg key that the ticket names.
func (m *Bind) Sign(key ed25519.PrivateKey) {
	copy(m.Signature[:], ed25519.Sign(key, m.signed()))
}

// Verify reports whether the holder of the leg key made this request.
func (m *Bind) Verify(legKey [ed25519.PublicKeySize]byte) bool {
	return ed25519.Verify(legKey[:], m.signed(), m.Signature[:])
}

func (m *Bind) signed() []byte {
	ticket := sha256.Sum256(m.Ticket)
	b := append([]byte("beside leg bind\x00"), m.Cookie[:]...)
	b = wire.AppendU64(b, m.Sequence)
	return append(b, ticket[:]...)
}

// Append appends the packet to b.
func (m Bind) Append(b []byte) []byte {
	b = appendHeader(b, KindBind, m.Sequence)
	b = append(b, m.Cookie[:]...)
	b = append(b, m.Signature[:]...)
	return wire.AppendBytes16(b, m.Ticket)
}

// ParseBind parses a BIND. The ticket aliases packet and is not verified.
func ParseBind(packet []byte) (m Bind, err error) {
	r, sequence, err := header(packet, KindBind)
	if err != nil {
		return Bind{}, malformed("bind", err)
	}
	m.Sequence = sequence
	r.Into(m.Cookie[:])
	r.Into(m.Signature[:])
	m.Ticket = r.Bytes16(MaxTicket)
	if err := r.Err(); err != nil {
		return Bind{}, malformed("bind", err)
	}
	return m, nil
}
