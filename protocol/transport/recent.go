package transport

// recentPackets is how many packets a path remembers. In an outage of two minutes QUIC's timer fires a dozen times and sends two packets
// each time, with what was lost first: these are the ones that the peer waits for most.
const recentPackets = 24

// recent remembers the packets sent last. Its buffers are used again and again.
type recent struct {
	ring  [recentPackets][]byte
	count int // how many were ever put
}

// put copies the packet in the place of the oldest.
func (r *recent) put(packet []byte) {
	slot := &r.ring[r.count%recentPackets]
	*slot = append((*slot)[:0], packet...)
	r.count++
}

// last returns copies of the last so many packets, or as many as there are, the oldest first.
func (r *recent) last(count int) [][]byte {
	count = min(count, r.count, recentPackets)
	packets := make([][]byte, 0, count)
	for n := r.count - count; n < r.count; n++ {
		packets = append(packets, append([]byte(nil), r.ring[n%recentPackets]...))
	}
	return packets
}
