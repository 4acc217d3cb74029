package main

import (
	"encoding/binary"
	"math"

	"beside.example/internal/framebuffer"
)

// samePSNR is what is told for pictures that are the same, in dB; 255 levels reach no such number otherwise.
const samePSNR = 99

// likeness returns the peak signal-to-noise ratio between two pictures of the same size, and whether they are the same. The fourth byte of a
// pixel means nothing.
func likeness(a, b *framebuffer.Framebuffer) (psnr float64, same bool) {
	const colours = 0x00ffffff
	squares := 0.0
	for i := 0; i < len(a.Pix); i += framebuffer.BytesPerPixel {
		p, q := binary.LittleEndian.Uint32(a.Pix[i:]), binary.LittleEndian.Uint32(b.Pix[i:])
		if (p^q)&colours == 0 {
			continue
		}
		for shift := 0; shift < 24; shift += 8 {
			d := float64(p>>shift&0xff) - float64(q>>shift&0xff)
			squares += d * d
		}
	}
	if squares == 0 {
		return samePSNR, true
	}
	const peak, channels = 255, 3
	return 10 * math.Log10(peak*peak*channels*float64(a.Width*a.Height)/squares), false
}
