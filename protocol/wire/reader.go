package wire

import (
	"encoding/binary"
	"errors"
	"time"
	"unicode/utf8"
)

// Errors of a Reader. Parsers wrap them with the name of the message.
var (
	// ErrShort tells that the message ends inside a field.
	ErrShort = errors.New("message too short")
	// ErrTooLong tells that a field or a list exceeds the bound that the parser set.
	ErrTooLong = errors.New("field too long")
	// ErrNotUTF8 tells that a string is not valid UTF-8.
	ErrNotUTF8 = errors.New("string not valid UTF-8")
	// ErrValue tells that a field holds a value that it cannot have.
	ErrValue = errors.New("impossible value")
	// ErrTrailing tells that bytes follow where none may.
	ErrTrailing = errors.New("bytes after the end")
)

// maxUnixSeconds is the last second of the year 9999: later times cannot be written as text everywhere.
const maxUnixSeconds = 253402300799

// Reader reads the fields of one message. After its first error every further read returns a zero value; see [Reader.Err].
// The zero Reader is an empty message. A Reader belongs to one goroutine.
type Reader struct {
	rest []byte
	err  error
}

// NewReader returns a Reader of message. What the Reader returns as bytes aliases message.
func NewReader(message []byte) *Reader { return &Reader{rest: message} }

// Fail records err, unless an error was met before: for a parser that finds a value it cannot accept.
func (r *Reader) Fail(err error) {
	if r.err == nil {
		r.err = err
		r.rest = nil
	}
}

// Err returns the first error met, or nil. Bytes that were not read are fine.
func (r *Reader) Err() error { return r.err }

// Done returns the first error met, or ErrTrailing when bytes are left: for messages that never grow.
func (r *Reader) Done() error {
	if len(r.rest) > 0 {
		r.Fail(ErrTrailing)
	}
	return r.err
}

// Len returns how many bytes were not read yet.
func (r *Reader) Len() int { return len(r.rest) }

// take returns the next n bytes, or nil after an error.
func (r *Reader) take(n int) []byte {
	if r.err != nil {
		return nil
	}
	if n < 0 || n > len(r.rest) {
		r.Fail(ErrShort)
		return nil
	}
	field := r.rest[:n:n]
	r.rest = r.rest[n:]
	return field
}

// U8 reads one byte.
func (r *Reader) U8() uint8 {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

// U16 reads two bytes.
func (r *Reader) U16() uint16 {
	if b := r.take(2); b != nil {
		return binary.BigEndian.Uint16(b)
	}
	return 0
}

// U32 reads four bytes.
func (r *Reader) U32() uint32 {
	if b := r.take(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

// U64 reads eight bytes.
func (r *Reader) U64() uint64 {
	if b := r.take(8); b != nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

// Bool reads one byte that must be 0 or 1.
func (r *Reader) Bool() bool {
	v := r.U8()
	if v > 1 {
		r.Fail(ErrValue)
	}
	return v == 1
}

// Time reads a time in whole seconds, in UTC; the zero time when there is none.
func (r *Reader) Time() time.Time {
	seconds := r.U64()
	if seconds > maxUnixSeconds {
		r.Fail(ErrValue)
		return time.Time{}
	}
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// Fixed reads n bytes. They alias the message; nil after an error.
func (r *Reader) Fixed(n int) []byte { return r.take(n) }

// Into fills dst, an array's slice as a rule, with the next len(dst) bytes. After an error dst stays as it was.
func (r *Reader) Into(dst []byte) { copy(dst, r.take(len(dst))) }

// Bytes16 reads a 16-bit length, at most limit, and that many bytes. They alias the message; nil when there are none.
func (r *Reader) Bytes16(limit int) []byte { return r.sized(int64(r.U16()), limit) }

// Bytes32 reads a 32-bit length, at most limit, and that many bytes. They alias the message; nil when there are none.
func (r *Reader) Bytes32(limit int) []byte { return r.sized(int64(r.U32()), limit) }

func (r *Reader) sized(n int64, limit int) []byte {
	if n > int64(limit) {
		r.Fail(ErrTooLong)
		return nil
	}
	if n == 0 {
		return nil
	}
	return r.take(int(n))
}

// String16 reads a 16-bit length, at most limit bytes, and a string of valid UTF-8.
func (r *Reader) String16(limit int) string {
	b := r.Bytes16(limit)
	if !utf8.Valid(b) {
		r.Fail(ErrNotUTF8)
		return ""
	}
	return string(b)
}

// Count checks that n elements of at least size bytes each (size ≥ 1) can follow and are at most limit, and returns n; 0 after an
// error. It goes between reading the count of a list and making room for its elements.
func (r *Reader) Count(n, limit, size int) int {
	switch {
	case r.err != nil:
		return 0
	case n > limit:
		r.Fail(ErrTooLong)
		return 0
	case n < 0 || n > len(r.rest)/size:
		r.Fail(ErrShort)
		return 0
	}
	return n
}

// Rest reads all that is left. It aliases the message; nil when nothing is left.
func (r *Reader) Rest() []byte {
	if len(r.rest) == 0 {
		return nil
	}
	return r.take(len(r.rest))
}
