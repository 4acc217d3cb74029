package leg

import (
	"net/netip"
	"time"

	"beside.example/protocol/wire"
)

// Bound is the relay's word that it forwards from now on.
type Bound struct {
	Sequence uint64         // of the BIND
	Address  netip.AddrPort // from where the relay saw the BIND come
	Lease    time.Duration  // until the leg ends, in whole seconds
}

// Append appends the packet to b.
func (m Bound) Append(b []byte) []byte {
	b = appendHeader(b, KindBound, m.Sequence)
	address := m.Address.Addr().As16()
	b = append(b, address[:]...)
	b = wire.AppendU16(b, m.Address.Port())
	return wire.AppendU32(b, uint32(min(max(m.Lease/time.Second, 0), 1<<32-1)))
}

// ParseBound parses a BOUND.
func ParseBound(packet []byte) (m Bound, err error) {
	r, sequence, err := header(packet, KindBound)
	if err != nil {
		return Bound{}, malformed("bound", err)
	}
	m.Sequence = sequence
	var address [16]byte
	r.Into(address[:])
	m.Address = netip.AddrPortFrom(netip.AddrFrom16(address).Unmap(), r.U16())
	m.Lease = time.Duration(r.U32()) * time.Second
	if err := r.Err(); err != nil {
		return Bound{}, malformed("bound", err)
	}
	return m, nil
}
