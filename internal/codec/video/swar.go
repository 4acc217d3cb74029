package video

import "encoding/binary"

// Samples are worked on eight at a time in a word, and where they need room as four in lanes of 16 bits each.
const (
	lanes    = 0x00ff00ff00ff00ff // the low byte of each lane
	laneOnes = 0x0001000100010001
	byteLow7 = 0x7f7f7f7f7f7f7f7f
)

func load8(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

func store8(b []byte, v uint64) { binary.LittleEndian.PutUint64(b, v) }

// mean8 returns the means of eight pairs of samples, rounded up.
func mean8(a, b uint64) uint64 { return (a | b) - (a^b)>>1&byteLow7 }

// differences adds up the differences of eight pairs of samples, in four lanes.
func differences(a, b uint64) uint64 {
	return laneDifferences(a&lanes, b&lanes) + laneDifferences(a>>8&lanes, b>>8&lanes)
}

func laneDifferences(a, b uint64) uint64 {
	d := (a | laneOnes<<8) - b
	less := d>>8&laneOnes ^ laneOnes
	return (d^(less<<8-less))&lanes + less
}

// sumLanes adds up four lanes, whose sum is below 65536.
func sumLanes(v uint64) int { return int(v * laneOnes >> 48) }
