package transporttest

import (
	"math"
	"slices"
	"testing"
	"time"
)

// fates returns what happens to packets of this size that come one a millisecond.
func fates(c *channel, packets, size int) [][]time.Duration {
	now := time.Unix(0, 0)
	all := make([][]time.Duration, packets)
	for n := range all {
		all[n] = c.fate(now.Add(time.Duration(n)*time.Millisecond), size)
	}
	return all
}

// share returns of how many packets in all this is true.
func share(all [][]time.Duration, is func([]time.Duration) bool) float64 {
	var n float64
	for _, f := range all {
		if is(f) {
			n++
		}
	}
	return n / float64(len(all))
}

func lost(f []time.Duration) bool { return len(f) == 0 }

func TestShares(t *testing.T) {
	const packets = 200_000
	for name, test := range map[string]struct {
		impairment Impairment
		is         func([]time.Duration) bool
		want       float64
	}{
		"loss":      {Impairment{Loss: 0.02}, lost, 0.02},
		"bursts":    {Impairment{Burst: Bursts(0.05, 4)}, lost, 0.05},
		"soft":      {Impairment{Burst: Burst{Start: 0.01, End: 0.1, Loss: 0.5}}, lost, 0.5 * 0.01 / 0.11},
		"duplicate": {Impairment{Duplicate: 0.1}, func(f []time.Duration) bool { return len(f) == 2 }, 0.1},
		"reorder":   {Impairment{Reorder: 0.1}, func(f []time.Duration) bool { return f[0] == defaultReorderBy }, 0.1},
		"jitter": {
			Impairment{Delay: time.Second, Jitter: time.Second},
			func(f []time.Duration) bool { return f[0] >= time.Second && f[0] < 1250*time.Millisecond },
			0.25,
		},
		"too large": {Impairment{MTU: 99}, lost, 1},
		"fitting":   {Impairment{MTU: 100}, lost, 0},
		"perfect":   {Impairment{}, func(f []time.Duration) bool { return len(f) == 1 && f[0] == 0 }, 1},
	} {
		got := share(fates(newChannel(test.impairment, 1, 1), packets, 100), test.is)
		if math.Abs(got-test.want) > 0.005 {
			t.Errorf("%s: the share is %.4f, not %.4f", name, got, test.want)
		}
	}
}

func TestBurstLength(t *testing.T) {
	all := fates(newChannel(Impairment{Burst: Bursts(0.05, 8)}, 1, 1), 200_000, 100)
	var bursts, losses float64
	for n, f := range all {
		if lost(f) {
			losses++
			if n == 0 || !lost(all[n-1]) {
				bursts++
			}
		}
	}
	if mean := losses / bursts; mean < 7 || mean > 9 {
		t.Errorf("bursts have %.1f packets on average, not 8", mean)
	}
}

func TestRateAndQueue(t *testing.T) {
	// 1000 bytes a millisecond come to a bottleneck that passes half of that.
	all := fates(newChannel(Impairment{Rate: 4e6, Queue: 10_000}, 1, 1), 10_000, 1000)
	if got := share(all, lost); math.Abs(got-0.5) > 0.01 {
		t.Errorf("%.3f of the packets were lost, not half", got)
	}
	for n, f := range all {
		if !lost(f) && f[0] > 20*time.Millisecond {
			t.Fatalf("packet %d waited for %v in a queue of 20 ms", n, f[0])
		}
	}
}

func TestSameSeedSameFate(t *testing.T) {
	i := Impairment{Loss: 0.1, Jitter: time.Second, Reorder: 0.1, Duplicate: 0.1, Burst: Bursts(0.1, 3)}
	same := func(a, b [][]time.Duration) bool {
		return slices.EqualFunc(a, b, slices.Equal[[]time.Duration])
	}
	one := fates(newChannel(i, 1, 1), 1000, 100)
	if !same(one, fates(newChannel(i, 1, 1), 1000, 100)) {
		t.Error("the same seed had another fate")
	}
	if same(one, fates(newChannel(i, 2, 1), 1000, 100)) || same(one, fates(newChannel(i, 1, 2), 1000, 100)) {
		t.Error("another seed or direction had the same fate")
	}
}

func TestSpoil(t *testing.T) {
	c := newChannel(Impairment{Corrupt: 0.5}, 1, 1)
	var spoiled int
	for range 1000 {
		packet := make([]byte, 100)
		c.spoil(packet)
		var bits int
		for _, b := range packet {
			for ; b != 0; b &= b - 1 {
				bits++
			}
		}
		if bits > 1 {
			t.Fatalf("%d bits were flipped", bits)
		}
		spoiled += bits
	}
	if spoiled < 450 || spoiled > 550 {
		t.Errorf("%d of 1000 packets were spoiled", spoiled)
	}
	c.spoil(nil)
}
