package share_test

import (
	"context"
	"errors"
	"image"
	"io"
	"math/rand/v2"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/internal/share/sharetest"
	"beside.example/protocol"
)

// silent is a viewer that reads updates and answers only when the test tells it to.
type silent struct {
	t       *testing.T
	conn    net.Conn
	headers []protocol.UpdateHeader
	// newest holds the number of the last update that was read, for whoever takes it.
	newest chan uint32
}

// serve starts a sharer whose viewer is silent.
func serve(t *testing.T, cfg share.ScreenConfig, source share.Source) (viewer *silent, stop func()) {
	t.Helper()
	if cfg.Stage == nil {
		cfg.Stage = share.NewStage(share.StageConfig{Open: func(uint32) (share.Source, error) { return source, nil }})
	}
	cfg.Decodes = func() share.Decodes { return share.Decodes{Encoding: protocol.EncodingContext} }
	sharer := share.NewScreen(cfg)
	if err := sharer.Show(1); err != nil {
		t.Fatal(err)
	}
	near, far := net.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	viewer = &silent{t: t, conn: far, newest: make(chan uint32, 1)}
	served, read := make(chan error, 1), make(chan struct{})
	go func() { served <- sharer.Serve(ctx, near, nil) }()
	go func() {
		defer close(read)
		viewer.read()
	}()
	return viewer, func() {
		cancel()
		if err := <-served; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		_ = near.Close()
		<-read
		if err := sharer.Close(); err != nil {
			t.Error(err)
		}
	}
}

func (v *silent) read() {
	frames := protocol.NewFrameReader(v.conn, protocol.StreamScreen)
	for {
		m, err := frames.Read()
		if err != nil {
			return
		}
		header := m.(protocol.UpdateHeader)
		v.headers = append(v.headers, header)
		if _, err := io.CopyN(io.Discard, v.conn, int64(header.Length)); err != nil {
			return
		}
		select {
		case <-v.newest:
		default:
		}
		v.newest <- header.Number
	}
}

func (v *silent) send(m protocol.Message) {
	v.t.Helper()
	if _, err := v.conn.Write(protocol.AppendFrame(nil, m)); err != nil {
		v.t.Fatal(err)
	}
}

// last returns the newest update's header, and the bytes of all updates after number acked.
func (v *silent) last(acked uint32) (header protocol.UpdateHeader, flying int) {
	synctest.Wait()
	for _, h := range v.headers {
		header = h
		if h.Number > acked {
			flying += int(h.Length)
		}
	}
	return header, flying
}

// paintNoise fills the whole display with what does not compress.
func paintNoise(source *sharetest.Source, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 0))
	source.Paint(func(fb *framebuffer.Framebuffer) framebuffer.Region {
		for i := range fb.Pix {
			fb.Pix[i] = byte(random.Uint32())
		}
		return framebuffer.Region{fb.Bounds()}
	})
}

// TestBudget checks that no more is under way than the budget and one part of an update, that nothing is grabbed while it is used
// up, and that the newest state follows the acknowledgements.
func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const budget, slack = 60_000, 70_000
		source := sharetest.NewSource(codectest.Width, codectest.Height)
		paintNoise(source, 1)
		viewer, stop := serve(t, share.ScreenConfig{Budget: func() int { return budget }}, source)
		defer stop()
		header, flying := viewer.last(0)
		if flying < budget || flying > budget+slack {
			t.Fatalf("%d bytes under way", flying)
		}
		if header.Flags&protocol.UpdateLossless != 0 || viewer.headers[0].Flags&protocol.UpdateKeyframe == 0 {
			t.Fatalf("flags %+v", viewer.headers)
		}
		grabs := source.Grabs()
		for i := range 100 {
			paintNoise(source, uint64(i))
			time.Sleep(100 * time.Millisecond)
		}
		if source.Grabs() != grabs {
			t.Fatal("grabbed what cannot be sent")
		}
		source.Fill(image.Rect(0, 0, 9999, 9999), 1, 2, 3)
		for range 1000 {
			viewer.send(protocol.Ack{Number: header.Number})
			time.Sleep(50 * time.Millisecond)
			acked := header.Number
			if header, flying = viewer.last(acked); header.Number == acked {
				break
			}
			if flying > budget+slack {
				t.Fatalf("%d bytes under way", flying)
			}
		}
		if header.Flags&protocol.UpdateLossless == 0 {
			t.Fatal("the picture never became exact")
		}
		total := 0
		for _, h := range viewer.headers {
			total += int(h.Length)
		}
		if raw := 3 * codectest.Width * codectest.Height; total > raw {
			t.Fatalf("%d bytes were sent: old pictures among them", total)
		}
	})
}

// TestFlight checks that small updates to a viewer that does not answer end too.
func TestFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := sharetest.NewSource(100, 100)
		viewer, stop := serve(t, share.ScreenConfig{}, source)
		defer stop()
		for i := range 200 {
			source.Fill(image.Rect(0, 0, 5, 5), byte(i), 0, 0)
			time.Sleep(50 * time.Millisecond)
		}
		if header, _ := viewer.last(0); header.Number != 32 {
			t.Fatalf("%d updates under way", header.Number)
		}
	})
}

// TestSlowDecoder checks that a viewer that needs long to decode gets fewer updates.
func TestSlowDecoder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := sharetest.NewSource(100, 100)
		viewer, stop := serve(t, share.ScreenConfig{}, source)
		defer stop()
		const decode = 100 * time.Millisecond
		for i := range 2000 {
			source.Fill(image.Rect(0, 0, 5, 5), byte(i), 0, 0)
			time.Sleep(time.Millisecond)
			header, _ := viewer.last(0)
			viewer.send(protocol.Ack{Number: header.Number, Decode: uint32(decode.Microseconds())})
		}
		if header, _ := viewer.last(0); header.Number > 24 {
			t.Fatalf("%d updates in 2 s", header.Number)
		}
	})
}

// TestKeyframeRequests checks that a viewer cannot make the sharer work by asking.
func TestKeyframeRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source := sharetest.NewSource(100, 100)
		viewer, stop := serve(t, share.ScreenConfig{}, source)
		defer stop()
		for range 5000 {
			viewer.send(protocol.KeyframeRequest{})
			time.Sleep(time.Millisecond)
			header, _ := viewer.last(0)
			viewer.send(protocol.Ack{Number: header.Number})
		}
		if header, _ := viewer.last(0); header.Number < 5 || header.Number > 6 {
			t.Fatalf("%d updates", header.Number)
		}
		if source.Grabs() != 1 {
			t.Fatalf("%d grabs of a display that did not change", source.Grabs())
		}
	})
}
