package e2e

import (
	"context"
	"errors"
	"fmt"
	"image"
	"path/filepath"
	"testing"
	"time"
)

// TestDisplays changes the customer's display in a session: odd sizes, 4K, two monitors and one again. After each change the picture
// is right, in the window and one to one, as it is painted at once and as Fyne paints it, and the pointer goes where the agent's is.
func TestDisplays(t *testing.T) {
	r := rehearse(t)
	r.changingHome(image.Pt(1367, 769))
	r.meets()
	for i, size := range []image.Point{{X: 1367, Y: 769}, {X: 801, Y: 601}, {X: 3840, Y: 2160}, {X: 1281, Y: 723}} {
		r.resizes(size, uint64(i))
		r.mirrors(image.Rectangle{Max: size}, fmt.Sprintf("%d × %d", size.X, size.Y))
	}
	r.divides()
}

// changingHome gives the customer a display that can change.
func (r *rehearsal) changingHome(size image.Point) {
	r.t.Helper()
	if err := r.Home.Close(); err != nil {
		r.t.Fatal(err)
	}
	var err error
	if r.Home, err = StartChanging(r.ctx, r.dir, r.logs, "changing", size, r.customer); err != nil {
		r.t.Fatal(err)
	}
}

// meets goes on until the agent's viewer is there and control is on.
func (r *rehearsal) meets() {
	r.t.Helper()
	for _, s := range append(r.arrival()[1:], r.codeSteps()[:3]...) { // without the customer's programs, whose carets blink
		r.must(s.name, s.take)
	}
	r.must("customer types the code", r.rightCode)
	r.must("customer consents", r.consents)
	r.find(r.Agent, Named("viewer-display"))
}

// resizes changes the display, whose window manager and programs then find their places, and papers it.
func (r *rehearsal) resizes(size image.Point, seed uint64) {
	r.t.Helper()
	r.must(fmt.Sprintf("the display becomes %d × %d", size.X, size.Y), func(ctx context.Context) error { return r.Home.Resize(ctx, size) })
	r.papers(seed)
}

func (r *rehearsal) papers(seed uint64) {
	r.t.Helper()
	if err := r.Home.Paper(seed); err != nil {
		r.t.Fatal(err)
	}
}

// divides makes two monitors of the display and one again, while the agent looks at the second one.
func (r *rehearsal) divides() {
	r.t.Helper()
	const at = 641
	var left, right image.Rectangle
	r.must("two monitors", func(ctx context.Context) (err error) {
		left, right, err = r.Home.Divide(ctx, at)
		return err
	})
	r.find(r.Agent, Named("viewer-displays"))
	r.mirrors(left, "left")
	r.must("agent looks at the second", func(context.Context) error { return r.chooses("viewer-displays", false) })
	r.mirrors(right, "right")
	r.papers(100)
	r.mirrors(right, "right, painted anew")
	r.must("one monitor", r.Home.Unite)
	r.mirrors(image.Rectangle{Max: r.Home.size}, "whole again")
}

// chooses clicks the first or the last segment of a choice of the viewer's.
func (r *rehearsal) chooses(name string, first bool) error {
	if err := r.Agent.Raise(r.ctx, Named(name)); err != nil {
		return err
	}
	return segment(r.ctx, r.Agent, r.Desk, name, first)
}

// segment clicks the first or the last segment of a choice of an app on a display.
func segment(ctx context.Context, app *App, screen *Screen, name string, first bool) error {
	choice, err := app.Find(ctx, Named(name))
	if err != nil {
		return err
	}
	const fromEdge = 10
	at := image.Pt(choice.Area.Max.X-fromEdge, choice.Centre().Y)
	if first {
		at.X = choice.Area.Min.X + fromEdge
	}
	return screen.Hand.Click(at)
}

// mirrors checks all that a viewer has to get right of the part of the customer's desktop that a display shows.
func (r *rehearsal) mirrors(shown image.Rectangle, what string) {
	r.t.Helper()
	r.must(what+": fitted", func(context.Context) error { return r.chooses("viewer-scale", true) })
	r.await(what+", fitted", func() (bool, error) { return r.fits(shown) })
	for _, place := range r.free(shown) {
		r.await(fmt.Sprintf("%s: the pointer at %v", what, place), func() (bool, error) { return r.points(shown, place) })
	}
	r.must(what+": one to one", func(context.Context) error { return r.chooses("viewer-scale", false) })
	r.await(what+", one to one", func() (bool, error) { return r.same(shown) })
	const untilFyne = 1500 * time.Millisecond // which has painted once more by then
	if err := Pass(r.ctx, untilFyne); err != nil {
		r.t.Fatal(err)
	}
	r.await(what+", as Fyne paints it", func() (bool, error) { return r.same(shown) })
	if err := r.Desk.Save(filepath.Join(r.logs, "last.png")); err != nil {
		r.t.Fatal(err)
	}
}

// free returns some places of a part of the customer's desktop, far apart, that no window of the customer's app covers: those let nobody
// else's pointer in.
func (r *rehearsal) free(shown image.Rectangle) []image.Point {
	r.t.Helper()
	things, err := r.Customer.Things()
	if err != nil {
		r.t.Fatal(err)
	}
	own := map[string]image.Rectangle{} // by their titles
	for _, t := range things {
		own[t.Window] = own[t.Window].Union(t.Area)
	}
	var all []image.Point
	const parts, frame = 8, 40
	for y := 1; y < parts; y++ {
		for x := 1; x < parts; x++ {
			at := shown.Min.Add(image.Pt(shown.Dx()*x/parts, shown.Dy()*y/parts))
			covered := false
			for _, window := range own {
				covered = covered || at.In(window.Inset(-frame))
			}
			if !covered {
				all = append(all, at)
			}
		}
	}
	if len(all) < 3 {
		r.t.Fatalf("%d places are free of %v", len(all), shown)
	}
	return []image.Point{all[0], all[len(all)/2], all[len(all)-1]}
}

// area returns where the viewer's picture may be on the agent's display.
func (r *rehearsal) area() (image.Rectangle, error) {
	display, err := r.Agent.Find(r.ctx, Named("viewer-display"))
	return display.Area, err
}

// inArea returns how large a picture is fitted into an area, and where its corner is.
func inArea(area image.Rectangle, picture image.Point) (corner, size image.Point) {
	room := area.Size()
	size = image.Pt(room.X, room.X*picture.Y/picture.X)
	if size.Y > room.Y {
		size = image.Pt(room.Y*picture.X/picture.Y, room.Y)
	}
	return area.Min.Add(room.Sub(size).Div(2)), size
}

// onDesk returns where a point of the customer's desktop is in the fitted picture of a part of it.
func onDesk(area, shown image.Rectangle, at image.Point) image.Point {
	corner, size := inArea(area, shown.Size())
	at = at.Sub(shown.Min)
	const half = 2 // a pixel's middle
	return corner.Add(image.Pt((at.X*size.X+size.X/half)/shown.Dx(), (at.Y*size.Y+size.Y/half)/shown.Dy()))
}

// sight is what both displays show at a time.
type sight struct {
	area       image.Rectangle // where the viewer's picture may be
	home, desk *image.RGBA     // the part of the customer's display that is shown, and all of the agent's
	pointer    image.Point     // the customer's
}

func (r *rehearsal) look(shown image.Rectangle) (l sight, err error) {
	if l.area, err = r.area(); err != nil {
		return l, err
	}
	if l.home, err = r.Home.Look(shown); err != nil {
		return l, err
	}
	if l.desk, err = r.Desk.Picture(); err != nil {
		return l, err
	}
	l.pointer, err = r.Home.Pointer()
	return l, err
}

// fits compares the middles of the wallpaper's squares, and whatever else has one colour around.
func (r *rehearsal) fits(shown image.Rectangle) (bool, error) {
	l, err := r.look(shown)
	if err != nil {
		return false, err
	}
	compared := 0
	for y := shown.Min.Y + cell/2; y < shown.Max.Y; y += cell {
		for x := shown.Min.X + cell/2; x < shown.Max.X; x += cell {
			const around, off = cell / 4, 6
			at := image.Pt(x, y)
			flat := image.Rectangle{Min: at, Max: at}.Inset(-around)
			if !flat.In(shown) || !uniform(l.home, flat) || at.In(image.Rectangle{Min: l.pointer, Max: l.pointer}.Inset(-cell)) {
				continue
			}
			compared++
			want, got := l.home.RGBAAt(x, y), l.desk.RGBAAt(onDesk(l.area, shown, at).X, onDesk(l.area, shown, at).Y)
			if far(want.R, got.R) > off || far(want.G, got.G) > off || far(want.B, got.B) > off {
				return false, fmt.Errorf("at %v the customer's display is %v, the viewer %v", at, want, got)
			}
		}
	}
	if compared < 20 {
		return false, fmt.Errorf("only %d places have one colour", compared)
	}
	return true, nil
}

// points moves the agent's pointer over a place of the picture and looks where the customer's is.
func (r *rehearsal) points(shown image.Rectangle, at image.Point) (bool, error) {
	area, err := r.area()
	if err != nil {
		return false, err
	}
	over := onDesk(area, shown, at)
	if err := errors.Join(r.Desk.Hand.Move(over.Add(image.Pt(1, 0))), r.Desk.Hand.Move(over)); err != nil {
		return false, err
	}
	got, err := r.Home.Pointer()
	_, size := inArea(area, shown.Size())
	off := shown.Dx()/size.X + 2 // what a pixel of the viewer is there
	if d := got.Sub(at); err != nil || max(d.X, -d.X) > off || max(d.Y, -d.Y) > off {
		return false, errors.Join(err, fmt.Errorf("it is at %v", got))
	}
	return true, nil
}

// same compares the picture one to one, pixel by pixel, as far as it is to be seen; but for the pointers and the focus's ring.
func (r *rehearsal) same(shown image.Rectangle) (bool, error) {
	l, err := r.look(shown)
	if err != nil {
		return false, err
	}
	again, err := r.Home.Look(shown)
	if err != nil {
		return false, err
	}
	const ring, pointerSide, bar = 4, 48, 20
	size := shown.Size()
	corner := image.Pt(max(l.area.Dx()-size.X, 0)/2, max(l.area.Dy()-size.Y, 0)/2)
	seen := image.Rectangle{Min: corner, Max: corner.Add(size)}.Intersect(image.Rectangle{Max: l.area.Size()})
	if size.X > l.area.Dx() || size.Y > l.area.Dy() {
		seen.Max = seen.Max.Sub(image.Pt(bar, bar)) // scroll bars
	}
	seen = seen.Intersect(image.Rectangle{Max: l.area.Size()}.Inset(ring))
	hidden := image.Rectangle{Min: l.pointer, Max: l.pointer}.Inset(-pointerSide)
	for y := seen.Min.Y; y < seen.Max.Y; y++ {
		for x := seen.Min.X; x < seen.Max.X; x++ {
			at := shown.Min.Add(image.Pt(x, y)).Sub(corner)
			if at.In(hidden) || l.home.RGBAAt(at.X, at.Y) != again.RGBAAt(at.X, at.Y) {
				continue
			}
			if want, got := l.home.RGBAAt(at.X, at.Y), l.desk.RGBAAt(l.area.Min.X+x, l.area.Min.Y+y); want != got {
				return false, fmt.Errorf("at %v the customer's display is %v, the viewer %v", at, want, got)
			}
		}
	}
	return true, nil
}
