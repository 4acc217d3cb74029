package transport

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
)

// What both sides must agree on.
const (
	proofSize     = sha256.Size
	exporterSize  = 32
	exporterLabel = "EXPORTER-beside-session-proof"

	roleAgent    = "beside agent"
	roleCustomer = "beside customer"
)

// minKey is the size of key below which a mistake is likelier than a weak exchange.
const minKey = 32

var errProof = errors.New("the peer did not prove the key that the exchange gave")

// proofs are what one side sends and what it expects.
type proofs struct {
	mine, theirs [proofSize]byte
}

// newProofs computes both sides' proofs for this very TLS connection.
func newProofs(key []byte, state tls.ConnectionState, mine, theirs string) (proofs, error) {
	exporter, err := state.ExportKeyingMaterial(exporterLabel, nil, exporterSize)
	if err != nil {
		return proofs{}, fmt.Errorf("export keying material: %w", err)
	}
	return proofs{mine: proof(key, mine, exporter), theirs: proof(key, theirs, exporter)}, nil
}

func proof(key []byte, role string, exporter []byte) [proofSize]byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(role))
	mac.Write(exporter)
	return [proofSize]byte(mac.Sum(nil))
}

// send writes this side's proof.
func (p proofs) send(w io.Writer) error {
	if _, err := w.Write(p.mine[:]); err != nil {
		return fmt.Errorf("send the proof: %w", err)
	}
	return nil
}

// check reads exactly the peer's proof and compares it in constant time.
func (p proofs) check(r io.Reader) error {
	var got [proofSize]byte
	if _, err := io.ReadFull(r, got[:]); err != nil {
		return fmt.Errorf("read the proof: %w", err)
	}
	if !hmac.Equal(got[:], p.theirs[:]) {
		return errProof
	}
	return nil
}
