package signalling

import "beside.example/protocol/wire"

// Availability tells whether the agent at this connection takes requests; Done answers it. Codes work either way.
//
//	available bool, then, unless untold: status u8
type Availability struct {
	// Available is what apps of the first version tell; it goes with Status.
	Available bool
	// Status is StatusUntold from such an app.
	Status Status
}

// Type returns TypeAvailability.
func (Availability) Type() MessageType { return TypeAvailability }

func (m Availability) append(b []byte) []byte {
	b = wire.AppendBool(b, m.Available)
	if m.Status == StatusUntold {
		return b
	}
	return wire.AppendU8(b, uint8(m.Status))
}

func readAvailability(r *wire.Reader) Availability {
	m := Availability{Available: r.Bool()}
	if r.Len() > 0 {
		m.Status = Status(r.U8())
	}
	return m
}
