package e2e

import (
	"fmt"
	"sync"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/damage"
	"github.com/jezek/xgb/xproto"
)

// Painting watches where programs paint on a display.
type Painting struct {
	conn    *xgb.Conn
	reading sync.WaitGroup
}

// WatchPainting calls painted, from one goroutine, for each rectangle that a program paints on the display, until Close.
func (s *Screen) WatchPainting(painted func(at time.Time, pixels int)) (*Painting, error) {
	conn, err := s.connect()
	if err != nil {
		return nil, err
	}
	p := &Painting{conn: conn}
	if err := p.begin(); err != nil {
		conn.Close()
		return nil, fmt.Errorf("watch what is painted: %w", err)
	}
	p.reading.Go(func() {
		for {
			event, problem := conn.WaitForEvent()
			if event == nil && problem == nil {
				return
			}
			if notify, ok := event.(damage.NotifyEvent); ok {
				painted(time.Now(), int(notify.Area.Width)*int(notify.Area.Height))
			}
		}
	})
	return p, nil
}

func (p *Painting) begin() error {
	if err := damage.Init(p.conn); err != nil {
		return err
	}
	const major, minor = 1, 1
	if _, err := damage.QueryVersion(p.conn, major, minor).Reply(); err != nil {
		return err
	}
	id, err := damage.NewDamageId(p.conn)
	if err != nil {
		return err
	}
	root := xproto.Setup(p.conn).DefaultScreen(p.conn).Root
	return damage.CreateChecked(p.conn, id, xproto.Drawable(root), damage.ReportLevelRawRectangles).Check()
}

// Close ends the watch.
func (p *Painting) Close() error {
	p.conn.Close()
	p.reading.Wait()
	return nil
}
