package protocol

import (
	"errors"
	"fmt"
)

// MessageType is the first byte of a frame. Numbers are never used twice.
type MessageType uint8

// The message types, in groups with room to grow. What each means stands at the message's own type.
const (
	TypeHello     MessageType = 1
	TypeIdentity  MessageType = 2
	TypeConsent   MessageType = 3
	TypeEnd       MessageType = 4
	TypeLanguage  MessageType = 5
	TypeAttendees MessageType = 6

	TypeChat       MessageType = 8
	TypeTyping     MessageType = 9
	TypeStatusLine MessageType = 10
	TypeEarlier    MessageType = 11
	TypePrivate    MessageType = 12
	TypeAgentKey   MessageType = 13

	TypePermissionAsk    MessageType = 16
	TypePermissionAnswer MessageType = 17
	TypePermissionState  MessageType = 18
	TypeInputState       MessageType = 19

	TypeDisplayList   MessageType = 24
	TypeDisplaySelect MessageType = 25
	TypeShareState    MessageType = 26
	TypeViewState     MessageType = 27
	TypeFidelityState MessageType = 28

	TypeUpdateHeader    MessageType = 32
	TypeAck             MessageType = 33
	TypeKeyframeRequest MessageType = 34
	TypeCursorShape     MessageType = 35
	TypeCursorMove      MessageType = 36
	TypePointing        MessageType = 37
	TypePictureCheck    MessageType = 38

	TypePointer    MessageType = 48
	TypeWheel      MessageType = 49
	TypeKey        MessageType = 50
	TypeText       MessageType = 51
	TypeReleaseAll MessageType = 52

	TypeDetailsRequest  MessageType = 72
	TypeComputerDetails MessageType = 73

	TypeIntroduce  MessageType = 80
	TypeIntroduced MessageType = 81
	TypePushURL    MessageType = 82
	TypePushAnswer MessageType = 83
)

// Message is one message of the session plane.
type Message interface {
	// Type returns the message's number.
	Type() MessageType
	// Append appends the message's payload, without the frame's head.
	Append(b []byte) []byte
}

// ErrUnknownType tells of a message type that this version does not know.
var ErrUnknownType = errors.New("unknown message type")

// messageInfo is what the protocol lays down for a type.
type messageInfo struct {
	name   string
	stream StreamKind // the only kind of stream it may travel on
	limit  int        // of its payload, in bytes, with room for fields that newer versions add
	parse  func([]byte) (Message, error)
}

// small bounds messages of a few numbers, with room to grow.
const small = 64

// messages is the table of all types; it is never written to.
var messages = [...]messageInfo{
	TypeHello:     {"hello", StreamControl, HelloLength, of(ParseHello)},
	TypeIdentity:  {"identity", StreamControl, maxIdentity, of(ParseIdentity)},
	TypeConsent:   {"consent", StreamControl, small, of(ParseConsent)},
	TypeEnd:       {"end", StreamControl, small, of(ParseEnd)},
	TypeLanguage:  {"language", StreamControl, small, of(ParseLanguage)},
	TypeAttendees: {"attendees", StreamControl, maxAttendees, of(ParseAttendees)},

	TypeChat:       {"chat", StreamControl, maxChat, of(ParseChat)},
	TypeTyping:     {"typing", StreamControl, small, of(ParseTyping)},
	TypeStatusLine: {"status line", StreamControl, maxStatusLine, of(ParseStatusLine)},
	TypeEarlier:    {"earlier", StreamControl, maxEarlierMessage, of(ParseEarlier)},
	TypePrivate:    {"private", StreamControl, maxPrivate, of(ParsePrivate)},
	TypeAgentKey:   {"agent key", StreamControl, maxAgentKey, of(ParseAgentKey)},

	TypePermissionAsk:    {"permission ask", StreamControl, small, of(ParsePermissionAsk)},
	TypePermissionAnswer: {"permission answer", StreamControl, small, of(ParsePermissionAnswer)},
	TypePermissionState:  {"permission state", StreamControl, small, of(ParsePermissionState)},
	TypeInputState:       {"input state", StreamControl, small, of(ParseInputState)},

	TypeDisplayList:   {"display list", StreamControl, maxDisplayList, of(ParseDisplayList)},
	TypeDisplaySelect: {"display select", StreamControl, small, of(ParseDisplaySelect)},
	TypeShareState:    {"share state", StreamControl, small, of(ParseShareState)},
	TypeViewState:     {"view state", StreamControl, small, of(ParseViewState)},
	TypeFidelityState: {"fidelity state", StreamControl, small, of(ParseFidelityState)},

	TypeUpdateHeader:    {"update header", StreamScreen, small, of(ParseUpdateHeader)},
	TypeAck:             {"ack", StreamScreen, small, of(ParseAck)},
	TypeKeyframeRequest: {"keyframe request", StreamScreen, small, of(ParseKeyframeRequest)},
	TypeCursorShape:     {"cursor shape", StreamCursor, maxCursorShape, of(ParseCursorShape)},
	TypeCursorMove:      {"cursor move", StreamCursor, small, of(ParseCursorMove)},
	TypePointing:        {"pointing", StreamPointing, small, of(ParsePointing)},
	TypePictureCheck:    {"picture check", StreamScreen, small, of(ParsePictureCheck)},

	TypePointer:    {"pointer", StreamInput, small, of(ParsePointer)},
	TypeWheel:      {"wheel", StreamInput, small, of(ParseWheel)},
	TypeKey:        {"key", StreamInput, small, of(ParseKey)},
	TypeText:       {"text", StreamInput, maxText, of(ParseText)},
	TypeReleaseAll: {"release all", StreamInput, small, of(ParseReleaseAll)},

	TypeDetailsRequest:  {"details request", StreamControl, small, of(ParseDetailsRequest)},
	TypeComputerDetails: {"computer details", StreamControl, maxComputerDetails, of(ParseComputerDetails)},

	TypeIntroduce:  {"introduce", StreamControl, maxIntroduce, of(ParseIntroduce)},
	TypeIntroduced: {"introduced", StreamControl, small, of(ParseIntroduced)},
	TypePushURL:    {"push URL", StreamControl, maxPushURL, of(ParsePushURL)},
	TypePushAnswer: {"push answer", StreamControl, small, of(ParsePushAnswer)},
}

// of turns a message's own parser into one for the table.
func of[M Message](parse func([]byte) (M, error)) func([]byte) (Message, error) {
	return func(payload []byte) (Message, error) {
		m, err := parse(payload)
		if err != nil {
			return nil, err
		}
		return m, nil
	}
}

func (t MessageType) info() messageInfo {
	if int(t) >= len(messages) {
		return messageInfo{}
	}
	return messages[t]
}

// Known reports whether this version knows the type.
func (t MessageType) Known() bool { return t.info().parse != nil }

// Limit returns how long a payload of the type may be, in bytes; 0 for an unknown type.
func (t MessageType) Limit() int { return t.info().limit }

// Stream returns the only kind of stream on which the type may travel; 0 for an unknown type.
func (t MessageType) Stream() StreamKind { return t.info().stream }

// String returns the type's name for logs.
func (t MessageType) String() string {
	if name := t.info().name; name != "" {
		return name
	}
	return fmt.Sprintf("message type %d", uint8(t))
}

// Types lists all known types in order of their numbers.
func Types() []MessageType {
	var all []MessageType
	for t := range len(messages) {
		if MessageType(t).Known() {
			all = append(all, MessageType(t))
		}
	}
	return all
}

// Parse reads the payload of a message of type t. What it returns shares no memory with the payload.
func Parse(t MessageType, payload []byte) (Message, error) {
	info := t.info()
	if info.parse == nil {
		return nil, fmt.Errorf("%w: %d", ErrUnknownType, uint8(t))
	}
	m, err := info.parse(payload)
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", t, err)
	}
	return m, nil
}
