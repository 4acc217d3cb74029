package codec

import (
	"errors"
	"fmt"
)

// succession is what a decoder must know of the updates before: after one that failed nothing but a keyframe is taken.
type succession struct {
	complete bool // whether updates may follow: a keyframe came and nothing failed since
}

// next decodes one update; following tells decode whether there is something that it may continue.
func (s *succession) next(decode func(following bool) error) error {
	following := s.complete
	s.complete = false
	err := decode(following)
	if errors.Is(err, ErrEarly) {
		s.complete = following
		return err
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	s.complete = true
	return nil
}

// readFlags checks the flags at the head of an update, which are among those allowed; it has at least so many bytes, and a keyframe more
// of them.
func readFlags(update []byte, following bool, allowed byte, least, leastOfKeyframe int) (keyframe bool, err error) {
	if len(update) < least || len(update) > MaxUpdate {
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
