package signalling

// SignOut asks the relay to forget the device token that this connection was opened with; Done answers it. It has no fields.
type SignOut struct{}

// Type returns TypeSignOut.
func (SignOut) Type() MessageType { return TypeSignOut }

func (SignOut) append(b []byte) []byte { return b }
