package leg

// Challenge is the relay's answer to a BIND whose cookie is missing or too old.
type Challenge struct {
	Sequence uint64 // of the BIND
	Cookie   Cookie // to be sent back from the same address
}

// Append appends the packet to b.
func (m Challenge) Append(b []byte) []byte {
	return append(appendHeader(b, KindChallenge, m.Sequence), m.Cookie[:]...)
}

// ParseChallenge parses a CHALLENGE.
func ParseChallenge(packet []byte) (m Challenge, err error) {
	r, sequence, err := header(packet, KindChallenge)
	if err != nil {
		return Challenge{}, malformed("challenge", err)
	}
	m.Sequence = sequence
	r.Into(m.Cookie[:])
	if err := r.Err(); err != nil {
		return Challenge{}, malformed("challenge", err)
	}
	return m, nil
}
