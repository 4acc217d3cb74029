package cpace

import (
	"fmt"

	"beside.example/protocol/wire"
)

// The first byte of each message of the exchange. Numbers are never given to another message.
const (
	kindOffer   = 1
	kindAnswer  = 2
	kindConfirm = 3
)

// begin reads the first byte.
func begin(message []byte, kind uint8) *wire.Reader {
	r := wire.NewReader(message)
	if r.U8() != kind {
		r.Fail(wire.ErrValue)
	}
	return r
}

// parsed ends a parser. Nothing may follow the last field: what is not part of the transcript would not be authentic.
func parsed[M any](m M, r *wire.Reader, name string) (M, error) {
	if err := r.Done(); err != nil {
		var none M
		return none, fmt.Errorf("parse %s: %w", name, err)
	}
	return m, nil
}
