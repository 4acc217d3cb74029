package signalling

import (
	"fmt"

	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// ExchangeEnd breaks a key exchange off, from either app or from the relay. It has no answer.
//
//	exchange u64, reason u8
type ExchangeEnd struct {
	Exchange ExchangeID
	Reason   EndReason
}

// EndReason says why an exchange was broken off.
type EndReason uint8

// The reasons.
const (
	EndFailed    EndReason = 1 // the two sides do not hold the same secret, or one broke the rules
	EndCancelled EndReason = 2 // a person gave up
	EndTimeout   EndReason = 3 // it took longer than ExchangeWithin
	EndGone      EndReason = 4 // the other app is not connected any more
	EndNotMine   EndReason = 5 // this app of the agent does not hold the code's secret; another may
	EndDead      EndReason = 6 // the code has had too many wrong tries
	EndWithdrawn EndReason = 7 // the agent took the code back meanwhile
	EndExpired   EndReason = 8 // the code's time ran out meanwhile
)

// String returns the reason's name for logs.
func (e EndReason) String() string {
	switch e {
	case EndFailed:
		return "failed"
	case EndCancelled:
		return "cancelled"
	case EndTimeout:
		return "timeout"
	case EndGone:
		return "gone"
	case EndNotMine:
		return "not mine"
	case EndDead:
		return "code dead"
	case EndWithdrawn:
		return "code withdrawn"
	case EndExpired:
		return "code expired"
	}
	return fmt.Sprintf("reason %d", uint8(e))
}

// Fault returns what the person at the other end is shown.
func (e EndReason) Fault() protocol.Fault {
	switch e {
	case EndFailed:
		return protocol.FaultCodeWrong
	case EndTimeout, EndGone, EndNotMine:
		return protocol.FaultAgentAway
	case EndDead:
		return protocol.FaultCodeDead
	case EndWithdrawn:
		return protocol.FaultCodeWithdrawn
	case EndExpired:
		return protocol.FaultCodeExpired
	}
	return protocol.FaultExchange
}

// Type returns TypeExchangeEnd.
func (ExchangeEnd) Type() MessageType { return TypeExchangeEnd }

func (m ExchangeEnd) append(b []byte) []byte {
	return wire.AppendU8(wire.AppendU64(b, uint64(m.Exchange)), uint8(m.Reason))
}

func readExchangeEnd(r *wire.Reader) ExchangeEnd {
	return ExchangeEnd{Exchange: ExchangeID(r.U64()), Reason: EndReason(r.U8())}
}
