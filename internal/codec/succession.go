package codec

import (
	"errors"
	"fmt"
)

// succession is what a decoder must know of the updates before: after one that failed nothing but a keyframe is taken.
type succession struct {
	complete bool // whether updates may follow: a keyframe came and nothing failed since
	// refused is what the updates cost that were refused since the last which was not.
	refused int
}

// next decodes one update; following tells decode whether there is something that it may continue, and it tells what the update cost. Those
// that are refused in a row may cost no more than most.
func (s *succession) next(most int, decode func(following bool) (cost int, err error)) error {
	following := s.complete
	s.complete = false
	cost, err := decode(following)
	if errors.Is(err, ErrEarly) {
		s.complete = following
		return err
	}
	if err != nil {
		if s.refused += cost; s.refused > most {
			return fmt.Errorf("%w: %w", ErrDear, err)
		}
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	s.complete, s.refused = true, 0
	return nil
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
