package transporttest

import (
	"math/rand/v2"
	"time"
)

// Impairment is what a link does to packets in one direction. The zero value passes everything at once.
type Impairment struct {
	Delay     time.Duration // one way
	Jitter    time.Duration // added to Delay, uniform between 0 and this; reorders
	Loss      float64       // share of packets lost independently
	Burst     Burst         // loss in bursts, on top of Loss
	Rate      int           // bits per second; 0 means without limit
	Queue     int           // bytes that wait for Rate before the tail is dropped; 0 means 64 KiB
	Reorder   float64       // share of packets held back by ReorderBy
	ReorderBy time.Duration // 0 means 10 ms
	Duplicate float64       // share of packets that arrive twice
	Corrupt   float64       // share of packets with one bit flipped
	MTU       int           // larger packets are dropped; 0 means without limit
}

const (
	defaultQueue     = 64 << 10              // what a home router holds, roughly
	defaultReorderBy = 10 * time.Millisecond // past a few later packets at the rates of a session
)

// Burst is the Gilbert-Elliott model: a link is good or bad, and each packet may change which.
type Burst struct {
	Start float64 // chance per packet to turn bad; 0 means never
	End   float64 // chance per packet to turn good again
	Loss  float64 // share of packets lost while bad; 0 means all
}

// Bursts returns the model that loses this share of all packets in bursts of this mean length in packets.
func Bursts(share, length float64) Burst {
	return Burst{Start: share / (length * (1 - share)), End: 1 / length}
}

// channel applies an impairment to the packets of one direction, one after the other. It is not safe for concurrent use.
type channel struct {
	Impairment
	random *rand.Rand
	bad    bool
	free   time.Time // when the bottleneck has sent what it holds
}

func newChannel(i Impairment, seed, direction uint64) *channel {
	return &channel{Impairment: i, random: rand.New(rand.NewPCG(seed, direction))}
}

// fate returns after how long each copy of the packet arrives; none means that it is lost. Every packet draws the same
// number of random values, so that its fate does not hang on that of others.
func (c *channel) fate(now time.Time, size int) []time.Duration {
	lost := c.draw(c.Loss)
	burst := c.burst()
	held := c.draw(c.Reorder)
	twice := c.draw(c.Duplicate)
	jitter := time.Duration(c.random.Float64() * float64(c.Jitter))
	if lost || burst || c.MTU > 0 && size > c.MTU {
		return nil
	}
	queued, full := c.enqueue(now, size)
	if full {
		return nil
	}
	after := queued + c.Delay + jitter
	if held {
		after += orDefault(c.ReorderBy, defaultReorderBy)
	}
	if twice {
		return []time.Duration{after, after}
	}
	return []time.Duration{after}
}

func (c *channel) draw(share float64) bool { return c.random.Float64() < share }

func (c *channel) burst() bool {
	change, loss := c.random.Float64(), c.random.Float64()
	if c.bad {
		c.bad = change >= c.Burst.End
	} else {
		c.bad = change < c.Burst.Start
	}
	return c.bad && loss < orDefault(c.Burst.Loss, 1)
}

// enqueue returns how long the packet waits for the bottleneck and takes to pass it.
func (c *channel) enqueue(now time.Time, size int) (wait time.Duration, full bool) {
	if c.Rate == 0 {
		return 0, false
	}
	const bitsPerByte = 8
	if c.free.Before(now) {
		c.free = now
	}
	waiting := float64(c.free.Sub(now)) / float64(time.Second) * float64(c.Rate) / bitsPerByte
	if int(waiting)+size > orDefault(c.Queue, defaultQueue) {
		return 0, true
	}
	c.free = c.free.Add(time.Duration(float64(size*bitsPerByte) / float64(c.Rate) * float64(time.Second)))
	return c.free.Sub(now), false
}

// spoil flips one bit of some packets, in place.
func (c *channel) spoil(packet []byte) {
	spoiled, at, bit := c.draw(c.Corrupt), c.random.Float64(), c.random.IntN(8)
	if spoiled && len(packet) > 0 {
		packet[int(at*float64(len(packet)))] ^= 1 << bit
	}
}

func orDefault[T int | float64 | time.Duration](value, preset T) T {
	if value == 0 {
		return preset
	}
	return value
}
