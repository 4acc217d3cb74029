package protocol

import "beside.example/protocol/wire"

// HelloLength is the length of a Hello's payload. It is fixed, and with Identity the only thing parsed before consent.
const HelloLength = 64

// helloReserved are the bytes at a Hello's end that a later version may give a meaning: written as zero, not read.
const helloReserved = HelloLength - 2 - 8 - 1 - ResumeLength

// ResumeLength is the length of the secret with which a session is resumed.
const ResumeLength = 32

// Hello is the first message of either side on a new conn.
//
//	u16 version, u64 capabilities, u8 role, 32 B resume secret, 21 B reserved
type Hello struct {
	// Version is the highest that the sender speaks; the lower of the two is spoken.
	Version uint16
	// Capabilities tell what the sender's machine can do.
	Capabilities Capabilities
	// Role is the sender's part in the session.
	Role Role
	// Resume is the secret from Consent when the agent resumes a session on a new conn, and zero otherwise.
	Resume [ResumeLength]byte
}

// Type returns TypeHello.
func (Hello) Type() MessageType { return TypeHello }

// Append appends the payload.
func (m Hello) Append(b []byte) []byte {
	b = wire.AppendU16(b, m.Version)
	b = wire.AppendU64(b, uint64(m.Capabilities))
	b = wire.AppendU8(b, uint8(m.Role))
	b = append(b, m.Resume[:]...)
	return append(b, make([]byte, helloReserved)...)
}

// ParseHello reads a Hello's payload.
func ParseHello(payload []byte) (Hello, error) {
	r := wire.NewReader(payload)
	m := Hello{Version: r.U16(), Capabilities: Capabilities(r.U64()), Role: Role(r.U8())}
	r.Into(m.Resume[:])
	r.Fixed(helloReserved)
	if !m.Role.Valid() {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Done())
}

// result returns m, or the zero message with err: nobody uses half a message by mistake.
func result[M any](m M, err error) (M, error) {
	if err != nil {
		var zero M
		return zero, err
	}
	return m, nil
}
