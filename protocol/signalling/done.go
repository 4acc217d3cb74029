package signalling

// Done answers a request that needs no other answer. It has no fields.
type Done struct{}

// Type returns TypeDone.
func (Done) Type() MessageType { return TypeDone }

func (Done) append(b []byte) []byte { return b }
