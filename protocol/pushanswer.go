package protocol

import "beside.example/protocol/wire"

// PushAnswer answers PushURL.
//
//	u32 number, u8 answer
type PushAnswer struct {
	// Number is PushURL's.
	Number uint32
	// Answer is the customer's.
	Answer Answer
}

// Type returns TypePushAnswer.
func (PushAnswer) Type() MessageType { return TypePushAnswer }

// Append appends the payload.
func (m PushAnswer) Append(b []byte) []byte {
	return wire.AppendU8(wire.AppendU32(b, m.Number), uint8(m.Answer))
}

// ParsePushAnswer reads a PushAnswer's payload.
func ParsePushAnswer(payload []byte) (PushAnswer, error) {
	r := wire.NewReader(payload)
	m := PushAnswer{Number: r.U32(), Answer: Answer(r.U8())}
	if m.Answer > AnswerTimeout {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
