package protocol

import "beside.example/protocol/wire"

// HelloLength is the length of a Hello's payload. It is fixed, and with Identity the only thing parsed before consent.
const HelloLength = 64

// helloReserved are the bytes at a Hello's end that a later version may give a meaning: written as zero, not read.
const helloReserved = HelloLength - 2 - 8 - 1 - ResumeLength - languageLength

// languageLength is the length of a language's code of ISO 639-1.
const languageLength = 2

// ResumeLength is the length of the secret with which a session is resumed.
const ResumeLength = 32

// Hello is the first message of either side on a new conn.
//
//	u16 version, u64 capabilities, u8 role, 32 B resume secret, 2 B language (two letters, or zero), 19 B reserved
type Hello struct {
	// Version is the highest that the sender speaks; the lower of the two is spoken.
	Version uint16
	// Capabilities tell what the sender's machine can do.
	Capabilities Capabilities
	// Role is the sender's part in the session.
	Role Role
	// Resume is the secret from Consent when the agent resumes a session on a new conn, and zero otherwise.
	Resume [ResumeLength]byte
	// Language is the code of the language that the sender reads, two small letters, or empty: both sides show the check words
	// of the customer's language, before consent too.
	Language string
}

// Type returns TypeHello.
func (Hello) Type() MessageType { return TypeHello }

// Append appends the payload.
func (m Hello) Append(b []byte) []byte {
	b = wire.AppendU16(b, m.Version)
	b = wire.AppendU64(b, uint64(m.Capabilities))
	b = wire.AppendU8(b, uint8(m.Role))
	b = append(b, m.Resume[:]...)
	language := [languageLength]byte{}
	if isLanguage(m.Language) {
		copy(language[:], m.Language)
	}
	b = append(b, language[:]...)
	return append(b, make([]byte, helloReserved)...)
}

// ParseHello reads a Hello's payload.
func ParseHello(payload []byte) (Hello, error) {
	r := wire.NewReader(payload)
	m := Hello{Version: r.U16(), Capabilities: Capabilities(r.U64()), Role: Role(r.U8())}
	r.Into(m.Resume[:])
	language := [languageLength]byte{}
	r.Into(language[:])
	if language != [languageLength]byte{} {
		m.Language = string(language[:])
	}
	r.Fixed(helloReserved)
	if !m.Role.Valid() || m.Language != "" && !isLanguage(m.Language) {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Done())
}

// isLanguage reports whether a code is two small letters.
func isLanguage(code string) bool {
	small := func(c byte) bool { return c >= 'a' && c <= 'z' }
	return len(code) == languageLength && small(code[0]) && small(code[1])
}

// result returns m, or the zero message with err: nobody uses half a message by mistake.
func result[M any](m M, err error) (M, error) {
	if err != nil {
		var zero M
		return zero, err
	}
	return m, nil
}
