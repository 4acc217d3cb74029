package capture

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"sync"
	"sync/atomic"

	"github.com/jezek/xgb/damage"
	"github.com/jezek/xgb/xfixes"
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
	"beside.example/internal/framebuffer"
)

const (
	damageName   = "DAMAGE"
	xfixesName   = "XFIXES"
	damageNotify = 0

	// The versions of the extensions that are spoken: damage 1.1, and regions of XFixes 2.
	damageMajor, damageMinor = 1, 1
	xfixesMajor, xfixesMinor = 2, 0

	// The two requests that go over the line, and what precedes the rectangles of a region in the answer, of so many bytes each.
	damageSubtract             = 3
	xfixesFetchRegion          = 19
	fetchedHead, rectangleSize = 32, 8

	// maxRectangles bounds a region. A terminal full of scattered changes gives some hundreds; beyond this, its box is as good.
	maxRectangles = 1024

	// grabTries bounds how often a grab starts anew because displays changed under it.
	grabTries = 3
)

// xSource takes one display of an X server. The server reports damage once when there is some; what is damaged is fetched when
// it is needed. So a flood of drawing costs no more than the grabs, and an idle display nothing.
type xSource struct {
	conn    *x11.Conn
	line    *x11.Line // for what somebody waits for
	id      uint32
	closing sync.Once
	closed  chan struct{}
	// wake follows damaged and rearranged, which the reading goroutine sets.
	wake       chan struct{}
	damaged    atomic.Bool
	rearranged atomic.Bool

	// The rest belongs to the goroutine that uses the source.
	bounds  image.Rectangle
	size    image.Point
	alone   bool // there is no other display, so that all damage is this one's
	image   *xImage
	damage  damage.Damage
	region  xfixes.Region
	pending framebuffer.Region
	seen    *framebuffer.Framebuffer
	// found is what turned out to differ, fresh that everything counts as that.
	found framebuffer.Region
	fresh bool
	using sync.Mutex // keeps Close from taking the memory away under a Grab
}

var _ Source = (*xSource)(nil)

func openXSource(id uint32) (Source, error) {
	s := &xSource{id: id, closed: make(chan struct{}), wake: make(chan struct{}, 1)}
	// The numbers of the events are known only after the connection stands; until then no event was asked for.
	var damageEvent, randrEvent atomic.Uint32
	conn, err := x11.Open(func(event []byte) {
		switch code := x11.EventCode(event); {
		case uint32(code) == damageEvent.Load()+damageNotify:
			s.damaged.Store(true)
		case isRearrangement(code, byte(randrEvent.Load())):
			s.rearranged.Store(true)
		default:
			return
		}
		wake(s.wake)
	})
	if err != nil {
		return nil, err
	}
	s.conn = conn
	if s.line, err = x11.OpenLine(nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if err := s.prepare(&damageEvent, &randrEvent); err != nil {
		return nil, errors.Join(err, s.line.Close(), conn.Close())
	}
	return s, nil
}

func (s *xSource) prepare(damageEvent, randrEvent *atomic.Uint32) error {
	first, err := watchArrangement(s.conn)
	if err != nil {
		return err
	}
	randrEvent.Store(uint32(first))
	if _, err := s.conn.Extension(xfixesName); err != nil {
		return err
	}
	if _, err := xfixes.QueryVersion(s.conn.Conn, xfixesMajor, xfixesMinor).Reply(); err != nil {
		return closedOr(err, "ask for the version of XFixes")
	}
	if first, err = s.conn.Extension(damageName); err != nil {
		return err
	}
	damageEvent.Store(uint32(first))
	if _, err := damage.QueryVersion(s.conn.Conn, damageMajor, damageMinor).Reply(); err != nil {
		return closedOr(err, "ask for the version of XDamage")
	}
	if err := s.agree(); err != nil {
		return err
	}
	if s.region, err = xfixes.NewRegionId(s.conn.Conn); err != nil {
		return closedOr(err, "name a region")
	}
	if err := xfixes.CreateRegionChecked(s.conn.Conn, s.region, nil).Check(); err != nil {
		return closedOr(err, "make a region")
	}
	if s.damage, err = damage.NewDamageId(s.conn.Conn); err != nil {
		return closedOr(err, "name the damage")
	}
	root := xproto.Drawable(s.conn.Root())
	if err := damage.CreateChecked(s.conn.Conn, s.damage, root, damage.ReportLevelNonEmpty).Check(); err != nil {
		return closedOr(err, "watch for damage")
	}
	return s.arrange()
}

// agree settles on the versions of the extensions on the line too: each connection does for itself.
func (s *xSource) agree() error {
	const queryVersion = 0
	_, err := s.line.Do(
		x11.Ask{Request: s.conn.Request(damageName, queryVersion, damageMajor, damageMinor), Answered: true},
		x11.Ask{Request: s.conn.Request(xfixesName, queryVersion, xfixesMajor, xfixesMinor), Answered: true},
	)
	if err != nil {
		return closedOr(err, "agree on the versions of XDamage and XFixes")
	}
	return nil
}

// Size implements Source.
func (s *xSource) Size() image.Point { return s.size }

// Wait implements Source.
func (s *xSource) Wait(ctx context.Context) error {
	for {
		select {
		case <-s.closed:
			return ErrClosed
		default:
		}
		if s.rearranged.Load() || s.alone && s.damaged.Load() { // what is damaged is asked for once, when it is grabbed
			return nil
		}
		if err := s.collect(); err != nil {
			return err
		}
		if len(s.pending) > 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.closed:
		case <-s.conn.Done():
			return ErrClosed
		case <-s.wake:
		}
	}
}

// Grab implements Source.
func (s *xSource) Grab(fb *framebuffer.Framebuffer) (framebuffer.Region, error) {
	s.using.Lock()
	defer s.using.Unlock()
	var err error
	for range grabTries {
		if s.image == nil {
			return nil, ErrClosed
		}
		if err = s.rearrange(); err != nil {
			return nil, err
		}
		if err = s.collect(); err != nil {
			return nil, err
		}
		if err = s.adopt(fb); err != nil {
			return nil, err
		}
		if err = s.take(fb); err == nil {
			changed := s.found
			s.pending, s.found, s.fresh = nil, nil, false
			return changed, nil
		}
		// A grab beyond the edge of a desktop that has just shrunk is refused; the event that says so is under way.
		s.rearranged.Store(true)
	}
	return nil, err
}

// rearrange measures the display anew if displays have changed.
func (s *xSource) rearrange() error {
	if !s.rearranged.Swap(false) {
		return nil
	}
	return s.arrange()
}

// arrange finds the display's place and makes room for its pixels.
func (s *xSource) arrange() error {
	displays, err := readDisplays(s.conn)
	if err != nil {
		return err
	}
	s.alone = len(displays) == 1
	for _, display := range displays {
		if display.ID != s.id {
			continue
		}
		if display.Bounds == s.bounds {
			return nil
		}
		if err := framebuffer.CheckSize(display.Bounds.Dx(), display.Bounds.Dy()); err != nil {
			return fmt.Errorf("open display %d: %w", s.id, err)
		}
		return s.resize(display.Bounds)
	}
	return fmt.Errorf("open display %d: %w", s.id, ErrNoDisplay)
}

func (s *xSource) resize(bounds image.Rectangle) error {
	if s.image != nil {
		if err := s.image.close(); err != nil {
			return err
		}
	}
	fresh, err := openXImage(s.conn, s.line, bounds.Size())
	if err != nil {
		return err
	}
	s.image, s.bounds, s.size = fresh, bounds, bounds.Size()
	s.pending = framebuffer.Region{{Max: s.size}}
	return nil
}

// adopt makes a framebuffer that was not filled by the last grab one that gets everything.
func (s *xSource) adopt(fb *framebuffer.Framebuffer) error {
	whole := image.Rectangle{Max: s.size}
	if fb == s.seen && fb.Bounds() == whole {
		return nil
	}
	if fb.Bounds() != whole {
		if err := fb.Resize(s.size.X, s.size.Y); err != nil {
			return err
		}
	}
	s.seen, s.pending, s.fresh = fb, framebuffer.Region{whole}, true
	return nil
}

// collect adds what the server knows of damage to pending. The server forgets it before the pixels are taken, so that damage
// done in between is reported again.
func (s *xSource) collect() error {
	if !s.damaged.Swap(false) {
		return nil
	}
	answers, err := s.line.Do(
		x11.Ask{Request: s.conn.Request(damageName, damageSubtract, uint32(s.damage), 0, uint32(s.region))},
		x11.Ask{Request: s.conn.Request(xfixesName, xfixesFetchRegion, uint32(s.region)), Answered: true},
	)
	if err != nil {
		return closedOr(err, "fetch the damage")
	}
	for rest := answers[0][fetchedHead:]; len(rest) >= rectangleSize; rest = rest[rectangleSize:] {
		if r := rectangle(rest).Intersect(s.bounds); !r.Empty() {
			s.pending = append(s.pending, r.Sub(s.bounds.Min))
		}
	}
	if len(s.pending) > maxRectangles {
		s.pending = framebuffer.Region{s.pending.Bounds()}
	}
	return nil
}

// rectangle reads one as the protocol has it: i16 x, y, u16 width, height.
func rectangle(b []byte) image.Rectangle {
	at := func(i int) int { return int(binary.LittleEndian.Uint16(b[2*i:])) }
	origin := image.Pt(int(int16(at(0))), int(int16(at(1))))
	return image.Rectangle{Min: origin, Max: origin.Add(image.Pt(at(2), at(3)))}
}

// take copies what is pending from the server into fb.
func (s *xSource) take(fb *framebuffer.Framebuffer) error {
	for _, box := range boxes(s.pending) {
		pixels, err := s.image.get(box.Add(s.bounds.Min))
		if err != nil {
			return err
		}
		found := bringUp(fb, box, pixels, nil)
		if s.fresh {
			found = framebuffer.Region{box}
		}
		s.found = append(s.found, found...)
	}
	return nil
}

// Close implements Source.
func (s *xSource) Close() error {
	var err error
	s.closing.Do(func() {
		close(s.closed)
		s.using.Lock()
		defer s.using.Unlock()
		err = errors.Join(s.image.close(), s.line.Close(), s.conn.Close())
		s.image = nil
	})
	return err
}
