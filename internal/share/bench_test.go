package share_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"beside.example/internal/codec"
	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/share"
	"beside.example/internal/share/sharetest"
	"beside.example/protocol"
)

// acknowledge answers every update and decodes none.
func acknowledge(conn net.Conn, acked chan<- struct{}) {
	frames := protocol.NewFrameReader(conn, protocol.StreamScreen)
	for {
		m, err := frames.Read()
		if err != nil {
			return
		}
		header, ok := m.(protocol.UpdateHeader)
		if !ok {
			continue
		}
		if _, err := io.CopyN(io.Discard, conn, int64(header.Length)); err != nil {
			return
		}
		if _, err := conn.Write(protocol.AppendFrame(nil, protocol.Ack{Number: header.Number})); err != nil {
			return
		}
		acked <- struct{}{}
	}
}

// BenchmarkViewers tells what scrolling text costs the sharer before one viewer and before eight, of whom seven came late and have not had a
// quiet moment yet: how often it is grabbed and coded for each change that everybody sees. There are sixty a second at most.
func BenchmarkViewers(b *testing.B) {
	for _, viewers := range []int{1, many} {
		b.Run(fmt.Sprint(viewers), func(b *testing.B) {
			source := sharetest.NewSource(codectest.Width, codectest.Height)
			var encodes atomic.Int64
			stage := share.NewStage(share.StageConfig{
				Open: func(uint32) (share.Source, error) { return source, nil },
				NewEncoder: func(encoding protocol.Encoding) codec.Encoder {
					return tellingEncoder{codec.NewEncoder(encoding), func(codec.Hints) { encodes.Add(1) }}
				},
			})
			ctx, cancel := context.WithCancel(b.Context())
			var serving sync.WaitGroup
			acked := make(chan struct{}, 1000)
			for range viewers {
				screen := share.NewScreen(share.ScreenConfig{Stage: stage})
				if err := screen.Show(1); err != nil {
					b.Fatal(err)
				}
				near, far := net.Pipe()
				serving.Go(func() { acknowledge(far, acked) })
				serving.Go(func() {
					_ = screen.Serve(ctx, near, nil)
					_ = near.Close()
					_ = screen.Close()
				})
				<-acked
			}
			scene := codectest.Scenes()[1]
			grabs, coded := source.Grabs(), encodes.Load()
			b.ResetTimer()
			for n := range b.N {
				source.Paint(func(fb *framebuffer.Framebuffer) framebuffer.Region { return scene.Draw(fb, n) })
				for range viewers {
					<-acked
				}
			}
			b.StopTimer()
			b.ReportMetric(float64(source.Grabs()-grabs)/float64(b.N), "grabs/op")
			b.ReportMetric(float64(encodes.Load()-coded)/float64(b.N), "encodes/op")
			cancel()
			serving.Wait()
		})
	}
}
