package video

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// update makes the vectors anew from what the encoder writes today, for when the format has changed on purpose.
var update = flag.Bool("update", false, "write the golden vectors")

// vectorCase is how the frames of a golden vector are made.
type vectorCase struct {
	name          string
	width, height int
	half          bool
	slices        int
	quantiser     int
	masked        bool // every third block is left out of frames after the first
}

func vectorCases() []vectorCase {
	return []vectorCase{
		{name: "whole", width: 61, height: 43, slices: 1, quantiser: 22},
		{name: "half", width: 90, height: 62, half: true, slices: 1, quantiser: 18},
		{name: "slices", width: 48, height: 64, slices: 3, quantiser: 30},
		{name: "mask", width: 64, height: 48, slices: 1, quantiser: 26, masked: true},
	}
}

// mask returns what a frame holds, and how a vector writes it.
func (c vectorCase) mask(blocks, frame int) ([]bool, string) {
	if !c.masked || frame == 0 {
		return nil, "all"
	}
	mask := make([]bool, blocks)
	text := make([]byte, blocks)
	for i := range mask {
		mask[i] = (i+frame)%3 != 0
		text[i] = "01"[one(mask[i])]
	}
	return mask, string(text)
}

// write makes the text of a vector.
func (c vectorCase) write(t *testing.T) []byte {
	t.Helper()
	p := newPair(t, c.width, c.height, c.half)
	columns, rows := p.encoder.Blocks()
	out := fmt.Appendf(nil, "# Frames in hexadecimal, with their masks, and the SHA-256 of the picture after each: rows of blue, green, red, 0.\nsize %d %d %v\n",
		c.width, c.height, c.half)
	for n := range 4 {
		mask, text := c.mask(columns*rows, n)
		picture := scene(c.width, c.height, 2*n)
		frame := encode(p.encoder, nil, picture, mask, Params{Quantiser: c.quantiser, Slices: c.slices})
		shown := blank(picture)
		p.encoder.Paint(shown, nil)
		out = fmt.Appendf(out, "mask %s\nframe %x\npicture %x\n", text, frame, sha256.Sum256(shown.Pix))
	}
	return out
}

// TestVectors decodes the golden vectors, and checks that the encoder still writes them.
func TestVectors(t *testing.T) {
	for _, c := range vectorCases() {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join("testdata", "vectors", c.name+".txt")
			written := c.write(t)
			if *update {
				if err := os.WriteFile(path, written, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(golden, written) {
				t.Error("the encoder writes something else")
			}
			mustDecodeVector(t, golden)
		})
	}
}

// mustDecodeVector decodes the frames of a vector and compares the pictures.
func mustDecodeVector(t *testing.T, golden []byte) {
	t.Helper()
	var d *Decoder
	var shown Picture
	var mask []bool
	lines := bufio.NewScanner(bytes.NewReader(golden))
	lines.Buffer(nil, len(golden)+1)
	for lines.Scan() {
		kind, value, _ := strings.Cut(lines.Text(), " ")
		switch kind {
		case "size":
			var width, height int
			var half bool
			if _, err := fmt.Sscan(value, &width, &height, &half); err != nil {
				t.Fatal(err)
			}
			var err error
			if d, err = newDecoder(width, height, half); err != nil {
				t.Fatal(err)
			}
			shown = Picture{Pix: make([]byte, width*height*bytesPerPixel), Stride: width * bytesPerPixel}
		case "mask":
			mask = nil
			for i := 0; value != "all" && i < len(value); i++ {
				mask = append(mask, value[i] == '1')
			}
		case "frame":
			frame, err := hex.DecodeString(value)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Decode(frame, mask); err != nil {
				t.Fatal(err)
			}
		case "picture":
			d.Paint(shown, nil)
			if got := fmt.Sprintf("%x", sha256.Sum256(shown.Pix)); got != value {
				t.Fatalf("picture %s, want %s", got, value)
			}
		}
	}
}
