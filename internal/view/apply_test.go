package view_test

import (
	"context"
	"image"
	"io"
	"net"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// waiting is a decoder that has updates wait for another lane as long as the test says so.
type waiting struct {
	codec.Decoder
	waits *atomic.Bool
}

// badVideo is what a waiting decoder refuses on the video lane, and everything that waits for it.
const badVideo = 99

func (d waiting) Decode(update []byte) (framebuffer.Region, error) {
	if codec.IsVideo(update) && update[len(update)-1] == badVideo {
		d.waits.Store(false)
		return nil, codec.ErrCorrupt
	}
	if d.waits.Load() && !codec.IsVideo(update) {
		return nil, codec.ErrEarly
	}
	if codec.IsVideo(update) {
		d.waits.Store(false)
		return framebuffer.Region{image.Rect(0, 0, 16, 16)}, nil
	}
	return d.Decoder.Decode(update)
}

// newWaiting returns a station whose decoder waits.
func newWaiting(t *testing.T) (*station, *atomic.Bool) {
	waits := &atomic.Bool{}
	s := newStationOf(t, func(encoding protocol.Encoding) (codec.Decoder, error) {
		d, err := codec.NewDecoder(encoding)
		return waiting{d, waits}, err
	})
	return s, waits
}

// serveVideo has the viewer read a video lane too, and returns the sharer's end of that and what becomes of it.
func (s *station) serveVideo(ctx context.Context) (far net.Conn, served chan error) {
	near, far := net.Pipe()
	served = make(chan error, 1)
	go func() { served <- s.viewer.ServeVideo(ctx, near) }()
	return far, served
}

// TestLanesWaitForEachOther checks that an update waits until the other lane has got on, and then is applied.
func TestLanesWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, waits := newWaiting(t)
		far, served := s.serveVideo(t.Context())
		answers := protocol.NewFrameReader(far, protocol.StreamScreen)
		const video = 4 // the flag of the lane
		frame := append(protocol.AppendFrame(nil, protocol.UpdateHeader{
			Number: 1, Display: 5, Width: codectest.Width, Height: codectest.Height, Encoding: s.encoder.Encoding(), Length: 1,
		}), video)
		if _, err := far.Write(frame); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(s.listener.changed) > 0 {
			t.Fatal("a frame before the first update")
		}
		acked := make(chan protocol.Message, 2)
		go func() {
			for range 2 {
				m, err := answers.Read()
				if err != nil {
					t.Error(err)
				}
				acked <- m
			}
		}()
		s.send(s.update())
		if m := <-acked; m != (protocol.Ack{Number: 1}) {
			t.Fatalf("%+v", m)
		}
		waits.Store(true)
		s.fb.Pix[0] = 9
		header, b := s.update()
		s.write(header, b)
		time.Sleep(time.Second)
		if _, err := far.Write(frame); err != nil {
			t.Fatal(err)
		}
		if m, err := s.answers.Read(); err != nil || m.(protocol.Ack).Number != header.Number {
			t.Fatal(m, err)
		}
		<-acked
		s.viewer.Read(func(fb *framebuffer.Framebuffer) {
			if at, differs := codectest.Difference(fb, s.fb); differs {
				t.Errorf("pixel %v differs", at)
			}
		})
		_ = far.Close()
		if err := <-served; err != nil {
			t.Error(err)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestRefusedLaneIsNotWaitedFor checks that an update does not wait for what the other lane was refused.
func TestRefusedLaneIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, waits := newWaiting(t)
		far, served := s.serveVideo(t.Context())
		go func() { _, _ = io.Copy(io.Discard, far) }()
		s.send(s.update())
		waits.Store(true)
		s.fb.Pix[0] = 9
		header, b := s.update()
		s.write(header, b)
		synctest.Wait()
		began := time.Now()
		frame := append(protocol.AppendFrame(nil, protocol.UpdateHeader{
			Number: 1, Width: codectest.Width, Height: codectest.Height, Encoding: s.encoder.Encoding(), Length: 2,
		}), 4, badVideo)
		if _, err := far.Write(frame); err != nil {
			t.Fatal(err)
		}
		if m, err := s.answers.Read(); err != nil || m.(protocol.Ack).Number != header.Number || time.Since(began) > 0 {
			t.Errorf("%v, %v after %v", m, err, time.Since(began))
		}
		_ = far.Close()
		if err := <-served; err != nil {
			t.Error(err)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestLaneIsNotWaitedForForever checks that an update is given up at last, and all that continue it, until a keyframe.
func TestLaneIsNotWaitedForForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, waits := newWaiting(t)
		s.send(s.update())
		waits.Store(true)
		s.fb.Pix[0] = 9
		header, b := s.update()
		s.write(header, b)
		began := time.Now()
		for _, want := range []protocol.Message{protocol.Ack{Number: 2}, protocol.KeyframeRequest{}} {
			if m, err := s.answers.Read(); err != nil || m != want {
				t.Fatal(m, err)
			}
		}
		if waited := time.Since(began); waited > 3*time.Second {
			t.Errorf("waited for %v", waited)
		}
		waits.Store(false)
		s.fb.Pix[4] = 9
		if got := s.send(s.update()); got != 0 {
			t.Fatalf("%d keyframes were asked for again", got)
		}
		if got := s.send(s.update()); got != 1 {
			t.Fatalf("%d keyframes were asked for when none had come", got)
		}
		s.encoder.Close()
		header, b = s.update()
		header.Flags = protocol.UpdateKeyframe
		if got := s.send(header, b); got != 0 {
			t.Fatalf("%d keyframes were asked for after a keyframe", got)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestCheck checks that a picture which is not what it must be is answered with one wish for a keyframe.
func TestCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t)
		s.fb.Pix[0] = 3
		s.send(s.update())
		sum := s.encoder.(codec.Checker).Checksum(0)
		check := func(sum uint32) {
			if _, err := s.conn.Write(protocol.AppendFrame(nil, protocol.PictureCheck{Row: 0, Sum: sum})); err != nil {
				t.Fatal(err)
			}
		}
		check(sum)
		check(sum + 1)
		if m, err := s.answers.Read(); err != nil || m != (protocol.KeyframeRequest{}) {
			t.Fatal(m, err)
		}
		check(sum + 2) // the keyframe is on its way
		s.fb.Pix[4] = 3
		if got := s.send(s.update()); got != 0 {
			t.Fatalf("%d keyframes were asked for", got)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}
