// Package sound plays the short sounds at the start and the end of a session, and when somebody wants the agent.
//
// Both apps use it. It never waits for a device: a machine that cannot play stays silent.
package sound

import (
	"context"
	"encoding/binary"
	"math"
	"sync"
	"time"
)

// The sounds are a few notes each, made here: rising for a start, falling for an end. 16 bits at 22,050 Hz are enough for them.
const (
	rate       = 22050
	noteLength = 120 * time.Millisecond
	volume     = 0.25
	highNote   = 880.0 // A5, in Hz
	lowNote    = 587.3 // D5

	// header is the size of a WAV file's part before the samples, sampleSize that of one sample.
	header     = 44
	sampleSize = 2

	// fade is how long a note takes to come and go; a sudden one clicks.
	fade = 15 * time.Millisecond

	// playLimit bounds how long a player may hang on a device.
	playLimit = 5 * time.Second

	// waiting bounds the sounds that wait for the device; more would be heard too late to mean anything.
	waiting = 2
)

// Sound is one of the sounds.
type Sound uint8

// The sounds.
const (
	// Start is the beginning of a session, or of sharing.
	Start Sound = iota
	// End is its end.
	End
	// Alert is somebody who wants the person: longer than the others, so that it is heard across a room.
	Alert
)

// Player plays one sound after the other. Its methods may be called from several goroutines.
type Player struct {
	queue  chan Sound
	cancel context.CancelFunc
	ended  sync.WaitGroup
}

// NewPlayer returns a player; close it to end what it plays.
func NewPlayer() *Player {
	ctx, cancel := context.WithCancel(context.Background())
	p := &Player{queue: make(chan Sound, waiting), cancel: cancel}
	p.ended.Go(func() { p.run(ctx) })
	return p
}

// Play plays a sound soon. It returns at once.
func (p *Player) Play(s Sound) {
	select {
	case p.queue <- s:
	default:
	}
}

// Close ends the player, and a sound in the middle.
func (p *Player) Close() error {
	p.cancel()
	p.ended.Wait()
	return nil
}

func (p *Player) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-p.queue:
			limited, cancel := context.WithTimeout(ctx, playLimit)
			// What cannot be played is not heard, and nobody can do anything about it.
			_ = play(limited, wav(s))
			cancel()
		}
	}
}

// notes returns the frequencies of a sound's notes.
func (s Sound) notes() []float64 {
	switch s {
	case End:
		return []float64{highNote, lowNote}
	case Alert:
		return []float64{highNote, lowNote, highNote, highNote}
	}
	return []float64{lowNote, highNote}
}

// wav makes a sound as a WAV file: RIFF, the format (PCM, one channel, 16 bits), then the samples, all little endian.
func wav(s Sound) []byte {
	var samples []int16
	for _, frequency := range s.notes() {
		samples = append(samples, note(frequency)...)
	}
	size := uint32(len(samples) * sampleSize)
	out := make([]byte, 0, header+int(size))
	out = append(out, "RIFF"...)
	out = binary.LittleEndian.AppendUint32(out, header-8+size)
	out = append(out, "WAVEfmt "...)
	out = binary.LittleEndian.AppendUint32(out, 16)
	out = binary.LittleEndian.AppendUint16(out, 1)
	out = binary.LittleEndian.AppendUint16(out, 1)
	out = binary.LittleEndian.AppendUint32(out, rate)
	out = binary.LittleEndian.AppendUint32(out, rate*sampleSize)
	out = binary.LittleEndian.AppendUint16(out, sampleSize)
	out = binary.LittleEndian.AppendUint16(out, 8*sampleSize)
	out = append(out, "data"...)
	out = binary.LittleEndian.AppendUint32(out, size)
	for _, sample := range samples {
		out = binary.LittleEndian.AppendUint16(out, uint16(sample))
	}
	return out
}

// note makes one note.
func note(frequency float64) []int16 {
	n := int(noteLength.Seconds() * rate)
	edge := fade.Seconds() * rate
	samples := make([]int16, n)
	for i := range samples {
		loud := volume * math.Min(1, math.Min(float64(i), float64(n-i))/edge)
		samples[i] = int16(math.MaxInt16 * loud * math.Sin(2*math.Pi*frequency*float64(i)/rate))
	}
	return samples
}
