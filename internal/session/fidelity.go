package session

import (
	"beside.example/internal/codec"
	"beside.example/protocol"
)

// lossOf returns what photographs and videos may lose at first.
func lossOf(f protocol.Fidelity) codec.Loss {
	switch f {
	case protocol.FidelityExact:
		return codec.LossNone
	case protocol.FidelitySaving:
		return codec.LossMuch
	}
	return codec.LossSome
}

// SetFidelity chooses how near the picture of this machine's screen is to it. It counts from the next update on, and the peer is told.
func (s *Session) SetFidelity(f protocol.Fidelity) {
	s.do(func() {
		if f == s.sharing.fidelity || s.ended != nil {
			return
		}
		s.sharing.fidelity = f
		s.sharing.screen.SetLoss(lossOf(f))
		s.tellFidelity()
	})
}

// tellFidelity tells a peer that understands it what was chosen here.
func (s *Session) tellFidelity() {
	if s.cfg.Desktop.Screens != nil && s.peer.Capabilities.Has(protocol.CapabilityFidelity) {
		s.core.send(protocol.FidelityState{Fidelity: s.sharing.fidelity})
	}
}
