package rangecoder

// Prob is what is known of a kind of decision: the chance that it is true, which every decision corrects. The zero value knows nothing
// yet, and learns fast at first.
//
// The high 16 bits hold the chance in 65536ths, less a half; the low bits count the decisions up to settled.
type Prob uint32

const (
	probShift = 16
	probHalf  = 1 << (probShift - 1)
	probOne   = 1 << probShift
	countMask = 1<<6 - 1

	// settled is the number of decisions after which a Prob learns at a steady rate, about 1/settled: faster forgets too
	// much, slower cannot follow when the picture becomes another.
	settled = 40
)

// Chance returns the chance that the decision is true, in 65536ths, for a writer that weighs what its decisions will cost.
func (p Prob) Chance() uint32 { return uint32(p)>>probShift ^ probHalf }

// rates holds how far each decision moves a Prob, in 65536ths of the distance, by the number of decisions before. It is as long as that
// number may seem, so that no index needs a look.
var rates = makeRates()

func makeRates() (r [countMask + 1]uint32) {
	for n := range r {
		// 1/(n+1.6): nearly the share of the decisions so far, a little faster for the first.
		r[n] = probOne * 10 / uint32(10*n+16)
	}
	return r
}

// yes and no are decisions as masks, for coding without branches.
const (
	no  = uint32(0)
	yes = ^no
)

// share returns the part of an interval that a true decision takes.
func (p *Prob) share(size uint32) uint32 {
	return uint32(uint64(size) * uint64(uint32(*p)>>probShift^probHalf) >> probShift)
}

// learn takes note of a decision.
func (p *Prob) learn(v uint32) {
	state := uint32(*p)
	chance := state>>probShift ^ probHalf
	n := state & countMask
	// The way to go is the distance from one or from zero.
	way := ((chance ^ v) + (probOne+1)&v) * rates[n] >> probShift
	chance += (way ^ ^v) - ^v
	if n < settled {
		n++
	}
	*p = Prob((chance^probHalf)<<probShift | n)
}

// below returns yes if a is less than b.
func below(a, b uint32) uint32 { return uint32((int64(a) - int64(b)) >> 63) }

// narrowed returns a writer's interval after a decision.
func narrowed(size uint32, low uint64, bound, v uint32) (uint32, uint64) {
	return (size-bound)&^v | bound&v, low + uint64(bound&^v)
}
