package main

import (
	"errors"
	"io"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"strings"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/codec/recording"
	"beside.example/internal/desktop/cputime"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// options say how to measure.
type options struct {
	encoding protocol.Encoding
	loss     codec.Loss
	runs     int
}

// result is one line of output.
type result struct {
	Name       string  `json:"name"`
	Grabs      int     `json:"grabs"`
	FirstBytes int     `json:"first_bytes"`
	Bytes      int     `json:"bytes"`
	Video      int     `json:"video_bytes"`
	Frames     int     `json:"video_frames"`
	EncMedian  float64 `json:"enc_ms_median"`
	EncP95     float64 `json:"enc_ms_p95"`
	DecMedian  float64 `json:"dec_ms_median"`
	EncCPU     float64 `json:"enc_cpu_ms_median"`
	DecCPU     float64 `json:"dec_cpu_ms_median"`
	PSNR       float64 `json:"psnr"`
	Exact      bool    `json:"exact"`
	Refined    int     `json:"refine_bytes"`
	PeakMB     float64 `json:"peak_mb"`
}

// bench runs one recording through an encoder and a decoder.
type bench struct {
	fb       *framebuffer.Framebuffer
	encoder  codec.Encoder
	decoder  codec.Decoder
	update   []byte
	enc, dec []time.Duration
	// used and usedDec are the processor time that enc and dec took.
	used, usedDec []time.Duration
	psnr          float64
	loss          codec.Loss
	// changed is when something last changed in the recording.
	changed time.Duration
	made    uint64
	result  result
}

// measure runs a recording several times: the bytes are those of the last run, each grab's times the shortest.
func measure(path string, o options) (result, error) {
	var best *bench
	for range o.runs {
		b, err := run(path, o)
		if err != nil {
			return result{}, err
		}
		if best != nil {
			shortest(b.enc, best.enc)
			shortest(b.dec, best.dec)
			shortest(b.used, best.used)
			shortest(b.usedDec, best.usedDec)
		}
		best = b
	}
	r := best.result
	r.Name = strings.TrimSuffix(strings.TrimSuffix(filepath.Base(path), ".zst"), ".scr")
	r.PSNR = best.psnr / float64(max(1, r.Grabs))
	const megabyte = 1 << 20
	r.PeakMB = float64(best.made+uint64(len(best.fb.Pix))) / megabyte
	r.EncMedian, r.EncP95, r.DecMedian = quantile(best.enc, 50), quantile(best.enc, 95), quantile(best.dec, 50)
	r.EncCPU, r.DecCPU = quantile(best.used, 50), quantile(best.usedDec, 50)
	return r, nil
}

// shortest puts into to the shorter of both durations of each grab.
func shortest(to, other []time.Duration) {
	for i := range min(len(to), len(other)) {
		to[i] = min(to[i], other[i])
	}
}

// run runs a recording once.
func run(path string, o options) (*bench, error) {
	r, err := recording.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // only read
	fb, err := framebuffer.New(r.Width, r.Height)
	if err != nil {
		return nil, err
	}
	encoder := codec.NewEncoder(o.encoding)
	defer encoder.Close()
	decoder, err := codec.NewDecoder(o.encoding)
	if err != nil {
		return nil, err
	}
	defer decoder.Close()
	b := &bench{fb: fb, encoder: encoder, decoder: decoder, loss: o.loss, result: result{Exact: true}}
	if err := b.play(r); err != nil {
		return nil, err
	}
	return b, b.refine()
}

// savingInterval is the shortest time between two grabs where bytes are dear, as package share has it.
const savingInterval = time.Second / 8

// play codes all grabs.
func (b *bench) play(r *recording.Reader) error {
	interval := time.Second / time.Duration(max(1, r.Rate))
	if b.loss == codec.LossMuch {
		interval = savingInterval
	}
	var waiting framebuffer.Region
	next := time.Duration(0) // when the next grab may be coded
	for {
		region, err := r.Next(b.fb)
		ends := errors.Is(err, io.EOF)
		if err != nil && !ends {
			return err
		}
		waiting = append(waiting, region...)
		if ends && len(waiting) == 0 {
			return nil
		}
		if !ends && b.loss == codec.LossMuch && (len(waiting) == 0 || r.At < next) {
			continue
		}
		idle := 0
		if len(waiting) > 0 { // from a grab until the next one might be is no rest
			idle = int((r.At - b.changed - interval) * codec.Moments / time.Second)
			b.changed, next = r.At, r.At+interval
		}
		if err := b.grab(waiting, idle); err != nil || ends {
			return err
		}
		waiting = waiting[:0]
	}
}

// grab codes one grab, before which nothing had changed for some moments, in as many updates as the encoder wants.
func (b *bench) grab(region framebuffer.Region, idle int) error {
	made := allocated()
	var enc, dec took
	updates := 0
	for first := true; first || b.encoder.Pending(); first = false {
		var update []byte
		err := enc.add(func() (err error) {
			update, err = b.encoder.Encode(b.update[:0], b.fb, region, codec.Hints{Loss: b.loss, Idle: idle})
			return err
		})
		if err != nil {
			return err
		}
		b.update, region, idle = update, nil, 0
		if len(update) == 0 {
			break
		}
		updates++
		if err := dec.add(b.decode); err != nil {
			return err
		}
		if b.result.Grabs == 0 {
			b.result.FirstBytes += len(update)
		} else {
			b.result.Bytes += len(update)
		}
	}
	frame, err := b.video(&enc, &dec)
	if err != nil {
		return err
	}
	if updates > 0 || frame {
		b.enc, b.dec = append(b.enc, enc.time), append(b.dec, dec.time)
		b.used, b.usedDec = append(b.used, enc.cpu), append(b.usedDec, dec.cpu)
	}
	b.made += allocated() - made
	b.result.Grabs++
	psnr, exact := likeness(b.fb, b.decoder.Framebuffer())
	b.psnr += psnr
	b.result.Exact = b.result.Exact && (exact || b.loss != codec.LossNone)
	return nil
}

// took is how long something took, and how much processor time.
type took struct{ time, cpu time.Duration }

// add adds what f takes.
func (t *took) add(f func() error) error {
	start, used := time.Now(), cputime.Now()
	err := f()
	t.cpu += cputime.Now() - used
	t.time += time.Since(start)
	return err
}

// decode decodes the update at hand.
func (b *bench) decode() error {
	_, err := b.decoder.Decode(b.update)
	return err
}

// video codes a frame of what moves like video, if there is any.
func (b *bench) video(enc, dec *took) (frame bool, err error) {
	encoder, ok := b.encoder.(codec.VideoEncoder)
	if !ok || !encoder.VideoDue() {
		return false, nil
	}
	_ = enc.add(func() error { // never fails
		b.update = encoder.EncodeVideo(b.update[:0], codec.VideoHints{})
		return nil
	})
	if err := dec.add(b.decode); err != nil {
		return false, err
	}
	b.result.Bytes += len(b.update)
	b.result.Video += len(b.update)
	b.result.Frames++
	return true, nil
}

// refine makes the last picture exact, as a quiet moment would.
func (b *bench) refine() error {
	for b.encoder.Lossy() {
		update, err := b.encoder.Encode(b.update[:0], b.fb, nil, codec.Hints{Loss: b.loss, Quiet: true})
		if err != nil {
			return err
		}
		b.update = update
		if _, err := b.decoder.Decode(update); err != nil {
			return err
		}
		b.result.Refined += len(update)
	}
	_, exact := likeness(b.fb, b.decoder.Framebuffer())
	b.result.Exact = b.result.Exact && exact
	return nil
}

// allocated returns how many bytes were ever made on the heap.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func quantile(d []time.Duration, percent int) float64 {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	return float64(d[len(d)*percent/100].Microseconds()) / 1000
}
