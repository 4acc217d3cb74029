// Package transport is the end-to-end QUIC connection of a session, agent to customer, over a carrier. The session layer of
// both apps uses it; the relay never does. It knows nothing of what streams mean, only their kinds.
//
// # How a conn comes up
//
// The agent dials, the customer listens (only QUIC's client can move a connection, and the agent's app is the one that
// moves it). TLS 1.3, both sides with ephemeral certificates whose public keys the key exchange has pinned: SHA-256 of the
// SubjectPublicKeyInfo must match exactly, names and dates mean nothing, there is no resumption and no 0-RTT. Then, on the first
// bidirectional stream, opened by the agent:
//
//	agent                                                     customer
//	HMAC-SHA256(K, "beside agent" ‖ exporter) [32]   ->
//	                                                 <-  HMAC-SHA256(K, "beside customer" ‖ exporter) [32]
//
// K is the exchange's session key, exporter the 32 bytes of TLS exporter with the label "EXPORTER-beside-session-proof" and no
// context, so that a proof holds for this TLS connection only. Each side compares in constant time, and nothing else is read before its peer's proof holds. The same
// stream is the control stream from then on.
//
// Every later stream starts with one byte, its protocol.StreamKind, which also sets its priority.
//
// # Outages
//
// On a stream of kind ping the agent's side sends a small message every 250 ms while the session is lively (a screen is shown), else every
// second; every fourth, and each during an outage, asks for one in return at once. The customer's side hears them, and the agent's hears
// QUIC acknowledge them.
//
//	PING  sequence u32, echo u32 (the highest sequence received), flags u8 (bit 0: the sender is lively, bit 1: it asks for an answer)
//
// A side that receives nothing for a while, or whose pings are not echoed, is reconnecting. QUIC's own probe timer backs off
// without bound during an outage, so a conn is kicked out of it:
//
//  1. While all is well, the agent's side probes "another" path, its standby, which has a connection ID of its own. It announces that ID
//     to the customer's side, which shows its QUIC the ID's packets under a new source address of the agent; that QUIC probes the
//     path in return.
//  2. In an outage each side sends a feeler every 25 ms, and now and then its last packet again, until something arrives: the first
//     sign of life. Then it sends its last two dozen packets again, which hold what the peer has waited for longest.
//  3. At that moment the agent's side switches to the standby. Its QUIC forgets its timers and its congestion window, sends at once and
//     measures the path anew; so does the customer's, with the first packet that it sees from the new address, since both have probed
//     it. The carrier's address never changed. A side with a large window has more to lose than to win: it gives what was sent again a
//     round trip's time to wake QUIC by itself.
//  4. Each side pings, feels and repeats its last packet until a ping is echoed.
//
// So the agent's data takes one round trip from the network's return, the customer's one and a half. An outage that comes before a
// standby was probed, or outlasts the kick, costs a round trip more: the path is probed when there is life again.
//
// Besides QUIC's packets a conn sends FEELER and ANNOUNCEMENT; their layout stands above the constants in path.go.
package transport
