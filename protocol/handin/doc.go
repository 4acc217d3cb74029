// Package handin is what an agent's app hands in of a session that is over: facts, and the chat where the customer was told so, as an
// app saw them, in pages that the device's key signs. The agent's session notes facts, the agent's app keeps and signs them, the relay
// verifies and keeps the signed bytes, so that anyone with the device's public key can check them later. The package knows nothing of
// how pages travel, who may hand in, and what an organisation's policy is.
//
// A hand-in has up to three parts, of which each is handed in, kept and deleted by itself: facts, chat, notes. A part is a chain of
// pages: each holds the hash of the one before, so that none can be left out or exchanged unseen.
//
//	PAGE   version u8, session [16], part u8, number u16, last bool, hash of the page before [32], made u64, own number u8,
//	       kept u8, count u16, then for each entry: kind u8, at u64, fields bytes16
//
// Signed are the bytes "beside hand-in", a zero byte and the page. Integers are big endian, times in milliseconds since 1970 by the
// clock of the agent's computer. What the fields of an entry are stands at each kind's own type; bytes behind those that a version
// knows are ignored there, and so are kinds that it does not know. Whoever verifies does so over the bytes as they came.
package handin
