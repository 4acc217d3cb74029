package codec

import (
	"math/rand/v2"
	"testing"
)

// TestTransform checks that the inverse undoes the transform, and that frequencies have the scale that they are quantised at.
func TestTransform(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for n := range 1000 {
		var values, b transformBlock
		for i := range values {
			values[i] = int32(random.IntN(511)) - 255
			if n == 0 {
				values[i] = 100
			}
		}
		b = values
		b.forward()
		if n == 0 && b[0] != 100*transformSide*frequencyScale {
			t.Fatalf("a flat block has the frequency %d", b[0])
		}
		b.inverse()
		for i := range b {
			if d := b[i] - values[i]; d < -2 || d > 2 {
				t.Fatalf("value %d came back as %d", values[i], b[i])
			}
		}
	}
}

func BenchmarkInverseTransform(b *testing.B) {
	var block transformBlock
	block[0], block[1], block[9] = 5000, 300, -200
	for b.Loop() {
		again := block
		again.inverse()
	}
}
