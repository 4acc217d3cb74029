package codec

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"beside.example/internal/framebuffer"
)

// update makes the vectors anew from what the encoder writes today, for when the format has changed on purpose.
var update = flag.Bool("update", false, "write the golden vectors")

// vectorScripts are the pictures of the golden vectors: a size, and steps for scribble, six bytes each. Step 0 is the keyframe of a
// black picture.
func vectorScripts() map[string]struct {
	width, height int
	steps         []string
	loss          Loss
} {
	type script = struct {
		width, height int
		steps         []string
		loss          Loss
	}
	return map[string]script{
		"loss": {80, 70, []string{"\x00\x00\xff\xff\x40\x04", "\x00\x00\xff\xff\x41\x04"}, LossSome},
		"video": {128, 96, []string{
			"\x00\x00\xff\xff\x40\x04", "\x00\x00\xff\xff\x41\x04", "\x00\x00\xff\xff\x42\x04", "\x00\x00\xff\xff\x43\x04",
			"\x00\x00\xff\xff\x44\x04", "\x20\x20\x3f\x3f\x04\x05",
		}, LossSome},
		"fill":   {40, 40, []string{"\x00\x00\xff\xff\x40\x00", "\x00\x00\x10\x20\x80\x00"}, LossNone},
		"shades": {50, 37, []string{"\x00\x00\xff\xff\x00\x01", "\x10\x10\x10\x10\x07\x02"}, LossNone},
		"moves":  {128, 120, []string{"\x40\x40\x3f\x2f\x09\x02", "\x40\x40\x3f\x2a\x05\x03"}, LossNone},
		"back": {64, 64, []string{
			"\x00\x00\xff\xff\x05\x01", "\x00\x00\x02\x02\x01\x00", "\x00\x00\x02\x02\x02\x00", "\x00\x00\x02\x02\x03\x00", "\x00\x00\x02\x02\x04\x00",
			"\x00\x00\x02\x02\x05\x00", "\x80\x80\x1f\x1f\x09\x02", "\x00\x80\x3f\x13\x05\x01",
		}, LossNone},
	}
}

// vector writes the updates of a script and the picture's hash after each.
func vector(t *testing.T, width, height int, steps []string, loss Loss) []byte {
	t.Helper()
	e, d := newContextEncoder(), newContextDecoder()
	defer e.Close()
	defer d.Close()
	fb, err := framebuffer.New(width, height)
	if err != nil {
		t.Fatal(err)
	}
	out := []byte("# Updates of EncodingContext in hexadecimal, and the SHA-256 of the picture's rows after each: blue, green, red, 0 for each pixel.\n")
	damaged := framebuffer.Region{}
	for n := -1; n < len(steps); n++ {
		if n >= 0 {
			damaged = framebuffer.Region{scribble(fb, []byte(steps[n]))}
		}
		b, err := e.Encode(nil, fb, damaged, Hints{Loss: loss})
		if err != nil {
			t.Fatal(err)
		}
		out = appendUpdate(t, out, d, b)
		if frame := e.EncodeVideo(nil, VideoHints{}); len(frame) > 0 {
			out = appendUpdate(t, out, d, frame)
		}
	}
	for e.Lossy() {
		b, err := e.Encode(nil, fb, nil, Hints{Loss: loss, Quiet: true})
		if err != nil {
			t.Fatal(err)
		}
		out = appendUpdate(t, out, d, b)
	}
	if pictureHash(fb) != pictureHash(d.Framebuffer()) {
		t.Error("the picture is not exact in the end")
	}
	return out
}

// appendUpdate writes an update and the hash of the picture after it.
func appendUpdate(t *testing.T, out []byte, d *contextDecoder, update []byte) []byte {
	t.Helper()
	if len(update) == 0 {
		return out
	}
	if _, err := d.Decode(update); err != nil {
		t.Fatal(err)
	}
	return fmt.Appendf(out, "update %x\npicture %x\n", update, pictureHash(d.Framebuffer()))
}

func pictureHash(fb *framebuffer.Framebuffer) [sha256.Size]byte {
	pix := bytes.Clone(fb.Pix)
	for i := 3; i < len(pix); i += framebuffer.BytesPerPixel {
		pix[i] = 0
	}
	return sha256.Sum256(pix)
}

// TestVectors decodes the golden vectors, and checks that the encoder still writes them.
func TestVectors(t *testing.T) {
	for name, script := range vectorScripts() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", "vectors", name+".txt")
			written := vector(t, script.width, script.height, script.steps, script.loss)
			if *update {
				if err := os.WriteFile(path, written, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			// How frames of video are best coded is not for this package to say.
			if name != "video" && !bytes.Equal(golden, written) {
				t.Error("the encoder writes something else")
			}
			mustDecodeVector(t, golden)
		})
	}
}

// mustDecodeVector applies the updates of a vector and compares the pictures.
func mustDecodeVector(t *testing.T, golden []byte) {
	t.Helper()
	d := newContextDecoder()
	defer d.Close()
	lines := bufio.NewScanner(bytes.NewReader(golden))
	lines.Buffer(nil, len(golden)+1)
	for lines.Scan() {
		kind, value, _ := strings.Cut(lines.Text(), " ")
		b, err := hex.DecodeString(value)
		switch {
		case kind == "#":
		case err != nil:
			t.Fatal(err)
		case kind == "update":
			if _, err := d.Decode(b); err != nil {
				t.Fatal(err)
			}
		default:
			if got := pictureHash(d.Framebuffer()); !bytes.Equal(got[:], b) {
				t.Fatalf("picture %x, want %x", got, b)
			}
		}
	}
}

// TestContextKinds checks that the golden vectors between them use every kind of block and of row.
func TestContextKinds(t *testing.T) {
	kinds, rows := map[blockKind]bool{}, map[rowKind]bool{}
	for _, script := range vectorScripts() {
		e := newContextEncoder()
		fb, err := framebuffer.New(script.width, script.height)
		if err != nil {
			t.Fatal(err)
		}
		quiet := "\x00\x00\x00\x00\x00\x00"
		for _, step := range append(append([]string{quiet}, script.steps...), quiet) {
			var damaged framebuffer.Region
			if step != quiet {
				damaged = framebuffer.Region{scribble(fb, []byte(step))}
			}
			if _, err := e.Encode(nil, fb, damaged, Hints{Loss: script.loss, Quiet: step == quiet}); err != nil {
				t.Fatal(err)
			}
			for _, s := range e.canvas.blocks {
				if s.coded == e.canvas.now {
					kinds[s.kind] = true
					for y := range blockSide {
						rows[rowKindOf(s.rows, y)] = true
					}
				}
			}
		}
		e.Close()
	}
	if len(kinds) != int(kindEnd) || len(rows) != rowKinds {
		t.Errorf("kinds %v, rows %v", kinds, rows)
	}
}

// TestLimitOfWork checks that a large picture goes out in several updates, none of which is dear to decode.
func TestLimitOfWork(t *testing.T) {
	fb := picture(900, 800, func(x, y int) uint32 { return uint32(x*x*7919+y*y*104729) * 2654435761 >> 8 })
	e, d := newContextEncoder(), newContextDecoder()
	defer e.Close()
	defer d.Close()
	updates := 0
	for first := true; first || e.Pending(); first = false {
		b, err := e.Encode(nil, fb, framebuffer.Region{fb.Bounds()}, Hints{})
		if err != nil {
			t.Fatal(err)
		}
		if e.canvas.work > maxWork {
			t.Fatalf("work of %d", e.canvas.work)
		}
		if _, err := d.Decode(b); err != nil {
			t.Fatal(err)
		}
		updates++
	}
	if updates < 2 {
		t.Fatal("everything at once")
	}
	if pictureHash(fb) != pictureHash(d.Framebuffer()) {
		t.Fatal("the picture differs")
	}
}

// TestKeyframeKeepsPixels checks that a keyframe of the same size, which goes out in parts, repairs an old picture and a fresh one alike.
func TestKeyframeKeepsPixels(t *testing.T) {
	fb := picture(400, 300, func(x, y int) uint32 { return uint32(x/3*7 + y*y) })
	e, old, fresh := newContextEncoder(), newContextDecoder(), newContextDecoder()
	defer e.Close()
	defer old.Close()
	defer fresh.Close()
	send := func(hints Hints, damaged framebuffer.Region, to ...*contextDecoder) {
		t.Helper()
		sendToAll(t, e, fb, damaged, hints, to)
	}
	send(Hints{}, nil, old)
	damaged := framebuffer.Region{scribble(fb, []byte("\x10\x10\xf0\xf0\x03\x02"))}
	send(Hints{Keyframe: true, MaxBytes: 3000}, damaged, old, fresh)
	if at := image.Pt(399, 299); old.Framebuffer().Row(at.Y, at.X, at.X+1)[0] != fb.Row(at.Y, at.X, at.X+1)[0] {
		t.Error("the keyframe blanked what it does not hold yet")
	}
	for e.Pending() {
		send(Hints{MaxBytes: 3000}, nil, old, fresh)
	}
	mustAllShow(t, fb, old, fresh)
}

// sendToAll codes a picture in one update, which decoders that have the same apply.
func sendToAll(t *testing.T, e *contextEncoder, fb *framebuffer.Framebuffer, damaged framebuffer.Region, hints Hints, to []*contextDecoder) {
	t.Helper()
	b, err := e.Encode(nil, fb, damaged, hints)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range to {
		if _, err := d.Decode(b); err != nil {
			t.Fatal(err)
		}
	}
}

// mustAllShow checks that decoders have a picture.
func mustAllShow(t *testing.T, fb *framebuffer.Framebuffer, decoders ...*contextDecoder) {
	t.Helper()
	for _, d := range decoders {
		if pictureHash(fb) != pictureHash(d.Framebuffer()) {
			t.Error("a picture differs")
		}
	}
}
