package handin

import (
	"bytes"
	"fmt"

	"beside.example/protocol/wire"
)

// Kind is what an entry tells. Numbers are never used twice.
type Kind uint8

// The kinds.
const (
	KindBegan   Kind = 1
	KindGrants  Kind = 2
	KindGone    Kind = 3
	KindSeeing  Kind = 4
	KindShowing Kind = 5
	KindLink    Kind = 6
	KindStatus  Kind = 7
	KindPage    Kind = 8
	KindAnswer  Kind = 9
	KindFile    Kind = 10
	KindEnded   Kind = 11
	KindLost    Kind = 12
	KindSaid    Kind = 13
	KindNotes   Kind = 14
)

// Fact is what happened.
type Fact interface {
	// Kind returns the kind's number.
	Kind() Kind
	append(b []byte) []byte
}

// Part returns the part of a hand-in that a kind stands in.
func (k Kind) Part() Part {
	switch k {
	case KindSaid:
		return PartChat
	case KindNotes:
		return PartNotes
	}
	return PartFacts
}

// String returns the kind's number for logs.
func (k Kind) String() string { return fmt.Sprintf("kind %d", uint8(k)) }

// read reads the fields of a fact.
func (k Kind) read(r *wire.Reader) Fact {
	switch k {
	case KindBegan:
		return readBegan(r)
	case KindGrants:
		return readGrants(r)
	case KindGone:
		return readGone(r)
	case KindSeeing:
		return Seeing{On: r.Bool()}
	case KindShowing:
		return Showing{On: r.Bool()}
	case KindLink:
		return Link{Up: r.Bool()}
	case KindStatus:
		return readStatus(r)
	case KindPage:
		return readWebPage(r)
	case KindAnswer:
		return readWebAnswer(r)
	case KindFile:
		return readFile(r)
	case KindEnded:
		return readEnded(r)
	case KindLost:
		return Lost{Entries: r.U32()}
	case KindSaid:
		return readSaid(r)
	case KindNotes:
		return readNotes(r)
	}
	return Unknown{Number: k, Fields: bytes.Clone(r.Rest())}
}

// Unknown is a fact of a kind that this version does not know.
type Unknown struct {
	Number Kind
	Fields []byte
}

// Kind implements Fact.
func (f Unknown) Kind() Kind { return f.Number }

func (f Unknown) append(b []byte) []byte { return append(b, f.Fields...) }
