package codec

import (
	"encoding/binary"
	"errors"
)

// bodyReader reads the body of an update and keeps its first error.
type bodyReader struct {
	rest []byte
	err  error
}

// take returns the next n bytes, or nil when there are fewer.
func (r *bodyReader) take(n int) []byte {
	if r.err != nil {
		return nil
	}
	if n > len(r.rest) {
		r.fail("body too short")
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// uvarint returns the next number, below limit, or zero after an error.
func (r *bodyReader) uvarint(limit int) int {
	v, n := binary.Uvarint(r.rest)
	switch {
	case r.err != nil:
		return 0
	case n <= 0:
		r.fail("bad number")
		return 0
	case v >= uint64(limit):
		r.fail("number out of bounds")
		return 0
	}
	r.rest = r.rest[n:]
	return int(v)
}

func (r *bodyReader) fail(reason string) {
	if r.err == nil {
		r.err = errors.New(reason)
		r.rest = nil
	}
}
