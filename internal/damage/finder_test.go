package damage

import (
	"image"
	"slices"
	"testing"

	"beside.example/internal/framebuffer"
)

// changesOf returns the tiles that changed, and of all tiles the part that did.
func changesOf(prev, next *framebuffer.Framebuffer) (changed []int, parts []image.Rectangle) {
	for i := range next.Grid().Tiles() {
		part := Changed(prev, next, next.Grid().Tile(i))
		parts = append(parts, part)
		if !part.Empty() {
			changed = append(changed, i)
		}
	}
	return changed, parts
}

// find runs a Finder on what changed, and checks that its copies are right, and that it finds no others where more may have changed.
func find(t testing.TB, f *Finder, prev, next *framebuffer.Framebuffer) []Copy {
	t.Helper()
	changed, parts := changesOf(prev, next)
	whole := make([]image.Rectangle, len(parts))
	for i := range whole {
		whole[i] = next.Grid().Tile(i)
	}
	others := slices.Clone(f.Find(prev, next, changed, whole))
	copies := f.Find(prev, next, changed, parts)
	if !slices.Equal(copies, others) {
		t.Fatalf("%d copies of the parts that changed, %d of their tiles", len(copies), len(others))
	}
	for _, c := range copies {
		if !c.Dst.In(next.Bounds()) || !c.Dst.Sub(c.Dst.Min).Add(c.Src).In(prev.Bounds()) {
			t.Fatalf("copy %+v is out of bounds", c)
		}
		if !sameShifted(prev, next, c.Dst, c.Dst.Min.Sub(c.Src)) {
			t.Fatalf("copy %+v is wrong", c)
		}
	}
	return copies
}

// covered returns how many pixels the copies settle.
func covered(fb *framebuffer.Framebuffer, copies []Copy) int {
	seen := make([]bool, fb.Width*fb.Height)
	n := 0
	for _, c := range copies {
		for y := c.Dst.Min.Y; y < c.Dst.Max.Y; y++ {
			for x := c.Dst.Min.X; x < c.Dst.Max.X; x++ {
				if i := y*fb.Width + x; !seen[i] {
					seen[i] = true
					n++
				}
			}
		}
	}
	return n
}

func TestFind(t *testing.T) {
	page := image.Rect(37, 51, 590, 399)
	for name, v := range map[string]image.Point{
		"down": {0, 23}, "up": {0, -57}, "far": {0, 200}, "right": {31, 0}, "left": {-100, 0}, "window": {17, -9},
	} {
		t.Run(name, func(t *testing.T) {
			var f Finder
			prev := newPicture(t, 640, 420)
			noise(prev, prev.Bounds(), 1)
			next := clone(prev)
			noise(next, page, 2)
			moved := page.Add(v).Intersect(page)
			move(next, prev, moved, v)
			copies := find(t, &f, prev, next)
			if got, want := covered(next, copies), moved.Dx()*moved.Dy(); got < want {
				t.Fatalf("%d copies settle %d pixels of %d", len(copies), got, want)
			}
			// The same Finder finds nothing in what did not move.
			noise(next, page, 3)
			if copies := find(t, &f, prev, next); len(copies) > 0 {
				t.Fatalf("%d copies in noise", len(copies))
			}
		})
	}
}

func TestFindTwoWindows(t *testing.T) {
	var f Finder
	prev := newPicture(t, 800, 500)
	noise(prev, prev.Bounds(), 1)
	next := clone(prev)
	a, b := image.Rect(40, 40, 300, 400), image.Rect(420, 60, 770, 440)
	move(next, prev, a, image.Pt(0, 15))
	move(next, prev, b, image.Pt(0, -22))
	if got, want := covered(next, find(t, &f, prev, next)), a.Dx()*a.Dy()+b.Dx()*b.Dy(); got < want {
		t.Fatalf("%d pixels of %d", got, want)
	}
}

func TestFindLittle(t *testing.T) {
	var f Finder
	prev := newPicture(t, 640, 420)
	next := clone(prev)
	noise(next, image.Rect(0, 0, 100, 60), 1)
	if copies := find(t, &f, prev, next); copies != nil {
		t.Fatal("moves in two tiles")
	}
	flat := clone(prev)
	for i := range flat.Pix {
		flat.Pix[i] = 7
	}
	if copies := find(t, &f, prev, flat); copies != nil {
		t.Fatal("moves in a flat picture")
	}
}

// TestFindInPatterns checks that a screen that matches itself everywhere costs little.
func TestFindInPatterns(t *testing.T) {
	var f Finder
	prev := newPicture(t, 1280, 720)
	for y := range prev.Height {
		row := prev.Row(y, 0, prev.Width)
		for i := range row {
			row[i] = byte(i / 4 % 7 * 40 * (y % 5))
		}
	}
	next := clone(prev)
	move(next, prev, image.Rect(1, 1, 1280, 720), image.Pt(1, 1))
	noise(next, image.Rect(0, 0, 1280, 9), 1)
	find(t, &f, prev, next)
	if len(f.votes) > maxVectors || f.matches > maxMatches+prev.Width {
		t.Fatalf("%d moves, %d matches", len(f.votes), f.matches)
	}
}

// TestFindIsDeterministic matters for tests and bug reports: the same pictures give the same update.
func TestFindIsDeterministic(t *testing.T) {
	prev := newPicture(t, 640, 420)
	noise(prev, image.Rect(0, 0, 640, 7), 1)
	for y := 7; y < 420; y++ {
		copy(prev.Row(y, 0, 640), prev.Row(y-7, 0, 640)) // moves by any multiple of seven rows explain it
	}
	next := clone(prev)
	move(next, prev, image.Rect(0, 3, 640, 420), image.Pt(0, 3))
	first := append([]Copy(nil), find(t, new(Finder), prev, next)...)
	for range 5 {
		again := find(t, new(Finder), prev, next)
		if len(again) != len(first) {
			t.Fatal("another number of copies")
		}
		for i := range again {
			if again[i] != first[i] {
				t.Fatalf("copy %d differs", i)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add(uint16(300), uint16(200), int16(3), int16(-20), []byte{1, 2, 3})
	f.Add(uint16(64), uint16(16), int16(0), int16(5), []byte{})
	f.Fuzz(func(t *testing.T, width, height uint16, dx, dy int16, spots []byte) {
		prev := newPicture(t, int(width)%400+1, int(height)%400+1)
		noise(prev, prev.Bounds(), 1)
		next := clone(prev)
		v := image.Pt(int(dx), int(dy))
		move(next, prev, next.Bounds().Add(v).Intersect(next.Bounds()), v)
		for i, s := range spots {
			next.Pix[(i*257+int(s)*31)%len(next.Pix)]++
		}
		find(t, new(Finder), prev, next)
	})
}

func BenchmarkFindScroll(b *testing.B) { benchmarkFind(b, image.Pt(0, -40)) }

func BenchmarkFindWindow(b *testing.B) { benchmarkFind(b, image.Pt(13, 5)) }

func benchmarkFind(b *testing.B, v image.Point) {
	prev := newPicture(b, 1920, 1080)
	noise(prev, prev.Bounds(), 1)
	next := clone(prev)
	window := image.Rect(100, 100, 1500, 1000)
	move(next, prev, window, v)
	changed, parts := changesOf(prev, next)
	var f Finder
	b.ReportAllocs()
	for b.Loop() {
		if len(f.Find(prev, next, changed, parts)) == 0 {
			b.Fatal("nothing found")
		}
	}
}
