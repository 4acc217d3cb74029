package codec

import (
	"beside.example/internal/codec/rangecoder"
)

const (
	// slotBits is the size of the table of contexts: 2 MB hold the glyphs of a day's work in one program.
	contextBits = 17
	// pairBits is that of the table of pairs, which need few.
	pairBits = 12
	// recentBits is that of the table of recent colours.
	recentBits = 10
	// indexContexts is in how many groups the colours to the left are told apart when a recent colour is named.
	indexContextBits = 4
	indexContexts    = 1 << indexContextBits
	// confidence is the number of steps in which a slot's count tells how sure it is.
	confidence = 16
)

// colourSlot is what followed a context: two colours, the likelier first with a count of its successes, the other with a mark that tells one
// context from another in the same slot.
type colourSlot struct{ first, second uint32 }

// pairSlot is what followed two neighbours: the last colour and the one before.
type pairSlot struct{ first, second uint32 }

// colourModel learns which colour follows which neighbours. Glyphs and drawings repeat, so a pixel is mostly one of the two colours that
// stood there before between such neighbours.
//
// A row is coded from the left:
//
//   - Where the three pixels above and the one to the left are alike, and so are those above as far as the block goes, but not for
//     the last pixel: [run] whether the rest of the row has that colour.
//   - Else, if the slot of the context of six neighbours has seen it: [first] whether it is the colour that followed last, else,
//     if there was another, [second] whether it is that one. Succeeding and failing moves the slot's count.
//   - Else [other] whether it is one of these, as far as they differ from one another and from those before: the last two that
//     followed the same left and upper neighbours, the pixel's present colour, the left, upper and upper right neighbours', and
//     what stood there before.
//   - Else escape: [known] whether it is in the table of recent colours, then [index] where; or [step] by how much green, red and
//     blue differ from what lies between their neighbours, red from that plus green's difference, and blue from that plus red's.
type colourModel struct {
	slots  []colourSlot
	pairs  [1 << pairBits]pairSlot
	recent [1 << recentBits]uint32
	probs  colourProbs
	// work adds up what unforeseen colours cost, until it is taken.
	work int
}

// colourProbs are the chances of the model's decisions.
type colourProbs struct {
	run    [8][blockSide + 1]rangecoder.Prob
	first  [confidence][256]rangecoder.Prob
	second [confidence][8]rangecoder.Prob
	other  [14][4]rangecoder.Prob
	known  rangecoder.Prob
	index  [indexContexts][1 << recentBits]rangecoder.Prob
	step   [3][2][256]rangecoder.Prob
	filled [3]rangecoder.Prob
}

func (m *colourModel) restart() {
	if m.slots == nil {
		m.slots = make([]colourSlot, 1<<contextBits)
	}
	clear(m.slots)
	m.pairs, m.recent, m.probs = [1 << pairBits]pairSlot{}, [1 << recentBits]uint32{}, colourProbs{}
}

// one returns 1 for true.
func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// around are the colours around a pixel that were coded before it: w left of it, n above, and so on.
type around struct{ w, ww, n, nn, nw, ne, old, stood uint32 }

// hash mixes a context; its high bits choose the slot, its low bits the mark.
func (a *around) hash() uint64 {
	const k1, k2, k3, k4 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xBF58476D1CE4E5B9
	h := (uint64(a.w)|uint64(a.n)<<32)*k1 ^ (uint64(a.nw)|uint64(a.ne)<<32)*k2>>1 ^ (uint64(a.ww)|uint64(a.nn)<<32)*k3>>2
	h ^= h >> 29
	return h * k4
}

var _ rowCoder = (*colourModel)(nil)

// codeRow implements rowCoder.
func (m *colourModel) codeRow(c *rangecoder.Coder, b *blockInWork, y int) {
	p := &b.patch
	at := patchOrigin + y*patchStride
	width := b.size.X
	want := b.given[y*blockSide:][:width]
	stood := b.stood[y*blockSide:][:width]
	above, kept := b.kept, uint32(0)
	// From tail on, all pixels above are alike.
	tail := width - 1
	last := p[(at+width-1-patchStride)&patchMask]
	for tail > 0 && p[(at+tail-1-patchStride)&patchMask] == last {
		tail--
	}
	a := around{
		w: p[(at-1)&patchMask], ww: p[(at-2)&patchMask],
		n: p[(at-patchStride)&patchMask], nw: p[(at-patchStride-1)&patchMask],
	}
	before := one(b.leftKept)
	for x := 0; x < width; x++ {
		i := at + x
		a.ne, a.nn, a.old = p[(i-patchStride+1)&patchMask], p[(i-2*patchStride)&patchMask], p[i&patchMask]
		if x >= tail && a.w == a.n && a.nw == a.n && a.ne == a.n && x+1 < width {
			k := one(a.nn == a.w) + 2*one(a.ww == a.w) + 4*one(a.old == a.w)
			run := false
			if !c.Decoding() {
				run = allAre(want[x:], a.w)
			}
			if c.Bit(&m.probs.run[k][width-x], run) {
				for ; x < width; x++ {
					j := (at + x) & patchMask
					kept |= uint32(one(p[j] == a.w)) << x
					p[j] = a.w
				}
				break
			}
		}
		a.stood = stood[x]
		got := m.codePixel(c, &a, want[x], before|int(above>>x&1)<<1, b.hasStood)
		p[i&patchMask] = got
		before = one(got == a.old)
		kept |= uint32(before) << x
		a.ww, a.w = a.w, got
		a.nw, a.n = a.n, a.ne
	}
	b.kept, b.back = kept, 0
}

// countShift is where a slot keeps its count, above the colour.
const (
	countShift = 24
	maxCount   = 255
)

// codePixel codes one colour. Kept tells in bit 0 whether the pixel to the left stayed the same, in bit 1 the one above.
func (m *colourModel) codePixel(c *rangecoder.Coder, a *around, want uint32, kept int, hasStood bool) uint32 {
	h := a.hash()
	s := &m.slots[h>>(64-contextBits)]
	mark := uint32(h) & maxCount
	first, second := s.first&colourMask, s.second&colourMask
	count := s.first >> countShift
	alike := one(a.w == a.n) + 2*one(a.n == a.ne) + 4*one(a.nw == a.n)
	if count > 0 && s.second>>countShift != mark {
		count = 0
	}
	if count > 0 {
		sure := min(count, confidence-1)
		context := alike + kept<<6
		switch first {
		case a.w:
			context |= 1 << 3
		case a.n:
			context |= 2 << 3
		}
		if first == a.old {
			context |= 4 << 3
		}
		if c.Bit(&m.probs.first[sure][context], want == first) {
			if count < maxCount {
				s.first += 1 << countShift
			}
			return first
		}
		if second != first && c.Bit(&m.probs.second[sure][alike], want == second) {
			s.first = second | max(1, count>>1)<<countShift
			s.second = first | mark<<countShift
			return second
		}
	}
	got := m.codeUnseen(c, a, want, first, second, count > 0, alike, hasStood)
	if count == 0 {
		s.first, s.second = got|1<<countShift, got|mark<<countShift
	} else {
		s.first, s.second = got|(count>>2+1)<<countShift, first|mark<<countShift
	}
	return got
}

// codeUnseen codes a colour that did not follow its context before: a neighbour's, one that followed the same two neighbours, or any.
func (m *colourModel) codeUnseen(c *rangecoder.Coder, a *around, want, first, second uint32, seen bool, alike int, hasStood bool) uint32 {
	m.work += unseenWork
	const multiplier = 0x9E3779B1
	t := &m.pairs[(a.w*multiplier^a.n*0x85EBCA6B)>>(32-pairBits)]
	candidates := [...]uint32{t.first, t.second, a.old, a.w, a.n, a.ne, a.stood}
next:
	for i, k := range candidates {
		if i == len(candidates)-1 && !hasStood {
			break
		}
		if seen && (k == first || k == second) {
			continue
		}
		for _, earlier := range candidates[:i] {
			if earlier == k {
				continue next
			}
		}
		if c.Bit(&m.probs.other[i<<1|one(seen)][alike&3], want == k) {
			if k != t.first {
				t.second, t.first = t.first, k
			}
			return k
		}
	}
	got := m.escape(c, a, want)
	t.second, t.first = t.first, got
	return got
}

// planes are the places of green, red and blue in a colour: the others follow green.
var planes = [3]int{8, 16, 0}

// escape codes any colour: one of the recent ones, or by its steps from what the neighbours foretell.
func (m *colourModel) escape(c *rangecoder.Coder, a *around, want uint32) uint32 {
	const multiplier = 0x9E3779B1
	m.work += escapeWork
	k := want * multiplier >> (32 - recentBits)
	if c.Bit(&m.probs.known, m.recent[k] == want) {
		return m.recent[c.Tree(m.probs.index[a.w*multiplier>>(32-indexContextBits)][:], k, recentBits)]
	}
	var got uint32
	lean := 0
	grey := one(isGrey(a.w) && isGrey(a.n))
	for plane, shift := range planes {
		guess := between(int(a.w>>shift&0xff), int(a.n>>shift&0xff), int(a.nw>>shift&0xff))
		leant := byte(min(255, max(0, guess+lean)))
		value := leant + byte(c.Tree(m.probs.step[plane][grey][:], uint32(byte(want>>shift)-leant), 8))
		lean = int(value) - guess
		got |= uint32(value) << shift
	}
	m.recent[got*multiplier>>(32-recentBits)] = got
	return got
}

// takeWork returns what unforeseen colours cost since the last call.
func (m *colourModel) takeWork() int {
	work := m.work
	m.work = 0
	return work
}

// fill codes the colour of a block that has one.
func (m *colourModel) fill(c *rangecoder.Coder, a around, want uint32) uint32 {
	switch {
	case c.Bit(&m.probs.filled[0], want == a.w):
		return a.w
	case a.n != a.w && c.Bit(&m.probs.filled[1], want == a.n):
		return a.n
	default:
		return m.escape(c, &a, want)
	}
}

func isGrey(c uint32) bool { return c == c&0xff*0x010101 }
