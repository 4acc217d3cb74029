package signalling

import (
	"time"

	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// Request is a customer's call for help as one agent sees it.
//
//	id [16], portal u64, kind u8, state u8, portal name string16, customer string16, question string16, language string16,
//	wanted u64, agent u64, agent name string16, waited u32 milliseconds, alert u8, alert left u32 milliseconds,
//	web chat bool, app offered bool, silent bool, session [16], fields u8, then for each field: label string16, value string16
type Request struct {
	ID         RequestID
	Portal     PortalID
	Kind       PortalKind
	State      RequestState
	PortalName string
	// Customer is what the customer calls themselves; may be empty. Question may have several lines.
	Customer string
	Question string
	Language string
	// Wanted is whom the customer picked at a Match portal; 0 for nobody.
	Wanted AgentID
	// Agent and AgentName say who accepted; 0 while nobody has.
	Agent     AgentID
	AgentName string
	// Waited is how long ago the customer began to wait.
	Waited time.Duration
	// Alert says as what the request pops up at this agent now, AlertLeft for how long still.
	Alert     AlertKind
	AlertLeft time.Duration
	// WebChat says that the customer's page can chat; AppOffered that the page offers the customer's app.
	WebChat    bool
	AppOffered bool
	// Silent says that the customer's page has not been heard of for a while.
	Silent bool
	// Session is what the request became; the zero value before.
	Session leg.SessionID
	// Fields are the other answers in the portal's form.
	Fields []RequestField
}

// RequestField is one answer in a portal's form.
type RequestField struct {
	Label string
	Value string
}

// minRequestSize is the size of a request without words, minRequestFieldSize that of a field.
const (
	minRequestSize      = 16 + 8 + 1 + 1 + 4*2 + 8 + 8 + 2 + 4 + 1 + 4 + 3 + 16 + 1
	minRequestFieldSize = 2 + 2
)

func (q Request) append(b []byte) []byte {
	b = append(b, q.ID[:]...)
	b = wire.AppendU64(b, uint64(q.Portal))
	b = wire.AppendU8(b, uint8(q.Kind))
	b = wire.AppendU8(b, uint8(q.State))
	b = appendName(b, q.PortalName)
	b = appendName(b, q.Customer)
	b = appendText(b, q.Question, maxQuestion)
	b = appendText(b, q.Language, maxLanguage)
	b = wire.AppendU64(b, uint64(q.Wanted))
	b = wire.AppendU64(b, uint64(q.Agent))
	b = appendName(b, q.AgentName)
	b = appendSpan(b, q.Waited, time.Millisecond)
	b = wire.AppendU8(b, uint8(q.Alert))
	b = appendSpan(b, q.AlertLeft, time.Millisecond)
	b = wire.AppendBool(b, q.WebChat)
	b = wire.AppendBool(b, q.AppOffered)
	b = wire.AppendBool(b, q.Silent)
	b = append(b, q.Session[:]...)
	fields := q.Fields[:min(len(q.Fields), MaxRequestFields)]
	b = wire.AppendU8(b, uint8(len(fields)))
	room := maxFieldValues
	for _, f := range fields {
		value := wire.Cut(f.Value, min(maxFieldValue, room))
		room -= len(value)
		b = wire.AppendString16(appendName(b, f.Label), value)
	}
	return b
}

func readRequest(r *wire.Reader) Request {
	q := Request{}
	r.Into(q.ID[:])
	q.Portal, q.Kind, q.State = PortalID(r.U64()), PortalKind(r.U8()), RequestState(r.U8())
	q.PortalName, q.Customer = r.String16(maxName), r.String16(maxName)
	q.Question, q.Language = r.String16(maxQuestion), r.String16(maxLanguage)
	q.Wanted, q.Agent, q.AgentName = AgentID(r.U64()), AgentID(r.U64()), r.String16(maxName)
	q.Waited = readSpan(r, time.Millisecond)
	q.Alert, q.AlertLeft = AlertKind(r.U8()), readSpan(r, time.Millisecond)
	q.WebChat, q.AppOffered, q.Silent = r.Bool(), r.Bool(), r.Bool()
	r.Into(q.Session[:])
	room := maxFieldValues
	for range r.Count(int(r.U8()), MaxRequestFields, minRequestFieldSize) {
		f := RequestField{Label: r.String16(maxName), Value: r.String16(min(maxFieldValue, room))}
		room -= len(f.Value)
		q.Fields = append(q.Fields, f)
	}
	return q
}
