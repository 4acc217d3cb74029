package samples

import "encoding/binary"

// In Go samples are worked on eight at a time in a word, and where they need room as four in lanes of 16 bits each.
const (
	lanes    = 0x00ff00ff00ff00ff // the low byte of each lane
	laneOnes = 0x0001000100010001
	byteLow7 = 0x7f7f7f7f7f7f7f7f
	// laneMargin keeps lanes above zero where something is taken from them.
	laneMargin = 256
)

func load8(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

func load4(b []byte) uint64 { return uint64(binary.LittleEndian.Uint32(b)) }

func store8(b []byte, v uint64) { binary.LittleEndian.PutUint64(b, v) }

// mean8 returns the means of eight pairs of samples, rounded up.
func mean8(a, b uint64) uint64 { return (a | b) - (a^b)>>1&byteLow7 }

// nearness returns 256 less the difference of each of four pairs of samples, in lanes.
func nearness(a, b uint64) uint64 {
	d := (a | laneOnes<<8) - b
	above := d >> 8 & laneOnes
	return (d ^ (above<<9 - above)) + above
}

// sumLanes adds up four lanes, whose sum is below 65536.
func sumLanes(v uint64) int { return int(v * laneOnes >> 48) }

// clampLanes returns four lanes less something, between 0 and 255. They are below 0x7fff.
func clampLanes(v, less uint64) uint64 {
	v += laneOnes * (0x8000 - less) // bit 15 tells that it is not below zero
	v &= v >> 15 & laneOnes * 0x7fff
	over := (v + laneOnes*(0x8000-256)) >> 15 & laneOnes
	return (v | over*0xff) & lanes
}

// spread4 returns four bytes in lanes.
func spread4(v uint64) uint64 {
	v &= 0xffffffff
	v = (v | v<<16) & 0x0000ffff0000ffff
	return (v | v<<8) & lanes
}

// blend returns three parts of eight samples and one of others.
func blend(near, far uint64) uint64 {
	const half = laneOnes * 2
	low := ((near&lanes)*3 + far&lanes + half) >> 2 & lanes
	high := ((near>>8&lanes)*3 + far>>8&lanes + half) >> 2 & lanes
	return low | high<<8
}

func clamp(v int32) byte { return byte(min(255, max(0, v))) }
