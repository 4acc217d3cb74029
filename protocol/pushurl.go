package protocol

import (
	"net/url"
	"strings"

	"beside.example/protocol/wire"
)

// MaxURL is the length in bytes of an address that is pushed: the longest that all browsers take.
const MaxURL = 2000

const maxPushURL = 4 + 2 + MaxURL + small

// PushURL is a web address that an agent would like the customer to open. The customer's app shows the whole of it and asks; PushAnswer
// answers. A later one takes the place of one that waits.
//
//	u32 number, string16 url
type PushURL struct {
	// Number counts the sender's addresses from 1.
	Number uint32
	// URL satisfies Pushable.
	URL string
}

// Pushable reports whether a text is an address that may be pushed: http or https with a host, in printable ASCII alone, so that it
// is what it looks like, and without a name before the host, which would look like one.
func Pushable(address string) bool {
	if len(address) > MaxURL || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.Opaque == "" &&
		!strings.Contains(address, "\\")
}

// Type returns TypePushURL.
func (PushURL) Type() MessageType { return TypePushURL }

// Append appends the payload; an address that may not be pushed is left out, which no peer accepts.
func (m PushURL) Append(b []byte) []byte {
	address := m.URL
	if !Pushable(address) {
		address = ""
	}
	return wire.AppendString16(wire.AppendU32(b, m.Number), address)
}

// ParsePushURL reads a PushURL's payload.
func ParsePushURL(payload []byte) (PushURL, error) {
	r := wire.NewReader(payload)
	m := PushURL{Number: r.U32(), URL: r.String16(MaxURL)}
	if !Pushable(m.URL) {
		r.Fail(wire.ErrValue)
	}
	return result(m, r.Err())
}
