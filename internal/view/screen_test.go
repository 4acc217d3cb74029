package view_test

import (
	"errors"
	"image"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/codec"
	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/view"
	"beside.example/protocol"
)

// listener writes down what it is told.
type listener struct {
	resized []image.Point
	changed []framebuffer.Region
	moved   []image.Point
	shaped  []*framebuffer.Cursor
}

func (l *listener) Resized(size image.Point)               { l.resized = append(l.resized, size) }
func (l *listener) Changed(region framebuffer.Region)      { l.changed = append(l.changed, region) }
func (l *listener) CursorMoved(at image.Point)             { l.moved = append(l.moved, at) }
func (l *listener) CursorShaped(shape *framebuffer.Cursor) { l.shaped = append(l.shaped, shape) }

// station is a sharer's end of a screen stream, written by hand.
type station struct {
	t        *testing.T
	conn     net.Conn
	answers  *protocol.FrameReader
	viewer   *view.Screen
	listener *listener
	encoder  codec.Encoder
	fb       *framebuffer.Framebuffer
	number   uint32
	served   chan error
}

func newStation(t *testing.T) *station {
	t.Helper()
	return newStationOf(t, nil)
}

// newStationOf returns a station before a viewer with other decoders.
func newStationOf(t *testing.T, decoders func(protocol.Encoding) (codec.Decoder, error)) *station {
	t.Helper()
	s := &station{t: t, listener: &listener{}, encoder: codec.NewEncoder(protocol.EncodingContext), fb: codectest.New(), served: make(chan error, 1)}
	s.viewer = view.NewScreen(view.ScreenConfig{Listener: s.listener, NewDecoder: decoders})
	near, far := net.Pipe()
	s.conn = far
	s.answers = protocol.NewFrameReader(far, protocol.StreamScreen)
	go func() {
		s.served <- s.viewer.Serve(t.Context(), near)
		_ = near.Close()
	}()
	return s
}

// close ends the stream and returns what Serve said.
func (s *station) close() error {
	_ = s.conn.Close()
	err := <-s.served
	s.viewer.Close()
	s.encoder.Close()
	return err
}

// update codes the picture and returns header and bytes.
func (s *station) update() (protocol.UpdateHeader, []byte) {
	s.t.Helper()
	b, err := s.encoder.Encode(nil, s.fb, framebuffer.Region{s.fb.Bounds()}, codec.Hints{})
	if err != nil {
		s.t.Fatal(err)
	}
	s.number++
	return protocol.UpdateHeader{
		Number: s.number, Display: 5, Width: codectest.Width, Height: codectest.Height,
		Encoding: s.encoder.Encoding(), Length: uint32(len(b)),
	}, b
}

// write writes an update.
func (s *station) write(header protocol.UpdateHeader, b []byte) {
	s.t.Helper()
	if _, err := s.conn.Write(append(protocol.AppendFrame(nil, header), b...)); err != nil {
		s.t.Error(err)
	}
}

// send writes an update and returns the answers: how many keyframes the viewer asked for.
func (s *station) send(header protocol.UpdateHeader, b []byte) (requests int) {
	s.t.Helper()
	s.write(header, b)
	go func() { _ = s.conn.SetReadDeadline(time.Now().Add(time.Second)) }()
	acked := false
	for {
		m, err := s.answers.Read()
		if err != nil {
			break
		}
		switch m := m.(type) {
		case protocol.Ack:
			acked = m.Number == header.Number
		case protocol.KeyframeRequest:
			requests++
		}
	}
	_ = s.conn.SetReadDeadline(time.Time{})
	synctest.Wait()
	if !acked {
		s.t.Fatalf("update %d was not acknowledged", header.Number)
	}
	return requests
}

func TestScreenFollows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t)
		s.viewer.Read(func(fb *framebuffer.Framebuffer) {
			if fb != nil {
				t.Error("a picture before the first update")
			}
		})
		s.fb.Pix[0] = 7
		if s.send(s.update()) != 0 {
			t.Fatal("a keyframe was asked for")
		}
		s.fb.Pix[4] = 9
		s.send(s.update())
		const block = 16 // the codec tells no less than the part of a row in a block
		if len(s.listener.resized) != 1 || len(s.listener.changed) != 1 || s.listener.changed[0].Bounds() != image.Rect(0, 0, block, 1) {
			t.Fatalf("told %+v", s.listener)
		}
		s.viewer.Read(func(fb *framebuffer.Framebuffer) {
			if at, differs := codectest.Difference(fb, s.fb); differs {
				t.Errorf("pixel %v differs", at)
			}
		})
		if s.viewer.Display() != 5 {
			t.Error("wrong display")
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestScreenAsksForKeyframes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t)
		s.send(s.update())
		s.fb.Pix[0] = 1
		header, b := s.update()
		b[0] = 0x80
		if got := s.send(header, b); got != 1 {
			t.Fatalf("%d keyframes were asked for", got)
		}
		s.fb.Pix[0] = 2
		if got := s.send(s.update()); got != 1 {
			t.Fatalf("%d keyframes were asked for after a gap", got)
		}
		s.encoder.Close()
		if got := s.send(s.update()); got != 0 {
			t.Fatalf("%d keyframes were asked for after a keyframe", got)
		}
		header, b = s.update()
		header.Encoding = 99
		b = append(b, 0)
		header.Length = uint32(len(b))
		if got := s.send(header, b); got != 1 {
			t.Fatalf("%d keyframes were asked for after an unknown encoding", got)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}

// TestScreenAsksOnce refuses an update that many follow which were under way: they are no reason to ask again, nor to give the stream up.
func TestScreenAsksOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const under = 30
		s := newStation(t)
		s.send(s.update())
		go func() {
			for i := range under {
				s.fb.Pix[0]++
				header, b := s.update()
				if i == 0 {
					b[0] = 0x80
				}
				s.write(header, b)
			}
		}()
		requests := 0
		for acked := uint32(0); acked < 1+under; {
			m, err := s.answers.Read()
			if err != nil {
				t.Fatal(err)
			}
			switch m := m.(type) {
			case protocol.Ack:
				acked = m.Number
			case protocol.KeyframeRequest:
				requests++
			}
		}
		if requests != 1 {
			t.Errorf("%d keyframes were asked for", requests)
		}
		s.encoder.Close()
		if got := s.send(s.update()); got != 0 {
			t.Errorf("%d keyframes were asked for after a keyframe", got)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestScreenGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t)
		go func() { _, _ = io.Copy(io.Discard, s.conn) }()
		header := protocol.UpdateHeader{Width: 1, Height: 1, Encoding: protocol.EncodingTiles, Length: 3, Flags: protocol.UpdateKeyframe}
		for range 6 {
			s.write(header, []byte{1, 2, 3})
		}
		if err := s.close(); !errors.Is(err, codec.ErrCorrupt) {
			t.Fatal(err)
		}
	})
}

// dear is a decoder that has been given too much to refuse.
type dear struct{ codec.Decoder }

func (dear) Decode([]byte) (framebuffer.Region, error) { return nil, codec.ErrDear }

func TestScreenGivesUpAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStationOf(t, func(encoding protocol.Encoding) (codec.Decoder, error) {
			d, err := codec.NewDecoder(encoding)
			return dear{d}, err
		})
		go func() { _, _ = io.Copy(io.Discard, s.conn) }()
		header, b := s.update()
		s.write(header, b)
		synctest.Wait()
		if err := s.close(); !errors.Is(err, codec.ErrDear) {
			t.Fatal(err)
		}
	})
}

// TestScreenChangesNoEncoding checks that what was refused is not forgotten by a change of the encoding.
func TestScreenChangesNoEncoding(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t)
		go func() { _, _ = io.Copy(io.Discard, s.conn) }()
		header := protocol.UpdateHeader{Width: 1, Height: 1, Encoding: protocol.EncodingTiles, Length: 3, Flags: protocol.UpdateKeyframe}
		s.write(header, []byte{1, 2, 3})
		header.Encoding = protocol.EncodingContext
		s.write(header, []byte{1, 2, 3})
		synctest.Wait()
		if err := s.close(); !errors.Is(err, codec.ErrDear) {
			t.Fatal(err)
		}
	})
}

func TestScreenRefusesStrangers(t *testing.T) {
	wrongSize := protocol.UpdateHeader{Width: 9, Height: 9, Encoding: protocol.EncodingTiles, Length: uint32(codec.MaxUpdate(protocol.EncodingTiles)) + 1}
	for name, b := range map[string][]byte{
		"ack":         protocol.AppendFrame(nil, protocol.Ack{}),
		"wrong kind":  protocol.AppendFrame(nil, protocol.Key{}),
		"too long":    protocol.AppendFrame(nil, wrongSize),
		"end inside":  protocol.AppendFrame(nil, protocol.UpdateHeader{Width: 9, Height: 9, Length: 100_000}),
		"unknown":     {199, 0, 0, 0},
		"half a head": {1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStation(t)
				_, _ = s.conn.Write(b)
				if err := s.close(); err == nil {
					t.Fatal("accepted")
				}
			})
		})
	}
}

// TestScreenChecksTheHeader checks that header and bytes must speak of the same picture.
func TestScreenChecksTheHeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t)
		header, b := s.update()
		header.Width--
		if got := s.send(header, b); got != 1 || len(s.listener.resized) > 0 {
			t.Fatal("accepted")
		}
		s.fb.Pix[0] = 5
		if got := s.send(s.update()); got != 1 || len(s.listener.resized) > 0 {
			t.Fatal("what continues it was accepted")
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestStats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t)
		for i := range 5 {
			s.fb.Pix[i*400] = 1
			header, b := s.update()
			if i == 4 {
				header.Flags = protocol.UpdateLossless
			}
			s.send(header, b) // takes a second
		}
		if got := s.viewer.Stats(); got.Updates != 1 || got.Bytes == 0 {
			t.Errorf("%+v", got)
		}
		time.Sleep(5 * time.Second)
		if got := s.viewer.Stats(); got != (view.Stats{Encoding: protocol.EncodingContext, Exact: true}) {
			t.Errorf("%+v after a pause", got)
		}
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestCursorStrangers(t *testing.T) {
	for name, b := range map[string][]byte{
		"other stream": protocol.AppendFrame(nil, protocol.Ack{}),
		"no pixels":    {byte(protocol.TypeCursorShape), 0, 0, 12, 0, 0, 0, 1, 0, 9, 0, 9, 0, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &listener{}
				s := view.NewScreen(view.ScreenConfig{Listener: l})
				near, far := net.Pipe()
				go func() {
					_, _ = far.Write(b)
					_ = far.Close()
				}()
				if err := s.ServeCursor(t.Context(), near); err == nil {
					t.Fatal("accepted")
				}
				_ = near.Close()
				if len(l.shaped) != 1 || l.shaped[0] != nil {
					t.Fatal("the cursor is not hidden at the end")
				}
			})
		})
	}
}

// FuzzScreen feeds a viewer with anything a sharer may write.
func FuzzScreen(f *testing.F) {
	encoder := codec.NewEncoder(protocol.EncodingContext)
	defer encoder.Close()
	fb, err := framebuffer.New(70, 20)
	if err != nil {
		f.Fatal(err)
	}
	b, err := encoder.Encode(nil, fb, nil, codec.Hints{})
	if err != nil {
		f.Fatal(err)
	}
	header := protocol.UpdateHeader{Number: 1, Width: 70, Height: 20, Encoding: encoder.Encoding(), Length: uint32(len(b))}
	f.Add(append(protocol.AppendFrame(nil, header), b...))
	f.Add(protocol.AppendFrame(append(protocol.AppendFrame(nil, header), b...), protocol.PictureCheck{Row: 0, Sum: 7}))
	f.Fuzz(func(t *testing.T, stream []byte) {
		near, far := net.Pipe()
		go func() { _, _ = io.Copy(io.Discard, far) }()
		go func() {
			_, _ = far.Write(stream)
			_ = far.Close()
		}()
		s := view.NewScreen(view.ScreenConfig{Listener: &listener{}})
		_ = s.Serve(t.Context(), near)
		_ = near.Close()
		s.Close()
	})
}
