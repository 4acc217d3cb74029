package share

import (
	"time"

	"beside.example/protocol"
)

// maxSpare bounds the parcels that are kept for later: as many as are under way in steady work.
const maxSpare = 8

// parcel is one coded update on its way to everybody in a group. Its bytes do not change until the last of them has taken it.
type parcel struct {
	header protocol.UpdateHeader // but for the number, which is each stream's own
	bytes  []byte
	// limit is how long it was to become; it ends behind that, with what was begun before.
	limit int
	// video tells that it belongs to the video lane, isCheck that it is nothing but check, for the screen lane.
	video, isCheck bool
	check          protocol.PictureCheck
	// made is when it was handed out.
	made time.Time
	// holders counts the outboxes that it is in; guarded by Stage.mu.
	holders int
}

// parcel returns an empty one.
func (s *Stage) parcel() *parcel {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.spare)
	if n == 0 {
		return &parcel{}
	}
	p := s.spare[n-1]
	s.spare = s.spare[:n-1]
	p.bytes, p.limit, p.video, p.isCheck = p.bytes[:0], 0, false, false
	return p
}

// drop takes a parcel out of one outbox, or back from whoever made it in vain. It is called with mu held.
func (s *Stage) drop(p *parcel) {
	p.holders--
	if p.holders <= 0 && len(s.spare) < maxSpare {
		p.holders = 0
		s.spare = append(s.spare, p)
	}
}
