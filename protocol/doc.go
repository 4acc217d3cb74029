// Package protocol is what two peers of a support session must agree on: the messages of the session plane, their frames,
// limits and numbers. The code is the specification; docs/protocol says why it is as it is.
//
// Both apps use it through internal/session, internal/share and internal/view; the transport uses its stream kinds and
// close codes, and everyone its fault numbers. It knows nothing of how bytes travel, of the relay's own conversations
// (packages signalling and leg) or of what a message does to a machine.
//
// # Flow
//
//	agent                                  customer
//	  │  Hello (fixed size)                   │
//	  ├──────────────────────────────────────►│  control stream, once the transport has proved both keys
//	  │◄──────────────────────────────────────┤  Hello
//	  │  Identity                             │
//	  ├──────────────────────────────────────►│  shown to the person; nothing else is read before the click
//	  │◄──────────────────────────────────────┤  Consent (or End)
//	  │  everything else                      │
//	  │◄─────────────────────────────────────►│
//
// # Layout
//
// A stream starts with its kind (the transport writes and reads it) and then holds frames:
//
//	 0               1               2               3
//	+---------------+-----------------------------------------------+
//	| type          | length of the payload, big endian             |
//	+---------------+-----------------------------------------------+
//	| payload …                                                     |
//	+---------------------------------------------------------------+
//
// Numbers are big endian, texts UTF-8 behind their length. Bytes behind the fields that a version knows are ignored, an
// unknown type closes the session with CloseProtocol. Each type has its own limit, see MessageType.Limit.
package protocol
