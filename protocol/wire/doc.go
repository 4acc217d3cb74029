// Package wire is the tiny binary encoding that every message of Beside is written in.
//
// Messages of the session, of signalling and of the relay leg use it; it knows none of them, and neither sockets nor limits of its
// own: every length that is read is bounded by the caller.
//
//	u8 u16 u32 u64   unsigned, big endian
//	bool             one byte, 0 or 1; any other value is an error, so that every message has exactly one encoding
//	fixed(n)         n bytes
//	bytes16          u16 length, then that many bytes
//	bytes32          u32 length, then that many bytes
//	string16         as bytes16, and the bytes are valid UTF-8
//	time             u64, seconds since 1970-01-01 UTC; 0 is "no time"
//	list             a count (the message says how wide), then the elements
//
// A [Reader] keeps the first error it meets: a parser reads all its fields one after the other and asks for the error once. Reading
// never allocates more than the input is long. Bytes that follow the last known field are ignored by a parser that ends with
// [Reader.Err] (a newer peer may have added fields) and refused by one that ends with [Reader.Done].
package wire
