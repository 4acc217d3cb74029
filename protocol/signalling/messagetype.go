package signalling

import (
	"fmt"

	"beside.example/protocol/wire"
)

// MessageType is the number of a message. Numbers are never used twice; a retired one stays in the list as retired.
type MessageType uint16

// The message types.
const (
	TypeHello        MessageType = 1
	TypeWelcome      MessageType = 2
	TypeRefused      MessageType = 3
	TypeDone         MessageType = 4
	TypeRestarting   MessageType = 5
	TypeSignedOut    MessageType = 6
	TypeSignOut      MessageType = 7
	TypeAvailability MessageType = 8

	TypeCodeCreate   MessageType = 16
	TypeCodeCreated  MessageType = 17
	TypeCodeWithdraw MessageType = 18
	TypeCodeChanged  MessageType = 19
	TypeCodeList     MessageType = 20

	TypeJoin           MessageType = 32
	TypeJoined         MessageType = 33
	TypeExchangeOpened MessageType = 34
	TypeExchangeData   MessageType = 35
	TypeExchangeEnd    MessageType = 36

	TypeCodeRedeem     MessageType = 48
	TypeSessionGranted MessageType = 49
	TypeTicketRequest  MessageType = 50
	TypeTicketGranted  MessageType = 51
	TypeSessionEnd     MessageType = 52

	TypeCredentialRequest MessageType = 64
	TypeCredential        MessageType = 65

	TypeHistoryRequest MessageType = 80
	TypeHistoryPage    MessageType = 81
)

// String returns the type's number for logs.
func (t MessageType) String() string { return fmt.Sprintf("message type %d", uint16(t)) }

// read reads the fields of a message of type t; ok is false when the type is unknown.
func (t MessageType) read(r *wire.Reader) (m Message, ok bool) {
	switch t {
	case TypeHello:
		return readHello(r), true
	case TypeWelcome:
		return readWelcome(r), true
	case TypeRefused:
		return readRefused(r), true
	case TypeDone:
		return Done{}, true
	case TypeRestarting:
		return readRestarting(r), true
	case TypeSignedOut:
		return readSignedOut(r), true
	case TypeSignOut:
		return SignOut{}, true
	case TypeAvailability:
		return readAvailability(r), true
	case TypeCodeCreate:
		return readCodeCreate(r), true
	case TypeCodeCreated:
		return readCodeCreated(r), true
	case TypeCodeWithdraw:
		return readCodeWithdraw(r), true
	case TypeCodeChanged:
		return readCodeChanged(r), true
	case TypeCodeList:
		return readCodeList(r), true
	}
	return t.readSession(r)
}

// readSession is read for the types from Join on.
func (t MessageType) readSession(r *wire.Reader) (m Message, ok bool) {
	switch t {
	case TypeJoin:
		return readJoin(r), true
	case TypeJoined:
		return readJoined(r), true
	case TypeExchangeOpened:
		return readExchangeOpened(r), true
	case TypeExchangeData:
		return readExchangeData(r), true
	case TypeExchangeEnd:
		return readExchangeEnd(r), true
	case TypeCodeRedeem:
		return readCodeRedeem(r), true
	case TypeSessionGranted:
		return readSessionGranted(r), true
	case TypeTicketRequest:
		return readTicketRequest(r), true
	case TypeTicketGranted:
		return readTicketGranted(r), true
	case TypeSessionEnd:
		return readSessionEnd(r), true
	case TypeCredentialRequest:
		return readCredentialRequest(r), true
	case TypeCredential:
		return readCredential(r), true
	case TypeHistoryRequest:
		return readHistoryRequest(r), true
	case TypeHistoryPage:
		return readHistoryPage(r), true
	}
	return nil, false
}
