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

	TypeRequestList       MessageType = 96
	TypeRequestChanged    MessageType = 97
	TypeRequestAccept     MessageType = 98
	TypeRequestAccepted   MessageType = 99
	TypeRequestDecline    MessageType = 100
	TypeRequestSay        MessageType = 101
	TypeRequestSaid       MessageType = 102
	TypeRequestOfferApp   MessageType = 103
	TypeRequestAppOffered MessageType = 104
	TypeRequestLog        MessageType = 105
	TypeRequestLines      MessageType = 106
	TypeRequestClose      MessageType = 107

	TypePortalJoin   MessageType = 112
	TypePortalOpened MessageType = 113

	TypeColleagues            MessageType = 120
	TypeColleagueList         MessageType = 121
	TypeIntroduce             MessageType = 122
	TypeIntroduced            MessageType = 123
	TypeIntroductionOffer     MessageType = 124
	TypeIntroductionAnswer    MessageType = 125
	TypeIntroductionWithdrawn MessageType = 126
	TypeIntroductionAnswered  MessageType = 127
	TypeRendezvousExpect      MessageType = 128
	TypeIntroductionRefused   MessageType = 129

	TypeCannedList MessageType = 136
	TypeCanned     MessageType = 137

	TypeHandIn MessageType = 138
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
	return t.readDesk(r)
}

// readDesk is read for the types of the help desk.
func (t MessageType) readDesk(r *wire.Reader) (m Message, ok bool) {
	switch t {
	case TypeRequestList:
		return readRequestList(r), true
	case TypeRequestChanged:
		return readRequestChanged(r), true
	case TypeRequestAccept:
		return readRequestAccept(r), true
	case TypeRequestAccepted:
		return readRequestAccepted(r), true
	case TypeRequestDecline:
		return readRequestDecline(r), true
	case TypeRequestSay:
		return readRequestSay(r), true
	case TypeRequestSaid:
		return readRequestSaid(r), true
	case TypeRequestOfferApp:
		return readRequestOfferApp(r), true
	case TypeRequestAppOffered:
		return readRequestAppOffered(r), true
	case TypeRequestLog:
		return readRequestLog(r), true
	case TypeRequestLines:
		return readRequestLines(r), true
	case TypeRequestClose:
		return readRequestClose(r), true
	case TypePortalJoin:
		return readPortalJoin(r), true
	case TypePortalOpened:
		return readPortalOpened(r), true
	}
	return t.readColleagues(r)
}

// readColleagues is read for the types that agents work together with.
func (t MessageType) readColleagues(r *wire.Reader) (m Message, ok bool) {
	switch t {
	case TypeColleagues:
		return Colleagues{}, true
	case TypeColleagueList:
		return readColleagueList(r), true
	case TypeIntroduce:
		return readIntroduce(r), true
	case TypeIntroduced:
		return readIntroduced(r), true
	case TypeIntroductionOffer:
		return readIntroductionOffer(r), true
	case TypeIntroductionAnswer:
		return readIntroductionAnswer(r), true
	case TypeIntroductionWithdrawn:
		return readIntroductionWithdrawn(r), true
	case TypeIntroductionAnswered:
		return readIntroductionAnswered(r), true
	case TypeRendezvousExpect:
		return readRendezvousExpect(r), true
	case TypeIntroductionRefused:
		return readIntroductionRefused(r), true
	case TypeCannedList:
		return readCannedList(r), true
	case TypeCanned:
		return readCanned(r), true
	case TypeHandIn:
		return readHandIn(r), true
	}
	return nil, false
}
