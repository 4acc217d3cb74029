package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
)

// succession is what a decoder must know of the updates before: after one that failed nothing but a keyframe is taken.
type succession struct {
	complete bool // whether updates may follow: a keyframe came and nothing failed since
	// refused is what the updates cost that were refused since the last which was not, of most that they may.
	refused, most int
}

// Spent returns which part a decoder has used up of what it may spend on updates that are refused in a row.
func Spent(d Decoder) float64 {
	if s, ok := d.(interface{ spent() float64 }); ok {
		return s.spent()
	}
	return 0
}

func (s *succession) spent() float64 { return float64(s.refused) / float64(max(s.most, 1)) }

// next decodes one update; following tells decode whether there is something that it may continue, left what the update may cost, and it
// tells what it did. Those that are refused in a row may cost no more than most, and when less than a keyframe may cost is left of that, there
// is no use in going on.
func (s *succession) next(most, keyframe int, decode func(following bool, left int) (cost int, err error)) error {
	following := s.complete
	s.complete, s.most = false, most
	cost, err := decode(following, most-s.refused)
	if errors.Is(err, ErrEarly) {
		s.complete = following
		return err
	}
	if err != nil {
		if s.refused += cost; s.refused > most-keyframe {
			return fmt.Errorf("%w: %w", ErrDear, err)
		}
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	s.complete, s.refused = true, 0
	return nil
}

// SizeAfter returns the size that a decoder's picture will have after an update, if that is taken: it is the update's, or the picture's now.
func SizeAfter(d Decoder, update []byte) (size image.Point, known bool) {
	const head = 5
	if len(update) >= head && update[0]&flagKeyframe != 0 {
		return image.Pt(int(binary.BigEndian.Uint16(update[1:])), int(binary.BigEndian.Uint16(update[3:]))), true
	}
	if fb := d.Framebuffer(); fb != nil {
		return fb.Bounds().Max, true
	}
	return image.Point{}, false
}

// readFlags checks the flags at the head of an update, which are among those allowed; it has at least so many bytes, a keyframe more
// of them, and no more than most.
func readFlags(update []byte, following bool, allowed byte, least, leastOfKeyframe, most int) (keyframe bool, err error) {
	if len(update) < least || len(update) > most {
		return false, fmt.Errorf("update of %d bytes", len(update))
	}
	flags := update[0]
	keyframe = flags&flagKeyframe != 0
	switch {
	case flags&^allowed != 0, flags == flagKept, flags&flagEnds != 0 && flags != flagEnds:
		return false, fmt.Errorf("unknown flags %#x", flags)
	case !keyframe && !following:
		return false, errors.New("no keyframe before it")
	case flags&flagKept != 0 && !following:
		return false, errors.New("no picture to be kept")
	case keyframe && len(update) < leastOfKeyframe:
		return false, errors.New("keyframe too short")
	}
	return keyframe, nil
}
