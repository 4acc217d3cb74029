package signalling

import (
	"fmt"

	"beside.example/protocol/wire"
)

// Canned answers CannedList, in the order of the titles. Said unasked, with More and without replies, it tells that those which the app
// knows are not right any more.
//
//	more bool, count u8, then for each: id u64, scope u8, title string16, text string16, url string16, language string16
type Canned struct {
	// More says that further replies follow, for another CannedList.
	More    bool
	Replies []CannedReply
}

// CannedReply is one reply or address to send with two keystrokes.
type CannedReply struct {
	ID    uint64
	Scope CannedScope
	Title string
	// Text may hold placeholders for the app to fill in. A reply with a URL offers the page to the customer's browser.
	Text string
	URL  string
	// Language is the tag of the text's language; empty for any.
	Language string
}

// CannedScope says whose a reply is.
type CannedScope uint8

// The scopes.
const (
	CannedOrganisation CannedScope = 1
	CannedTeam         CannedScope = 2
	CannedOwn          CannedScope = 3 // the agent's
)

// String returns the scope's name for logs.
func (s CannedScope) String() string {
	switch s {
	case CannedOrganisation:
		return "organisation"
	case CannedTeam:
		return "team"
	case CannedOwn:
		return "own"
	}
	return fmt.Sprintf("scope %d", uint8(s))
}

// minCannedSize is the size of a reply without words.
const minCannedSize = 8 + 1 + 4*2

// Type returns TypeCanned.
func (Canned) Type() MessageType { return TypeCanned }

// Fit cuts the replies to those that one message holds, and says whether there are more.
func (m Canned) Fit() Canned {
	size := 0
	for i, c := range m.Replies {
		if size += len(c.append(nil)); size > maxListBody || i == MaxCannedPage {
			return Canned{More: true, Replies: m.Replies[:i]}
		}
	}
	return m
}

func (m Canned) append(b []byte) []byte {
	b = wire.AppendBool(b, m.More)
	replies := m.Replies[:min(len(m.Replies), MaxCannedPage)]
	b = wire.AppendU8(b, uint8(len(replies)))
	for _, c := range replies {
		b = c.append(b)
	}
	return b
}

func (c CannedReply) append(b []byte) []byte {
	b = wire.AppendU8(wire.AppendU64(b, c.ID), uint8(c.Scope))
	b = appendName(b, c.Title)
	b = appendText(b, c.Text, maxSaid)
	b = appendText(b, c.URL, maxURL)
	return appendText(b, c.Language, maxLanguage)
}

func readCanned(r *wire.Reader) Canned {
	m := Canned{More: r.Bool()}
	for range r.Count(int(r.U8()), MaxCannedPage, minCannedSize) {
		m.Replies = append(m.Replies, CannedReply{
			ID: r.U64(), Scope: CannedScope(r.U8()), Title: r.String16(maxName), Text: r.String16(maxSaid), URL: r.String16(maxURL),
			Language: r.String16(maxLanguage),
		})
	}
	return m
}
