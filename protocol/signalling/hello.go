package signalling

import (
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// Hello is the app's first message; Welcome answers it.
//
//	version u16, capabilities u64, role u8, device token string16, product string16, language string16
type Hello struct {
	Version      uint16
	Capabilities Capabilities
	Role         protocol.Role
	// DeviceToken is what sign-in gave to an agent's app; empty for a customer's.
	DeviceToken string
	// Product is the app's name and version, for the relay's logs alone.
	Product string
	// Language is the tag of the language that the app speaks.
	Language string
}

// Type returns TypeHello.
func (Hello) Type() MessageType { return TypeHello }

func (m Hello) append(b []byte) []byte {
	b = wire.AppendU16(b, m.Version)
	b = wire.AppendU64(b, uint64(m.Capabilities))
	b = wire.AppendU8(b, uint8(m.Role))
	b = appendText(b, m.DeviceToken, maxToken)
	b = appendText(b, m.Product, maxProduct)
	return appendText(b, m.Language, maxLanguage)
}

func readHello(r *wire.Reader) Hello {
	m := Hello{Version: r.U16(), Capabilities: Capabilities(r.U64()), Role: protocol.Role(r.U8())}
	if !m.Role.Valid() {
		r.Fail(wire.ErrValue)
	}
	m.DeviceToken = r.String16(maxToken)
	m.Product = r.String16(maxProduct)
	m.Language = r.String16(maxLanguage)
	return m
}
