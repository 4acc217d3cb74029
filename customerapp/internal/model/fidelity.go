package model

import "beside.example/protocol"

// SetFidelity chooses how near the picture of the customer's screen is to it: of the session that goes on, at once, and of those that
// come.
func (m *Model) SetFidelity(f protocol.Fidelity) {
	m.change(func(s *Snapshot) { s.Fidelity = f })
	if s := m.Session(); s != nil {
		s.SetFidelity(f)
	}
}
