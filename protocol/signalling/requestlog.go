package signalling

import "beside.example/protocol/wire"

// RequestLog asks for a request's chat after a line that the app knows; RequestLines answers it. After a lost connection it brings what
// was said meanwhile.
//
//	id [16], after u64
type RequestLog struct {
	ID RequestID
	// After is the Seq of the last line known; 0 for none.
	After uint64
}

// Type returns TypeRequestLog.
func (RequestLog) Type() MessageType { return TypeRequestLog }

func (m RequestLog) append(b []byte) []byte { return wire.AppendU64(append(b, m.ID[:]...), m.After) }

func readRequestLog(r *wire.Reader) RequestLog {
	var m RequestLog
	r.Into(m.ID[:])
	m.After = r.U64()
	return m
}
