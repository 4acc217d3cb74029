package video

import (
	"testing"

	"beside.example/internal/codec/video/samples"
)

func benchPair(b *testing.B) (*pair, []Picture) {
	b.Helper()
	const width, height = 640, 352
	pictures := make([]Picture, 4)
	for n := range pictures {
		pictures[n] = scene(width, height, n)
	}
	return newPair(b, width, height, false), pictures
}

// BenchmarkEncode codes pictures of 640 × 352 pixels in which everything moves.
func BenchmarkEncode(b *testing.B) {
	p, pictures := benchPair(b)
	var out []byte
	n, sum := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		out = encode(p.encoder, out[:0], pictures[n%len(pictures)], nil, Params{Quantiser: 24})
		sum += len(out)
	}
	b.ReportMetric(float64(sum)/float64(n), "bytes/frame")
}

// BenchmarkDecode decodes and paints such pictures.
func BenchmarkDecode(b *testing.B) {
	p, pictures := benchPair(b)
	frames := make([][]byte, 2*len(pictures))
	for n := range frames {
		frames[n] = encode(p.encoder, nil, pictures[n%len(pictures)], nil, Params{Quantiser: 24, Key: n == 0})
	}
	to := blank(pictures[0])
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		if err := p.decoder.Decode(frames[n%len(frames)], nil); err != nil {
			b.Fatal(err)
		}
		p.decoder.Paint(to, nil)
		n++
	}
}

func BenchmarkInterpolate(b *testing.B) {
	r := newReference(40, 22)
	for b.Loop() {
		r.interpolate(&r.luma, 0, 22, 22)
	}
}

func BenchmarkConvert(b *testing.B) {
	p, pictures := benchPair(b)
	for b.Loop() {
		for by := range 22 {
			for bx := range 40 {
				p.encoder.convert(p.encoder.source, pictures[0], bx, by)
			}
		}
	}
}

func BenchmarkPaint(b *testing.B) {
	p, pictures := benchPair(b)
	to := blank(pictures[0])
	for b.Loop() {
		p.encoder.Paint(to, nil)
	}
}

func BenchmarkChoose(b *testing.B) {
	p, pictures := benchPair(b)
	encode(p.encoder, nil, pictures[0], nil, Params{Quantiser: 24})
	var block samples.Frequencies
	for i := range block {
		block[i] = int32(i*i%90) - 45
	}
	var l levels
	for b.Loop() {
		p.encoder.slices[0].choose(&l, &block, 64, 0, 0)
	}
}
