package signalling

import "beside.example/protocol/wire"

// RequestLines answers RequestLog.
//
//	more bool, count u8, then the lines (see ChatLine)
type RequestLines struct {
	// More says that later lines follow, for another RequestLog.
	More  bool
	Lines []ChatLine
}

// Type returns TypeRequestLines.
func (RequestLines) Type() MessageType { return TypeRequestLines }

func (m RequestLines) append(b []byte) []byte {
	return appendChatLines(wire.AppendBool(b, m.More), m.Lines)
}

func readRequestLines(r *wire.Reader) RequestLines {
	return RequestLines{More: r.Bool(), Lines: readChatLines(r)}
}
