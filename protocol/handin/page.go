package handin

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

const version = 1 // of pages

// Bounds that both ends agree on.
const (
	// MaxPage is how many bytes a page has at most: it fits a message of signalling with room for what stands around it, and the longest
	// entry fits a page.
	MaxPage = 48 << 10
	// MaxPages is how many pages a part has at most: twelve megabytes, three times the longest log of a session.
	MaxPages = 256
	// MaxFields is how many bytes the fields of an entry have at most: the longest line of chat and what stands around it.
	MaxFields = protocol.MaxChatBytes + 1<<10
)

// Part is one of what a hand-in consists of.
type Part uint8

// The parts. Numbers are never used twice.
const (
	PartFacts Part = 1 // always handed in
	PartChat  Part = 2 // only where the customer was told so
	PartNotes Part = 3 // what the agent wrote and how it ended; a later one takes the place of an earlier one
)

// Valid reports whether the part is known.
func (p Part) Valid() bool { return p >= PartFacts && p <= PartNotes }

// String returns the part's name for logs and catalogue keys.
func (p Part) String() string {
	if !p.Valid() {
		return fmt.Sprintf("part %d", uint8(p))
	}
	return [...]string{"facts", "chat", "notes"}[p-PartFacts]
}

// Head is what all pages of a part have in common.
type Head struct {
	Session leg.SessionID
	Part    Part
	// Made is when the part was put together.
	Made time.Time
	// You is the number that whoever reports had in the session.
	You protocol.AttendeeID
	// Kept is what the customer was told before consent.
	Kept protocol.Keeps
}

// Page is one page of a part.
type Page struct {
	Head
	// Number counts the part's pages from 0; Last tells that none follows.
	Number uint16
	Last   bool
	// Before is the hash of the page before; zero for the first.
	Before [sha256.Size]byte
	// Entries are in the order in which they happened.
	Entries []Entry
}

// Entry is one thing that happened, by the clock of the agent's computer.
type Entry struct {
	At   time.Time
	Fact Fact
}

// headSize is how many bytes a page has before its entries, entrySize an entry before its fields.
const (
	headSize  = 1 + 16 + 1 + 2 + 1 + sha256.Size + 8 + 1 + 1 + 2
	entrySize = 1 + 8 + 2
)

// Build puts entries into as few pages as hold them, and returns each as its bytes. The same entries make the same pages. A part
// without entries has one page. Pages beyond MaxPages are left out, which the missing last page tells.
func Build(head Head, entries []Entry) [][]byte {
	groups := [][]Entry{nil}
	size := headSize
	for _, e := range entries {
		n := len(e.append(nil))
		if last := len(groups) - 1; size+n > MaxPage || len(groups[last]) == math.MaxUint16 {
			groups, size = append(groups, nil), headSize
		}
		size += n
		groups[len(groups)-1] = append(groups[len(groups)-1], e)
	}
	var pages [][]byte
	var before [sha256.Size]byte
	for i, group := range groups[:min(len(groups), MaxPages)] {
		page := Page{Head: head, Number: uint16(i), Last: i == len(groups)-1, Before: before, Entries: group}
		pages = append(pages, page.Append(nil))
		before = sha256.Sum256(pages[i])
	}
	return pages
}

// Append appends the page.
func (p Page) Append(b []byte) []byte {
	b = wire.AppendU8(b, version)
	b = append(b, p.Session[:]...)
	b = wire.AppendU8(b, uint8(p.Part))
	b = wire.AppendU16(b, p.Number)
	b = wire.AppendBool(b, p.Last)
	b = append(b, p.Before[:]...)
	b = appendMillis(b, p.Made)
	b = wire.AppendU8(b, uint8(p.You))
	b = wire.AppendU8(b, uint8(p.Kept))
	b = wire.AppendU16(b, uint16(len(p.Entries)))
	for _, e := range p.Entries {
		b = e.append(b)
	}
	return b
}

func (e Entry) append(b []byte) []byte {
	b = wire.AppendU8(b, uint8(e.Fact.Kind()))
	b = appendMillis(b, e.At)
	return wire.AppendBytes16(b, e.Fact.append(nil))
}

// ErrTooLarge tells of a page that exceeds MaxPage.
var ErrTooLarge = errors.New("page too large")

// Parse reads a page, without verifying it. It shares no memory with the bytes. Texts are as they were written: readers clean them.
func Parse(page []byte) (Page, error) {
	if len(page) > MaxPage {
		return Page{}, ErrTooLarge
	}
	r := wire.NewReader(page)
	if r.U8() != version {
		r.Fail(wire.ErrValue)
	}
	var p Page
	r.Into(p.Session[:])
	p.Part, p.Number, p.Last = Part(r.U8()), r.U16(), r.Bool()
	r.Into(p.Before[:])
	p.Made, p.You, p.Kept = readMillis(r), protocol.AttendeeID(r.U8()), protocol.Keeps(r.U8())
	if !p.Part.Valid() || p.Number >= MaxPages || p.Number == 0 && p.Before != [sha256.Size]byte{} {
		r.Fail(wire.ErrValue)
	}
	for range r.Count(int(r.U16()), math.MaxUint16, entrySize) {
		p.Entries = append(p.Entries, readEntry(r))
	}
	if err := r.Done(); err != nil {
		return Page{}, fmt.Errorf("parse a page of a hand-in: %w", err)
	}
	return p, nil
}

func readEntry(r *wire.Reader) Entry {
	kind, at := Kind(r.U8()), readMillis(r)
	fields := wire.NewReader(r.Bytes16(MaxFields))
	e := Entry{At: at, Fact: kind.read(fields)}
	if err := fields.Err(); err != nil {
		r.Fail(err)
	}
	return e
}

// ParseEntry reads one entry as AppendEntry writes it, for whoever keeps entries before they become pages.
func ParseEntry(b []byte) (Entry, error) {
	r := wire.NewReader(b)
	e := readEntry(r)
	if err := r.Done(); err != nil {
		return Entry{}, fmt.Errorf("parse an entry of a hand-in: %w", err)
	}
	return e, nil
}

// AppendEntry appends one entry.
func AppendEntry(b []byte, e Entry) []byte { return e.append(b) }

// maxMillis is the last millisecond of the year 9999: later times cannot be written as text everywhere.
const maxMillis = 253402300799999

func appendMillis(b []byte, t time.Time) []byte {
	millis := t.UnixMilli()
	if t.IsZero() || millis < 0 || millis > maxMillis {
		millis = 0
	}
	return wire.AppendU64(b, uint64(millis))
}

// readMillis reads a time in UTC; the zero time when there is none.
func readMillis(r *wire.Reader) time.Time {
	millis := r.U64()
	switch {
	case millis > maxMillis:
		r.Fail(wire.ErrValue)
		return time.Time{}
	case millis == 0:
		return time.Time{}
	}
	return time.UnixMilli(int64(millis)).UTC()
}
