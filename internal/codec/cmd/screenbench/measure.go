package main

import (
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"strings"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/codec/recording"
	"beside.example/internal/framebuffer"
)

// result is one line of output.
type result struct {
	Name       string  `json:"name"`
	Grabs      int     `json:"grabs"`
	FirstBytes int     `json:"first_bytes"`
	Bytes      int     `json:"bytes"`
	EncMedian  float64 `json:"enc_ms_median"`
	EncP95     float64 `json:"enc_ms_p95"`
	DecMedian  float64 `json:"dec_ms_median"`
	Exact      bool    `json:"exact"`
	PeakMB     float64 `json:"peak_mb"`
}

// bench runs one recording through an encoder and a decoder.
type bench struct {
	fb       *framebuffer.Framebuffer
	encoder  codec.Encoder
	decoder  codec.Decoder
	update   []byte
	enc, dec []time.Duration
	result   result
}

func measure(path string) (result, error) {
	r, err := recording.Open(path)
	if err != nil {
		return result{}, err
	}
	defer func() { _ = r.Close() }() // only read
	fb, err := framebuffer.New(r.Width, r.Height)
	if err != nil {
		return result{}, err
	}
	encoder := codec.NewEncoder()
	defer encoder.Close()
	decoder, err := codec.NewDecoder(encoder.Encoding())
	if err != nil {
		return result{}, err
	}
	defer decoder.Close()
	b := &bench{fb: fb, encoder: encoder, decoder: decoder, result: result{Exact: true}}
	b.result.Name = strings.TrimSuffix(strings.TrimSuffix(filepath.Base(path), ".zst"), ".scr")
	for {
		region, err := r.Next(fb)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return result{}, err
		}
		if err := b.grab(region); err != nil {
			return result{}, err
		}
	}
	b.result.EncMedian, b.result.EncP95 = quantile(b.enc, 50), quantile(b.enc, 95)
	b.result.DecMedian = quantile(b.dec, 50)
	return b.result, nil
}

// grab codes one grab, in as many updates as the encoder wants.
func (b *bench) grab(region framebuffer.Region) error {
	for first := true; first || b.encoder.Pending(); first = false {
		start := time.Now()
		update, err := b.encoder.Encode(b.update[:0], b.fb, region, codec.Hints{})
		if err != nil {
			return err
		}
		took := time.Since(start)
		b.update, region = update, nil
		if len(update) == 0 {
			break
		}
		b.enc = append(b.enc, took)
		start = time.Now()
		if _, err := b.decoder.Decode(update); err != nil {
			return err
		}
		b.dec = append(b.dec, time.Since(start))
		if b.result.Grabs == 0 {
			b.result.FirstBytes += len(update)
		} else {
			b.result.Bytes += len(update)
		}
	}
	b.result.Grabs++
	b.result.Exact = b.result.Exact && equal(b.fb, b.decoder.Framebuffer())
	b.result.PeakMB = max(b.result.PeakMB, heapMB())
	return nil
}

// equal compares colours; the fourth byte of a pixel means nothing.
func equal(a, b *framebuffer.Framebuffer) bool {
	if a.Width != b.Width || a.Height != b.Height {
		return false
	}
	const mask = 0x00ffffff00ffffff
	i := 0
	for ; i+8 <= len(a.Pix); i += 8 {
		if (binary.LittleEndian.Uint64(a.Pix[i:])^binary.LittleEndian.Uint64(b.Pix[i:]))&mask != 0 {
			return false
		}
	}
	return i == len(a.Pix) || slices.Equal(a.Pix[i:i+3], b.Pix[i:i+3])
}

func heapMB() float64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return float64(sample[0].Value.Uint64()) / (1 << 20)
}

func quantile(d []time.Duration, percent int) float64 {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	return float64(d[len(d)*percent/100].Microseconds()) / 1000
}
