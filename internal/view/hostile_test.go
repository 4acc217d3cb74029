package view_test

import (
	"context"
	"errors"
	"image"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/desktop/cputime"
	"beside.example/internal/framebuffer"
	"beside.example/internal/view"
	"beside.example/internal/view/viewtest"
	"beside.example/protocol"
	"beside.example/protocol/wire"
)

// nobody is a listener that looks at nothing.
type nobody struct{}

func (nobody) Resized(image.Point)              {}
func (nobody) Changed(framebuffer.Region)       {}
func (nobody) CursorMoved(image.Point)          {}
func (nobody) CursorShaped(*framebuffer.Cursor) {}

// reel is a stream on which everything has arrived, and the last of it so many times.
type reel struct {
	ctx   context.Context
	parts []viewtest.Part
	again int // how often the last is left to come, after which nothing does, or the stream ends
	rest  []byte
	ends  bool
	read  int // bytes
}

func (r *reel) Read(b []byte) (int, error) {
	if len(r.rest) == 0 {
		switch {
		case len(r.parts) > 1:
			r.rest, r.parts = r.parts[0].Bytes, r.parts[1:]
		case len(r.parts) == 1 && r.again > 0:
			r.rest, r.again = r.parts[0].Bytes, r.again-1
		case r.ends:
			return 0, io.EOF
		default:
			<-r.ctx.Done()
		}
	}
	if r.ctx.Err() != nil {
		return 0, r.ctx.Err()
	}
	n := copy(b, r.rest)
	r.rest, r.read = r.rest[n:], r.read+n
	return n, nil
}

func (r *reel) Write(b []byte) (int, error)      { return len(b), nil }
func (r *reel) SetReadDeadline(time.Time) error  { return nil }
func (r *reel) SetWriteDeadline(time.Time) error { return nil }

// victim is a viewer whom somebody sends what is wrong.
type victim struct {
	screen *view.Screen
	mu     sync.Mutex // guards the following
	// refused counts the updates that its decoders refused, and spent sums which part of what may be refused in a row they spent on them.
	refused int
	spent   float64
}

func newVictim() *victim {
	v := &victim{}
	v.screen = view.NewScreen(view.ScreenConfig{Listener: nobody{}, NewDecoder: func(encoding protocol.Encoding) (codec.Decoder, error) {
		d, err := codec.NewDecoder(encoding)
		return accounted{d, v}, err
	}})
	return v
}

// accounted is a decoder of a victim's.
type accounted struct {
	codec.Decoder
	victim *victim
}

func (a accounted) Decode(update []byte) (framebuffer.Region, error) {
	before := codec.Spent(a.Decoder)
	region, err := a.Decoder.Decode(update)
	if err != nil && !errors.Is(err, codec.ErrEarly) {
		v := a.victim
		v.mu.Lock()
		defer v.mu.Unlock()
		v.refused++
		v.spent += codec.Spent(a.Decoder) - before
	}
	return region, err
}

// suffers takes a script until it is given up. Begin is called before the first that is wrong; it returns how many bytes
// of that it took.
func (v *victim) suffers(ctx context.Context, script viewtest.Script, begin func()) (read int, err error) {
	if len(script.Before) > 0 {
		if err := v.takes(ctx, script.Before); err != nil {
			return 0, err
		}
	}
	begin()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	reels := map[protocol.StreamKind]*reel{}
	for _, kind := range []protocol.StreamKind{protocol.StreamScreen, protocol.StreamVideo, protocol.StreamCursor} {
		reels[kind] = &reel{ctx: ctx, again: 1}
	}
	for _, p := range script.Wrong {
		reels[p.Stream].parts = append(reels[p.Stream].parts, p)
	}
	const times = 1000
	reels[script.Wrong[len(script.Wrong)-1].Stream].again = times
	var serving sync.WaitGroup
	serving.Go(func() { cancel(v.screen.Serve(ctx, reels[protocol.StreamScreen])) })
	serving.Go(func() { cancel(v.screen.ServeVideo(ctx, reels[protocol.StreamVideo])) })
	serving.Go(func() { cancel(v.screen.ServeCursor(ctx, reels[protocol.StreamCursor])) })
	serving.Wait()
	for _, r := range reels {
		read += r.read
	}
	return read, context.Cause(ctx)
}

// isViolation reports whether an error is one for which the session ends with the close code of a broken protocol.
func isViolation(err error) bool {
	return errors.Is(err, codec.ErrCorrupt) || errors.Is(err, wire.ErrValue) || errors.Is(err, wire.ErrShort)
}

// TestHostile counts what a hostile sharer costs the viewer before it is given up, in what it may spend on refused updates in a row, which
// BenchmarkHostile measures, and in bytes, and sees that it waits no longer than for a lost packet.
func TestHostile(t *testing.T) {
	const (
		mostRead  = 20 << 20 // two updates of tiles; else one, and what may be under way
		mostTime  = 3 * time.Second
		mostSpent = 0.95 // of all that may be refused in a row
	)
	for _, h := range viewtest.Hostilities() {
		t.Run(h.Name, func(t *testing.T) {
			script, err := h.Make()
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				v := newVictim()
				defer v.screen.Close()
				began := time.Now()
				read, err := v.suffers(t.Context(), script, func() {})
				if !isViolation(err) {
					t.Error(err)
				}
				if took := time.Since(began); took > mostTime || read > mostRead || v.spent > mostSpent {
					t.Errorf("%v, %d bytes, %d refused for %.2f of what they may cost", took, read, v.refused, v.spent)
				}
				t.Logf("%d bytes, %d refused for %.2f of what they may cost: %v", read, v.refused, v.spent, err)
			})
		})
	}
}

// BenchmarkHostile tells what processor time a hostile sharer costs the viewer, from the first that is wrong until it is given up.
func BenchmarkHostile(b *testing.B) {
	for _, h := range viewtest.Hostilities() {
		b.Run(h.Name, func(b *testing.B) {
			script, err := h.Make()
			if err != nil {
				b.Fatal(err)
			}
			var worked time.Duration
			read := 0
			for b.Loop() {
				v := newVictim()
				var began time.Duration
				read, err = v.suffers(b.Context(), script, func() { began = cputime.Now() })
				worked += cputime.Now() - began
				v.screen.Close()
				if !isViolation(err) {
					b.Fatal(err)
				}
			}
			const micro, mega = 1000, 1 << 20
			b.ReportMetric(float64(worked.Microseconds())/micro/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(read)/mega, "MB/op")
		})
	}
}
