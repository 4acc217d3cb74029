package signalling

import (
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// IntroductionWithdrawn ends the alert that IntroductionOffer began: someone else said Yes, the time ran out, or the session is over. With
// a fault it tells the manager who said Yes to IntroductionMonitor why nothing comes of it.
//
//	id u64, then, unless there is none: fault u16
type IntroductionWithdrawn struct {
	ID    IntroductionID
	Fault protocol.Fault
}

// Type returns TypeIntroductionWithdrawn.
func (IntroductionWithdrawn) Type() MessageType { return TypeIntroductionWithdrawn }

func (m IntroductionWithdrawn) append(b []byte) []byte {
	b = wire.AppendU64(b, uint64(m.ID))
	if m.Fault == 0 {
		return b
	}
	return wire.AppendU16(b, uint16(m.Fault))
}

func readIntroductionWithdrawn(r *wire.Reader) IntroductionWithdrawn {
	m := IntroductionWithdrawn{ID: IntroductionID(r.U64())}
	if r.Len() > 0 {
		m.Fault = protocol.Fault(r.U16())
	}
	return m
}
