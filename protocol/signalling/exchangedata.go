package signalling

import "beside.example/protocol/wire"

// ExchangeData is one step of a key exchange, forwarded to the other app. It has no answer; when it cannot be delivered the
// exchange ends.
//
//	exchange u64, data bytes16
type ExchangeData struct {
	Exchange ExchangeID
	// Data is at most MaxExchangeData bytes that the relay does not look into.
	Data []byte
}

// Type returns TypeExchangeData.
func (ExchangeData) Type() MessageType { return TypeExchangeData }

func (m ExchangeData) append(b []byte) []byte {
	return wire.AppendBytes16(wire.AppendU64(b, uint64(m.Exchange)), m.Data)
}

func readExchangeData(r *wire.Reader) ExchangeData {
	return ExchangeData{Exchange: ExchangeID(r.U64()), Data: r.Bytes16(MaxExchangeData)}
}
