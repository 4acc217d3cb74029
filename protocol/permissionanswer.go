package protocol

import "beside.example/protocol/wire"

// Answer is what came of an asked permission.
type Answer uint8

// The answers.
const (
	AnswerNo      Answer = 0 // the customer said No
	AnswerYes     Answer = 1
	AnswerTimeout Answer = 2 // nobody answered: as No
)

// PermissionAnswer answers PermissionAsk. What is granted then is told by PermissionState alone.
//
//	u16 permission, u8 answer
type PermissionAnswer struct {
	// Permission is the one that was asked for.
	Permission Permission
	// Answer is the customer's.
	Answer Answer
}

// Type returns TypePermissionAnswer.
func (PermissionAnswer) Type() MessageType { return TypePermissionAnswer }

// Append appends the payload.
func (m PermissionAnswer) Append(b []byte) []byte {
	return wire.AppendU8(wire.AppendU16(b, uint16(m.Permission)), uint8(m.Answer))
}

// ParsePermissionAnswer reads a PermissionAnswer's payload.
func ParsePermissionAnswer(payload []byte) (PermissionAnswer, error) {
	r := wire.NewReader(payload)
	m := PermissionAnswer{Permission: readSingle(r), Answer: Answer(r.U8())}
	if m.Answer > AnswerTimeout {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
