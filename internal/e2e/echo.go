package e2e

import (
	"context"
	"fmt"
	"image"
	"time"
)

// echoes is how many keystrokes an echo measurement takes: enough for a 95th percentile.
const echoes = 40

// lookEvery is how often an echo is looked for; it is the measurement's resolution.
const lookEvery = time.Millisecond

// Echo types characters into the customer's terminal through the viewer and returns how long each took to be seen there.
func (s *Stage) Echo(ctx context.Context) ([]time.Duration, error) {
	area, err := s.terminalInViewer(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Desk.Hand.Chord(KeyReturn); err != nil { // a line of its own
		return nil, err
	}
	if err := s.settle(ctx, area); err != nil {
		return nil, err
	}
	var times []time.Duration
	for range echoes {
		before, err := s.Desk.Look(area)
		if err != nil {
			return times, err
		}
		began := time.Now()
		if err := s.Desk.Hand.Type("x"); err != nil {
			return times, err
		}
		const giveUp = 5 * time.Second
		for {
			after, err := s.Desk.Look(area)
			if err != nil {
				return times, err
			}
			if different(before, after) {
				times = append(times, time.Since(began))
				break
			}
			if time.Since(began) > giveUp {
				return times, fmt.Errorf("a typed character was not seen within %v", giveUp)
			}
			time.Sleep(lookEvery)
		}
		if err := s.settle(ctx, area); err != nil {
			return times, err
		}
	}
	return times, nil
}

// settle waits until a part of the agent's display stands still.
func (s *Stage) settle(ctx context.Context, area image.Rectangle) error {
	last, err := s.Desk.Look(area)
	if err != nil {
		return err
	}
	const still = 5 // looks in a row: a cursor may blink in between
	same := 0
	return await(ctx, "a still picture", func() (bool, error) {
		now, err := s.Desk.Look(area)
		if err != nil {
			return false, err
		}
		if different(last, now) {
			same, last = 0, now
		} else {
			same++
		}
		return same >= still, nil
	})
}

// terminalInViewer returns where the viewer shows the first two lines of the customer's terminal: a small part, since looking
// at a large one again and again would slow down the display.
func (s *Stage) terminalInViewer(ctx context.Context) (image.Rectangle, error) {
	from, err := s.InPicture(ctx, image.Pt(60, 100))
	if err != nil {
		return image.Rectangle{}, err
	}
	to, err := s.InPicture(ctx, image.Pt(780, 150))
	return image.Rectangle{Min: from, Max: to}, err
}

func different(a, b *image.RGBA) bool {
	for i := range a.Pix {
		if a.Pix[i] != b.Pix[i] {
			return true
		}
	}
	return false
}
