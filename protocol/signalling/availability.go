package signalling

import "beside.example/protocol/wire"

// Availability tells whether the agent at this connection takes requests; Done answers it. Codes work either way.
//
//	available bool
type Availability struct {
	Available bool
}

// Type returns TypeAvailability.
func (Availability) Type() MessageType { return TypeAvailability }

func (m Availability) append(b []byte) []byte { return wire.AppendBool(b, m.Available) }

func readAvailability(r *wire.Reader) Availability { return Availability{Available: r.Bool()} }
