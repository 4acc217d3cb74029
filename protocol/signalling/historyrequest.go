package signalling

import "beside.example/protocol/wire"

// HistoryCursor is a place in the history, opaque to the app. The zero value is before the newest session.
type HistoryCursor [24]byte

// HistoryRequest asks for past sessions of the agent, newest first; HistoryPage answers it.
//
//	from [24], limit u8
type HistoryRequest struct {
	// From is the zero value or the Next of the page before.
	From HistoryCursor
	// Limit is how many entries to send at most; the relay may send fewer.
	Limit uint8
}

// Type returns TypeHistoryRequest.
func (HistoryRequest) Type() MessageType { return TypeHistoryRequest }

func (m HistoryRequest) append(b []byte) []byte {
	return wire.AppendU8(append(b, m.From[:]...), m.Limit)
}

func readHistoryRequest(r *wire.Reader) HistoryRequest {
	var m HistoryRequest
	r.Into(m.From[:])
	m.Limit = r.U8()
	return m
}
