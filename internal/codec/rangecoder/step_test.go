package rangecoder

import (
	"math/rand/v2"
	"testing"
)

// TestStep checks that steps come back, between decisions of other kinds, and cost less the more alike they are.
func TestStep(t *testing.T) {
	lengths := map[int]int{}
	for _, most := range []int{1, 4, 255} {
		random := rand.New(rand.NewPCG(uint64(most), 3))
		steps := make([]int, 5000)
		for i := range steps {
			steps[i] = random.IntN(2*most+1) - most
		}
		var c Coder
		var written, read Step
		var writer, reader [16]Prob
		c.StartEncoding(nil)
		for i, v := range steps {
			c.Step(&written, v)
			c.Tree(writer[:], uint32(i)&15, 4)
		}
		coded := c.Finish()
		lengths[most] = len(coded)
		c.StartDecoding(coded)
		for i, want := range steps {
			if got := c.Step(&read, 0); got != want {
				t.Fatalf("step %d is %d, want %d", i, got, want)
			}
			if got := c.Tree(reader[:], 0, 4); got != uint32(i)&15 {
				t.Fatalf("tree %d is %d", i, got)
			}
		}
		if written != read || writer != reader || c.Exhausted() || c.Rest() > 0 {
			t.Error("writer and reader differ")
		}
	}
	if lengths[1] >= lengths[4] || lengths[4] >= lengths[255] {
		t.Error(lengths)
	}
}

// TestLearnAsBit checks that what is coded without branches is what Bit codes.
func TestLearnAsBit(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var single, tree Coder
	var p, q [2]Prob
	single.StartEncoding(nil)
	tree.StartEncoding(nil)
	for range 20000 {
		v := random.IntN(7) == 0
		bit := uint32(0)
		if v {
			bit = 1
		}
		single.Bit(&p[1], v)
		tree.Tree(q[:], bit, 1)
	}
	if string(single.Finish()) != string(tree.Finish()) || p != q {
		t.Error("they differ")
	}
}

func BenchmarkStep(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 3))
	steps := make([]int, 1<<16)
	for i := range steps {
		steps[i] = int(random.NormFloat64() * 6)
	}
	out := make([]byte, 0, 1<<18)
	var c Coder
	b.Run("write", func(b *testing.B) {
		b.SetBytes(int64(len(steps)))
		for b.Loop() {
			var m Step
			c.StartEncoding(out)
			for _, v := range steps {
				c.Step(&m, v)
			}
			out = c.Finish()[:0]
		}
	})
	coded := out[:cap(out)]
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(steps)))
		for b.Loop() {
			var m Step
			c.StartDecoding(coded)
			for range steps {
				c.Step(&m, 0)
			}
		}
	})
}
