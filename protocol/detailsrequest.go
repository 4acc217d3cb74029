package protocol

// DetailsRequest asks for ComputerDetails; it needs PermissionDiagnostics. It has no fields.
type DetailsRequest struct{}

// Type returns TypeDetailsRequest.
func (DetailsRequest) Type() MessageType { return TypeDetailsRequest }

// Append appends nothing.
func (DetailsRequest) Append(b []byte) []byte { return b }

// ParseDetailsRequest accepts any payload: a newer version may have given it fields.
func ParseDetailsRequest([]byte) (DetailsRequest, error) { return DetailsRequest{}, nil }
