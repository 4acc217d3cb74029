package ui

import (
	"fmt"
	"time"

	"beside.example/internal/chat"
	"beside.example/internal/look"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// What both apps say in the same words, and show by the same icons.

// ElapsedText writes a duration as minutes and seconds, with hours where there are some, such as "18:04".
func ElapsedText(d time.Duration) string {
	seconds := int(max(0, d).Seconds())
	const minute, hour = 60, 3600
	if seconds >= hour {
		return fmt.Sprintf("%d:%02d:%02d", seconds/hour, seconds%hour/minute, seconds%minute)
	}
	return fmt.Sprintf("%d:%02d", seconds/minute, seconds%minute)
}

// FaultText returns a fault's sentence with its number, or nothing for no fault. A fault that this version does not know
// keeps its number.
func FaultText(texts *words.Catalogue, f protocol.Fault) string {
	if f == 0 {
		return ""
	}
	known := f
	if !f.Known() {
		known = protocol.FaultInternal
	}
	return texts.T("ui.fault", words.Args{"Text": texts.T(known.Key()), "Number": f.String()})
}

// LogMessages shows the entries of a chat log as messages of a ChatPanel.
func LogMessages(texts *words.Catalogue, log []chat.Entry) []ChatMessage {
	messages := make([]ChatMessage, len(log))
	for i, entry := range log {
		messages[i] = logMessage(texts, entry)
	}
	return messages
}

func logMessage(texts *words.Catalogue, e chat.Entry) ChatMessage {
	const clock = "15:04"
	at, text := e.At.Format(clock), chat.Text(texts, e)
	if e.IsStatus() {
		return ChatMessage{Kind: ChatStatus, Text: at + " · " + text}
	}
	m := ChatMessage{Kind: ChatOther, Text: text, Meta: chat.Author(texts, e) + " · " + at}
	if e.Mine {
		m.Kind = ChatOwn
	}
	if e.Private {
		m.Tag = texts.T("ui.private")
	}
	return m
}

// Offer is a permission that the windows offer.
type Offer struct {
	Permission protocol.Permission
	Icon       look.Icon
	// Key is the part of catalogue keys that stands for the permission.
	Key string
}

// Offers lists the permissions that this version can put to use, in the order in which windows show them.
func Offers() []Offer {
	return []Offer{
		{protocol.PermissionSee, look.IconEye, protocol.PermissionSee.String()},
		{protocol.PermissionControl, look.IconPointer, protocol.PermissionControl.String()},
		{protocol.PermissionDiagnostics, look.IconPulse, protocol.PermissionDiagnostics.String()},
	}
}
