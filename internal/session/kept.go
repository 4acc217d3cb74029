package session

import (
	"slices"

	"beside.example/protocol"
)

// resendMax is how many of this side's last messages are kept and sent again on a new conn, since nobody knows what arrived on the
// old one; as many may be written while there is none. Of what is passed on for others as many are kept besides.
const resendMax = 64

// kept are the last messages sent, the oldest first.
type kept []keptMessage

type keptMessage struct {
	message protocol.Message
	passed  bool
	from    protocol.AttendeeID // who wrote what is passed on
	bytes   int                 // of its frame
}

// own keeps a message of this side's own; the oldest such gives way.
func (k *kept) own(m protocol.Message) {
	*k = append(*k, keptMessage{message: m})
	mine := func(e keptMessage) bool { return !e.passed }
	if k.count(mine) > resendMax {
		k.drop(mine)
	}
}

// pass keeps a message of somebody behind this side, and reports whose older ones gave way for it: the writer's own where they are too
// long for a slow reader, or those of whoever wrote most.
func (k *kept) pass(m protocol.Message, from protocol.AttendeeID) (gaveWay []protocol.AttendeeID) {
	*k = append(*k, keptMessage{message: m, passed: true, from: from, bytes: len(protocol.AppendFrame(nil, m))})
	for k.bytes(from) > maxPassed {
		k.drop(by(from))
		gaveWay = []protocol.AttendeeID{from}
	}
	if k.count(func(e keptMessage) bool { return e.passed }) > resendMax {
		most := k.busiest()
		k.drop(by(most))
		gaveWay = append(gaveWay, most)
	}
	return gaveWay
}

// by returns a test for what is passed on for a person.
func by(from protocol.AttendeeID) func(keptMessage) bool {
	return func(e keptMessage) bool { return e.passed && e.from == from }
}

func (k *kept) count(such func(keptMessage) bool) int {
	n := 0
	for _, e := range *k {
		if such(e) {
			n++
		}
	}
	return n
}

// bytes returns how long a person's messages are together.
func (k *kept) bytes(from protocol.AttendeeID) int {
	n := 0
	for _, e := range *k {
		if by(from)(e) {
			n += e.bytes
		}
	}
	return n
}

// busiest returns for whom most is passed on.
func (k *kept) busiest() (most protocol.AttendeeID) {
	lines := map[protocol.AttendeeID]int{}
	for _, e := range *k {
		if !e.passed {
			continue
		}
		lines[e.from]++
		if lines[e.from] > lines[most] {
			most = e.from
		}
	}
	return most
}

// drop drops the oldest such message.
func (k *kept) drop(such func(keptMessage) bool) {
	i := slices.IndexFunc(*k, such)
	*k = slices.Delete(*k, i, i+1)
}
