package capture_test

import (
	"image"
	"testing"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/framebuffer"
)

func BenchmarkGrab(b *testing.B) {
	for name, open := range ways() {
		for size, painted := range map[string]image.Rectangle{"line": image.Rect(100, 100, 700, 120), "all": image.Rect(0, 0, 1920, 1080)} {
			b.Run(name+"/"+size, func(b *testing.B) {
				desktoptest.StartX(b, desktoptest.XOptions{Width: 1920, Height: 1080})
				canvas := desktoptest.NewXCanvas(b)
				d, err := open()
				if err != nil {
					b.Fatal(err)
				}
				defer closing(b, d)
				s, _ := source(b, d, 0)
				var fb framebuffer.Framebuffer
				grab(b, s, &fb)
				colour := uint32(0)
				b.ResetTimer()
				for range b.N {
					b.StopTimer()
					colour += 0x010203
					canvas.Fill(painted, colour&0xffffff)
					b.StartTimer()
					grab(b, s, &fb)
				}
			})
		}
	}
}

// BenchmarkChangeToPixels is how long it takes from a program's drawing to its pixels in a framebuffer, waiting included.
func BenchmarkChangeToPixels(b *testing.B) {
	for name, open := range ways() {
		b.Run(name, func(b *testing.B) {
			desktoptest.StartX(b, desktoptest.XOptions{Width: 1920, Height: 1080})
			canvas := desktoptest.NewXCanvas(b)
			d, err := open()
			if err != nil {
				b.Fatal(err)
			}
			defer closing(b, d)
			s, _ := source(b, d, 0)
			var fb framebuffer.Framebuffer
			grab(b, s, &fb)
			ctx, colour := limited(b), uint32(0)
			for b.Loop() {
				colour = (colour + 0x010203) & 0xffffff
				canvas.Fill(image.Rect(100, 100, 300, 120), colour)
				if err := s.Wait(ctx); err != nil {
					b.Fatal(err)
				}
				grab(b, s, &fb)
			}
		})
	}
}
