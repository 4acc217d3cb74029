package session

import (
	"beside.example/protocol"
	"beside.example/protocol/transport"
)

// drop gives a stream up in both directions: what was not delivered yet never will be.
func drop(s transport.Stream) {
	dropWriting(s)
	dropReading(s)
}

// dropWriting gives the writing half of a stream up.
func dropWriting(s transport.SendStream) { s.CancelWrite(protocol.CloseUnknown) }

// dropReading tells the peer that no more will be read.
func dropReading(s transport.ReceiveStream) { s.CancelRead(protocol.CloseUnknown) }
