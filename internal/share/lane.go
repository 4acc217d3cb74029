package share

import (
	"context"
	"fmt"
	"time"

	"beside.example/protocol"
)

// The lanes of a viewer. What moves like video has one of its own, so that a small change need not wait behind it; it is the screen's
// where the viewer takes no stream for it.
const (
	screenLane = iota
	videoLane
	lanes
)

// lane is one stream of updates to a viewer, each in order.
type lane struct {
	stream Stream // nil: the other one is used
	// wake tells whoever writes that something below has changed; buffer is what is written and belongs to it.
	wake   chan struct{}
	buffer []byte

	// Stage.mu guards the following.
	// outbox is what waits for room.
	outbox []*parcel
	// flight is what the viewer has not acknowledged, decode how long it takes to decode an update.
	flight flight
	decode time.Duration
}

// run sends what comes into the outbox when there is room for it.
func (v *serving) run(ctx context.Context, l *lane) error {
	for {
		if l == &v.lanes[screenLane] {
			v.report()
		}
		if message := v.next(l); message != nil {
			if _, err := l.stream.Write(message); err != nil {
				return fmt.Errorf("send screen update: %w", err)
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-l.wake:
		}
	}
}

// next takes the next update out of the outbox if there is room for it, and the checks around it, and returns what to write.
func (v *serving) next(l *lane) []byte {
	stage := v.screen.stage
	stage.mu.Lock()
	defer stage.mu.Unlock()
	l.buffer = l.buffer[:0]
	updates := 0
	for len(l.outbox) > 0 {
		p := l.outbox[0]
		if !p.isCheck {
			if updates > 0 || !v.hasRoom(l) {
				break
			}
			updates++
		}
		l.outbox = l.outbox[:copy(l.outbox, l.outbox[1:])]
		v.owed -= len(p.bytes)
		v.write(l, p)
		stage.drop(p)
	}
	if len(l.buffer) == 0 {
		return nil
	}
	v.kickGroups() // they may have waited for this one to catch up
	return l.buffer
}

// write adds what the viewer reads of a parcel to the lane's buffer. It is called with mu held.
func (v *serving) write(l *lane, p *parcel) {
	if p.isCheck {
		if v.decodes.Checks {
			l.buffer = protocol.AppendFrame(l.buffer, p.check)
		}
		return
	}
	header := p.header
	header.Number = l.flight.add(len(p.bytes))
	l.buffer = append(protocol.AppendFrame(l.buffer, header), p.bytes...)
	stats := &v.screen.stats
	stats.Updates++
	stats.Bytes += int64(len(p.bytes))
	if header.Flags&protocol.UpdateKeyframe != 0 {
		stats.Keyframes++
	}
}

// hasRoom reports whether another update of a lane may be on its way to the viewer.
func (v *serving) hasRoom(l *lane) bool {
	if l == &v.lanes[videoLane] {
		return v.videoRoom()
	}
	return v.room()
}
