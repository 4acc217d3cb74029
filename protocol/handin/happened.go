package handin

import (
	"crypto/sha256"

	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// Status is a status line that the customer's app wrote: what was asked, allowed, refused, taken back, and so on.
//
//	status u8, who u8, name string16, permission u16, whom string16
type Status struct {
	Status     protocol.StatusKind
	Who        protocol.AttendeeID
	Name       string
	Permission protocol.Permission
	// Whom is the agent whom Permission was given to or taken from; empty where there is only one.
	Whom string
}

// Kind implements Fact.
func (Status) Kind() Kind { return KindStatus }

func (f Status) append(b []byte) []byte {
	b = wire.AppendU8(wire.AppendU8(b, uint8(f.Status)), uint8(f.Who))
	b = wire.AppendU16(wire.AppendString16(b, wire.Cut(f.Name, maxName)), uint16(f.Permission))
	return wire.AppendString16(b, wire.Cut(f.Whom, maxName))
}

func readStatus(r *wire.Reader) Status {
	f := Status{Status: protocol.StatusKind(r.U8()), Who: protocol.AttendeeID(r.U8()), Name: r.String16(maxName)}
	f.Permission, f.Whom = protocol.Permission(r.U16()), r.String16(maxName)
	return f
}

// WebPage is a web address that whoever reports would like the customer to open.
//
//	number u32, url string16
type WebPage struct {
	// Number is that of the answer.
	Number uint32
	URL    string
}

// Kind implements Fact.
func (WebPage) Kind() Kind { return KindPage }

func (f WebPage) append(b []byte) []byte {
	return wire.AppendString16(wire.AppendU32(b, f.Number), wire.Cut(f.URL, protocol.MaxURL))
}

func readWebPage(r *wire.Reader) WebPage {
	return WebPage{Number: r.U32(), URL: r.String16(protocol.MaxURL)}
}

// WebAnswer is the customer's word about a WebPage.
//
//	number u32, answer u8
type WebAnswer struct {
	Number uint32
	Answer protocol.Answer
}

// Kind implements Fact.
func (WebAnswer) Kind() Kind { return KindAnswer }

func (f WebAnswer) append(b []byte) []byte {
	return wire.AppendU8(wire.AppendU32(b, f.Number), uint8(f.Answer))
}

func readWebAnswer(r *wire.Reader) WebAnswer {
	return WebAnswer{Number: r.U32(), Answer: protocol.Answer(r.U8())}
}

// File is a file that went from one side to the other, whole.
//
//	to customer bool, name string16, size u64, hash [32]
type File struct {
	ToCustomer bool
	Name       string
	Size       uint64
	Hash       [sha256.Size]byte // SHA-256 of what is in it
}

// Kind implements Fact.
func (File) Kind() Kind { return KindFile }

func (f File) append(b []byte) []byte {
	b = wire.AppendString16(wire.AppendBool(b, f.ToCustomer), wire.Cut(f.Name, maxFileName))
	return append(wire.AppendU64(b, f.Size), f.Hash[:]...)
}

// maxFileName is the longest name of a file that common file systems take, in bytes.
const maxFileName = 255 * 4

func readFile(r *wire.Reader) File {
	f := File{ToCustomer: r.Bool(), Name: r.String16(maxFileName), Size: r.U64()}
	r.Into(f.Hash[:])
	return f
}

// Ended tells that the session was over for whoever reports.
//
//	reason u16, by the customer's side bool, cut bool
type Ended struct {
	Reason protocol.CloseCode
	// Remote tells that the customer's side ended it.
	Remote bool
	// Cut tells that the app that reports was gone before the session: the time is that of the last thing it noted.
	Cut bool
}

// Kind implements Fact.
func (Ended) Kind() Kind { return KindEnded }

func (f Ended) append(b []byte) []byte {
	return wire.AppendBool(wire.AppendBool(wire.AppendU16(b, uint16(f.Reason)), f.Remote), f.Cut)
}

func readEnded(r *wire.Reader) Ended {
	return Ended{Reason: protocol.CloseCode(r.U16()), Remote: r.Bool(), Cut: r.Bool()}
}

// Lost tells that more happened than the app that reports could keep.
//
//	entries u32
type Lost struct {
	Entries uint32 // how many are missing here
}

// Kind implements Fact.
func (Lost) Kind() Kind { return KindLost }

func (f Lost) append(b []byte) []byte { return wire.AppendU32(b, f.Entries) }
