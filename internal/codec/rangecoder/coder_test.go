package rangecoder

import (
	"bytes"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"testing"
)

// decisions is a script of decisions of every kind, the same for writer and reader.
type decisions struct {
	probs  [8]Prob
	tree   [32]Prob
	number Number
}

// code runs the script on a coder and returns what it coded.
func (d *decisions) code(c *Coder, script []byte) []int {
	var got []int
	for i, b := range script {
		switch b % 4 {
		case 0:
			v := 0
			if c.Bit(&d.probs[i%len(d.probs)], b&16 != 0) {
				v = 1
			}
			got = append(got, v)
		case 1:
			got = append(got, int(c.Tree(d.tree[:], uint32(b)>>3, 5)))
		case 2:
			got = append(got, c.Signed(&d.number, (int(b)-128)*i))
		default:
			got = append(got, int(c.Even(uint32(b)>>2, 6)))
		}
	}
	return got
}

func roundTrip(t *testing.T, script []byte) []byte {
	t.Helper()
	var c Coder
	c.StartEncoding([]byte("head"))
	var writer, reader decisions
	want := writer.code(&c, script)
	coded := c.Finish()[len("head"):]
	c.StartDecoding(coded)
	got := reader.code(&c, script)
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("decision %d is %d, want %d", i, got[i], want[i])
		}
	}
	if c.Exhausted() || c.Rest() > 0 {
		t.Fatalf("exhausted %v, %d bytes left", c.Exhausted(), c.Rest())
	}
	if writer != reader {
		t.Fatal("writer and reader learned differently")
	}
	return coded
}

// mix fills a script with bytes; low makes most decisions alike, which makes for long carries.
func mix(seed uint64, n int, low byte) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	script := make([]byte, n)
	for i := range script {
		script[i] = byte(random.Uint32()) % low
	}
	return script
}

func TestRoundTrip(t *testing.T) {
	for seed := range uint64(300) {
		roundTrip(t, mix(seed, int(seed*7), byte(seed%250+1)))
	}
}

func TestGolden(t *testing.T) {
	const want = "bf4aa4600f380da0"
	if got := hex.EncodeToString(roundTrip(t, []byte("\x00\x10\x01\x09\x02\xf2\x03\x47"))); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := roundTrip(t, nil); len(got) > 0 {
		t.Errorf("nothing took %x", got)
	}
}

// TestNearEntropy checks that decisions cost what they are worth.
func TestNearEntropy(t *testing.T) {
	const n, chance = 200_000, 0.03
	random := rand.New(rand.NewPCG(1, 2))
	var c Coder
	var p Prob
	c.StartEncoding(nil)
	for range n {
		c.Bit(&p, random.Float64() < chance)
	}
	worth := -(chance*math.Log2(chance) + (1-chance)*math.Log2(1-chance)) * n / 8
	if got := float64(len(c.Finish())); got > worth*1.06 {
		t.Errorf("%.0f bytes, worth %.0f", got, worth)
	}
}

func TestExhausted(t *testing.T) {
	var c Coder
	var d decisions
	c.StartEncoding(nil)
	script := mix(1, 100, 255)
	d.code(&c, script)
	coded := c.Finish()
	c.StartDecoding(coded[:len(coded)-Slack-1])
	d = decisions{}
	d.code(&c, script)
	if !c.Exhausted() {
		t.Error("cut bytes are not noticed")
	}
}

func FuzzCoder(f *testing.F) {
	f.Add([]byte("any decisions"), []byte("any bytes"))
	f.Add(mix(3, 200, 5), []byte{0xff, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, script, coded []byte) {
		roundTrip(t, script)
		var c Coder
		var d decisions
		c.StartDecoding(bytes.Clone(coded))
		d.code(&c, script)
	})
}

func BenchmarkBit(b *testing.B) {
	script := mix(1, 1<<16, 255)
	var c Coder
	var p [16]Prob
	out := make([]byte, 0, 1<<17)
	b.SetBytes(int64(len(script)))
	b.ReportAllocs()
	for b.Loop() {
		c.StartEncoding(out)
		for i, v := range script {
			c.Bit(&p[i&15], v < 20)
		}
		c.Finish()
	}
}
