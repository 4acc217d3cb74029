package codec

import (
	"image"
	"testing"

	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// BenchmarkKeystroke codes and decodes a letter typed into a full screen.
func BenchmarkKeystroke(b *testing.B) {
	fb, err := framebuffer.New(1920, 1080)
	if err != nil {
		b.Fatal(err)
	}
	p := newPair(b, protocol.EncodingContext)
	p.send(b, fb, nil, Hints{})
	p.bytes = 0
	damaged := framebuffer.Region{image.Rect(800, 500, 808, 514)}
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		for y := 500; y < 514; y++ {
			row := fb.Row(y, 800, 808)
			for x := 0; x < len(row); x += framebuffer.BytesPerPixel {
				row[x] = byte(n * (x + y) & 0xf0)
			}
		}
		p.send(b, fb, damaged, Hints{})
	}
	b.ReportMetric(float64(p.bytes)/float64(n), "bytes/update")
}

// BenchmarkUnchanged looks at a full screen in which nothing changed.
func BenchmarkUnchanged(b *testing.B) {
	fb, err := framebuffer.New(1920, 1080)
	if err != nil {
		b.Fatal(err)
	}
	p := newPair(b, protocol.EncodingContext)
	p.send(b, fb, nil, Hints{})
	damaged := framebuffer.Region{fb.Bounds()}
	b.ReportAllocs()
	for b.Loop() {
		if p.send(b, fb, damaged, Hints{}) != nil {
			b.Fatal("changed")
		}
	}
}

// BenchmarkScenes codes and decodes whole scenes, keyframe included.
func BenchmarkScenes(b *testing.B) {
	for _, scene := range codectest.Scenes() {
		b.Run(scene.Name, func(b *testing.B) {
			pictures := make([]*framebuffer.Framebuffer, scene.Grabs)
			damage := make([]framebuffer.Region, scene.Grabs)
			fb := codectest.New()
			for n := range pictures {
				damage[n] = scene.Draw(fb, n)
				pictures[n] = codectest.New()
				copy(pictures[n].Pix, fb.Pix)
			}
			p := newPair(b, protocol.EncodingContext)
			b.ReportAllocs()
			for b.Loop() {
				for n, picture := range pictures {
					p.send(b, picture, damage[n], Hints{Keyframe: n == 0})
				}
			}
		})
	}
}

// BenchmarkFilm codes a film over a full screen: each grab, and a frame of it, at full and at half resolution.
func BenchmarkFilm(b *testing.B) {
	const many, warm = 4, 12
	var pictures [many]*framebuffer.Framebuffer
	for n := range pictures {
		pictures[n] = &framebuffer.Framebuffer{Width: 1920, Height: 1080, Pix: make([]byte, 1920*1080*framebuffer.BytesPerPixel)}
		drawFilm(pictures[n], n)
	}
	for name, half := range map[string]bool{"full": false, "half": true} {
		b.Run(name, func(b *testing.B) {
			e := newContextEncoder()
			defer e.Close()
			var update []byte
			n, frames := 0, 0
			play := func() {
				fb := pictures[n%many]
				n++
				for first := true; first || e.Pending(); first = false {
					var err error
					if update, err = e.Encode(update[:0], fb, framebuffer.Region{fb.Bounds()}, Hints{Loss: LossSome}); err != nil {
						b.Fatal(err)
					}
				}
				if update = e.EncodeVideo(update[:0], VideoHints{Half: half}); len(update) > 0 {
					frames++
				}
				if n > warm && e.canvas.area.left*blockPixels < fb.Width*fb.Height*9/10 {
					b.Fatalf("%d blocks are video", e.canvas.area.left)
				}
			}
			for range warm {
				play()
			}
			before := frames
			b.ReportAllocs()
			start := n
			for b.Loop() {
				play()
			}
			if frames-before != n-start {
				b.Error("grabs without a frame")
			}
		})
	}
}

// drawFilm draws picture n of a film over all of a framebuffer: clouds side by side, since large ones are no photograph at their ends.
func drawFilm(fb *framebuffer.Framebuffer, n int) {
	const width, height = 160, 120
	for y := 0; y < fb.Height; y += height {
		for x := 0; x < fb.Width; x += width {
			codectest.Clouds(fb, image.Rect(x, y, x+width, y+height), n)
		}
	}
}
