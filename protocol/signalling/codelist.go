package signalling

import "beside.example/protocol/wire"

// CodeList tells an agent's app all active codes of the agent; it follows Welcome.
//
//	count u8, then the codes (see Code)
type CodeList struct {
	Codes []Code
}

// Type returns TypeCodeList.
func (CodeList) Type() MessageType { return TypeCodeList }

func (m CodeList) append(b []byte) []byte {
	codes := m.Codes[:min(len(m.Codes), MaxCodes)]
	b = wire.AppendU8(b, uint8(len(codes)))
	for _, c := range codes {
		b = c.append(b)
	}
	return b
}

func readCodeList(r *wire.Reader) CodeList {
	var m CodeList
	for range r.Count(int(r.U8()), MaxCodes, minCodeSize) {
		m.Codes = append(m.Codes, readCode(r))
	}
	return m
}
