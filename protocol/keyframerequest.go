package protocol

// KeyframeRequest asks the sharer for an update that needs none before it. It has no fields.
type KeyframeRequest struct{}

// Type returns TypeKeyframeRequest.
func (KeyframeRequest) Type() MessageType { return TypeKeyframeRequest }

// Append appends nothing.
func (KeyframeRequest) Append(b []byte) []byte { return b }

// ParseKeyframeRequest accepts any payload: a newer version may have given it fields.
func ParseKeyframeRequest([]byte) (KeyframeRequest, error) { return KeyframeRequest{}, nil }
