package protocol

// ReleaseAll lets go of every key and button that the viewer holds: its window lost the focus. It has no fields.
type ReleaseAll struct{}

// Type returns TypeReleaseAll.
func (ReleaseAll) Type() MessageType { return TypeReleaseAll }

// Append appends nothing.
func (ReleaseAll) Append(b []byte) []byte { return b }

// ParseReleaseAll accepts any payload: a newer version may have given it fields.
func ParseReleaseAll([]byte) (ReleaseAll, error) { return ReleaseAll{}, nil }
