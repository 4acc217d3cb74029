package capture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"slices"
	"sync"
	"time"

	"github.com/kbinani/screenshot"

	"beside.example/internal/framebuffer"
)

const (
	// portableShare is how many times longer than a grab took the pause after it lasts: grabbing takes a fifth of a core.
	portableShare = 4

	// portableMinPause and portableMaxPause bound that pause: 30 pictures a second are enough where nothing better is to be
	// had, and half a second is as long as anybody waits to see what was typed.
	portableMinPause = 33 * time.Millisecond
	portableMaxPause = 500 * time.Millisecond

	// arrangementPause is how often displays are counted where the system does not tell.
	arrangementPause = 2 * time.Second

	// compareSide is the side of the squares in which changes are looked for.
	compareSide = 64
)

// library keeps one grab at a time: the screenshot library changes tables of its own, without a lock, at every call.
var library sync.Mutex

// portable is the desktop as the screenshot library knows it, on every system. Displays are numbered from 1.
type portable struct {
	closing sync.Once
	closed  chan struct{}
}

var _ Desktop = (*portable)(nil)

// OpenPortable returns this machine's desktop by means that every system has: whole displays are taken at a rate that their
// cost decides. Open has better ones where they exist.
func OpenPortable() (Desktop, error) {
	if _, err := portableDisplays(); err != nil {
		return nil, err
	}
	return &portable{closed: make(chan struct{})}, nil
}

// Displays implements Desktop.
func (d *portable) Displays() ([]framebuffer.Display, error) { return portableDisplays() }

// WaitArrangement implements Desktop.
func (d *portable) WaitArrangement(ctx context.Context, known []framebuffer.Display) error {
	ticker := time.NewTicker(arrangementPause)
	defer ticker.Stop()
	for {
		displays, err := portableDisplays()
		if err != nil {
			return err
		}
		if !slices.Equal(displays, known) {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-d.closed:
			return ErrClosed
		case <-ticker.C:
		}
	}
}

// Source implements Desktop.
func (d *portable) Source(displayID uint32) (Source, error) { return openPortableSource(displayID) }

// Cursor implements Desktop.
func (d *portable) Cursor() (CursorSource, error) { return openPortableCursor() }

// Close implements Desktop.
func (d *portable) Close() error {
	d.closing.Do(func() { close(d.closed) })
	return nil
}

// portableDisplays asks the library for the displays.
func portableDisplays() ([]framebuffer.Display, error) {
	library.Lock()
	defer library.Unlock()
	n := screenshot.NumActiveDisplays()
	if n <= 0 {
		return nil, fmt.Errorf("%w: no display was found", ErrUnsupported)
	}
	displays := make([]framebuffer.Display, n)
	for i := range displays {
		displays[i] = framebuffer.Display{ID: uint32(i + 1), Bounds: screenshot.GetDisplayBounds(i), Primary: i == 0}
	}
	return displays, nil
}

// portableSource takes one display as a whole and compares it with what it was.
type portableSource struct {
	id      uint32
	closing sync.Once
	closed  chan struct{}

	// The rest belongs to the goroutine that uses the source. shown is what the last framebuffer got, next what was grabbed
	// since; both are RGBA, as the library has it.
	shown, next *image.RGBA
	changed     framebuffer.Region
	seen        *framebuffer.Framebuffer
	size        image.Point
	cost        time.Duration
	ended       time.Time
	// waited says that Wait has taken a picture that no Grab has used.
	waited bool
}

var _ Source = (*portableSource)(nil)

func openPortableSource(id uint32) (Source, error) {
	s := &portableSource{id: id, closed: make(chan struct{})}
	if err := s.look(); err != nil {
		return nil, err
	}
	return s, nil
}

// Size implements Source.
func (s *portableSource) Size() image.Point { return s.size }

// Wait implements Source.
func (s *portableSource) Wait(ctx context.Context) error {
	for s.changed.Empty() {
		timer := time.NewTimer(portablePause(s.cost) - time.Since(s.ended))
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-s.closed:
			timer.Stop()
			return ErrClosed
		case <-timer.C:
		}
		if err := s.look(); err != nil {
			return err
		}
		s.waited = true
	}
	return nil
}

// portablePause returns how long to wait after a grab that took so long.
func portablePause(cost time.Duration) time.Duration {
	return min(max(portableShare*cost, portableMinPause), portableMaxPause)
}

// Grab implements Source. The picture that ended Wait is used if it is a recent one.
func (s *portableSource) Grab(fb *framebuffer.Framebuffer) (framebuffer.Region, error) {
	recent := s.waited && time.Since(s.ended) < portableMinPause
	s.waited = false
	if s.isClosed() {
		return nil, ErrClosed
	}
	if !recent {
		if err := s.look(); err != nil {
			return nil, err
		}
	}
	size := s.next.Bounds().Size()
	whole := image.Rectangle{Max: size}
	if fb.Bounds() != whole {
		if err := fb.Resize(size.X, size.Y); err != nil {
			return nil, err
		}
		s.seen = nil
	}
	if fb != s.seen {
		s.seen, s.changed = fb, framebuffer.Region{whole}
	}
	for _, r := range s.changed {
		convert(fb, s.next, r)
	}
	changed := s.changed
	s.shown, s.changed, s.size = s.next, nil, size
	return changed, nil
}

// look grabs the display and notes where it differs from what is shown.
func (s *portableSource) look() error {
	if s.isClosed() {
		return ErrClosed
	}
	began := time.Now()
	picture, err := s.grab()
	if err != nil {
		return err
	}
	s.next = picture
	if s.shown == nil || s.shown.Bounds() != picture.Bounds() {
		s.changed = framebuffer.Region{picture.Bounds()}
	} else {
		s.changed = differences(s.shown, picture)
	}
	s.ended = time.Now()
	s.cost = s.ended.Sub(began)
	return nil
}

func (s *portableSource) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

func (s *portableSource) grab() (*image.RGBA, error) {
	library.Lock()
	defer library.Unlock()
	index := int(s.id) - 1
	if index < 0 || index >= screenshot.NumActiveDisplays() {
		return nil, fmt.Errorf("open display %d: %w", s.id, ErrNoDisplay)
	}
	bounds := screenshot.GetDisplayBounds(index)
	if err := framebuffer.CheckSize(bounds.Dx(), bounds.Dy()); err != nil {
		return nil, fmt.Errorf("open display %d: %w", s.id, err)
	}
	picture, err := screenshot.CaptureRect(bounds)
	if err != nil {
		return nil, fmt.Errorf("grab display %d: %w", s.id, err)
	}
	return picture, nil
}

// Close implements Source.
func (s *portableSource) Close() error {
	s.closing.Do(func() { close(s.closed) })
	return nil
}

// differences lists the squares in which two pictures of one size differ.
func differences(a, b *image.RGBA) framebuffer.Region {
	var region framebuffer.Region
	bounds := a.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y += compareSide {
		for x := bounds.Min.X; x < bounds.Max.X; x += compareSide {
			square := image.Rect(x, y, x+compareSide, y+compareSide).Intersect(bounds)
			if !equal(a, b, square) {
				region = append(region, square)
			}
		}
	}
	return region
}

func equal(a, b *image.RGBA, r image.Rectangle) bool {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		if !bytes.Equal(a.Pix[a.PixOffset(r.Min.X, y):a.PixOffset(r.Max.X, y)], b.Pix[b.PixOffset(r.Min.X, y):b.PixOffset(r.Max.X, y)]) {
			return false
		}
	}
	return true
}

// convert copies a rectangle of a picture into a framebuffer of its size.
func convert(fb *framebuffer.Framebuffer, picture *image.RGBA, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		from := picture.Pix[picture.PixOffset(r.Min.X, y):picture.PixOffset(r.Max.X, y)]
		to := fb.Row(y, r.Min.X, r.Max.X)
		for i := 0; i+3 < len(from) && i+3 < len(to); i += framebuffer.BytesPerPixel {
			to[i], to[i+1], to[i+2], to[i+3] = from[i+2], from[i+1], from[i], from[i+3]
		}
	}
}
