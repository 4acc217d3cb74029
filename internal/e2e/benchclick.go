package e2e

import (
	"fmt"
	"image"
	"math/rand/v2"
	"time"
)

const (
	// clickTries is how many clicks a measurement takes: enough for a 95th percentile.
	clickTries = 60
	// clickRest is the least time between two clicks, clickJitter the most that is added, so that clicks keep no step with
	// the display's frames.
	clickRest   = 120 * time.Millisecond
	clickJitter = 100 * time.Millisecond
	// clickLost is when a click is given up.
	clickLost = 3 * time.Second
	// clickLook is how often the pixel is looked at: the measurement's resolution.
	clickLook = 500 * time.Microsecond
)

// Clicks clicks a place on a display again and again and returns how long each took until a pixel beside it was seen to change.
func Clicks(screen *Screen, at, beside image.Point, tries int) ([]time.Duration, error) {
	const half = 0x80
	bright := func() (bool, error) {
		c, err := screen.Pixel(beside)
		return c.G >= half, err
	}
	if err := screen.Hand.Click(at); err != nil { // brings focus and pointer there
		return nil, err
	}
	time.Sleep(time.Second) // and lets what belongs to that come to rest
	order := rand.New(rand.NewPCG(1, 1))
	var times []time.Duration
	for range tries {
		before, err := bright()
		if err != nil {
			return times, err
		}
		began := time.Now()
		if err := screen.Hand.Press(1, true); err != nil {
			return times, err
		}
		if err := screen.Hand.Press(1, false); err != nil {
			return times, err
		}
		for now := before; now == before; {
			time.Sleep(clickLook)
			if now, err = bright(); err != nil {
				return times, err
			}
			if time.Since(began) > clickLost {
				return times, fmt.Errorf("a click at %v changed nothing within %v", at, clickLost)
			}
		}
		times = append(times, time.Since(began))
		time.Sleep(clickRest + time.Duration(order.Int64N(int64(clickJitter))))
	}
	return times, nil
}
