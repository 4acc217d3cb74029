package signalling

import (
	"errors"
	"fmt"

	"beside.example/protocol/wire"
)

// Message is one message of the conversation.
type Message interface {
	// Type returns the message's number.
	Type() MessageType
	// append appends the message's fields.
	append(b []byte) []byte
}

// ErrUnknownType tells that a message is of a type that this version does not know.
var ErrUnknownType = errors.New("unknown message type")

// ErrTooLarge tells that a message exceeds MaxMessage.
var ErrTooLarge = errors.New("message too large")

// Envelope is a message with the number of the request that it makes or answers; 0 for what the relay says by itself.
type Envelope struct {
	Request uint32
	Message Message
}

// Append appends the envelope as it is sent.
func (e Envelope) Append(b []byte) []byte {
	b = wire.AppendU16(b, uint16(e.Message.Type()))
	b = wire.AppendU32(b, e.Request)
	return e.Message.append(b)
}

// Parse reads what Append wrote. The message's bytes alias b. When the type is unknown, the error wraps ErrUnknownType and
// the returned envelope still has its Request, so that it can be refused.
func Parse(b []byte) (Envelope, error) {
	if len(b) > MaxMessage {
		return Envelope{}, ErrTooLarge
	}
	r := wire.NewReader(b)
	t := MessageType(r.U16())
	e := Envelope{Request: r.U32()}
	if err := r.Err(); err != nil {
		return Envelope{}, fmt.Errorf("parse a message's head: %w", err)
	}
	m, ok := t.read(r)
	if !ok {
		return e, fmt.Errorf("parse %v: %w", t, ErrUnknownType)
	}
	if err := r.Err(); err != nil {
		return Envelope{}, fmt.Errorf("parse %v: %w", t, err)
	}
	e.Message = m
	return e, nil
}
