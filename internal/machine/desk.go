package machine

import (
	"context"
	"errors"
	"fmt"
	"image"
	"time"

	"beside.example/internal/desktop/bus"
	"beside.example/internal/desktop/idle"
	"beside.example/internal/desktop/sound"
	"beside.example/internal/desktop/window"
	"beside.example/internal/product"
)

// cornerGap is the distance of pop-ups from the display's corner and from each other, in pixels.
const cornerGap = 12

// Desk is what an agent's desk needs of the machine besides: pop-ups at the corner, whether somebody is there. Its methods
// return at once.
type Desk struct {
	*Machine
	idle   *idle.Watch // nil where the system does not tell
	offers bus.Offers
	// notifier is nil where the window library shows notifications.
	notifier *bus.Notifier
}

// OpenDesk takes hold of it; ctx bounds the look for it.
func (m *Machine) OpenDesk(ctx context.Context) *Desk {
	d := &Desk{Machine: m, offers: bus.Look(ctx)}
	var err error
	if d.offers.Notifications {
		if d.notifier, err = bus.OpenNotifier(ctx, product.Name); err != nil {
			m.logger.Info("the window library shows notifications", "err", err)
		}
	}
	if d.idle, err = idle.Open(); err != nil {
		m.logger.Info("nobody is away by idleness here", "err", err)
	}
	return d
}

// Close lets go what OpenDesk took; the Machine stays.
func (d *Desk) Close() error {
	var problems []error
	if d.notifier != nil {
		problems = append(problems, d.notifier.Close())
	}
	if d.idle != nil {
		problems = append(problems, d.idle.Close())
	}
	return errors.Join(problems...)
}

// Notify shows a notification of the system for a time, or until Withdraw. It reports false where the window library has to.
func (d *Desk) Notify(key, title, text string, picture *image.NRGBA, lasts time.Duration) bool {
	if d.notifier == nil {
		return false
	}
	d.notifier.Show(key, title, text, picture, lasts)
	return true
}

// Withdraw takes back what Notify showed under a key, if it did.
func (d *Desk) Withdraw(key string) {
	if d.notifier != nil {
		d.notifier.Withdraw(key)
	}
}

// Alert plays the sound of somebody who wants the agent.
func (d *Desk) Alert() { d.player.Play(sound.Alert) }

// Bus reports whether the system shows notifications, and an icon in a tray.
func (d *Desk) Bus() (notifications, tray bool) { return d.offers.Notifications, d.offers.Tray }

// Idle returns how long nobody has used pointer or keys; 0 where that is not known.
func (d *Desk) Idle() time.Duration {
	if d.idle == nil {
		return 0
	}
	since, err := d.idle.Since()
	if err != nil {
		d.logger.Debug("how long nobody has used this computer is not known", "err", err)
		return 0
	}
	return since
}

// PopUp makes this app's window with a title, which is not shown yet, one that never takes the focus, above all others at the
// lower right of its display. Place counts upwards from there, then to the left.
func (d *Desk) PopUp(title string, place int) {
	if d.windows == nil {
		return // which was logged at the start
	}
	if err := d.popUp(title, place); err != nil {
		d.logger.Warn("a pop-up has no place", "err", err)
	}
}

func (d *Desk) popUp(title string, place int) error {
	handle, err := d.windows.Find(title)
	if err != nil {
		return fmt.Errorf("place a pop-up: %w", err)
	}
	return errors.Join(d.windows.MakePopup(handle), d.place(handle, place))
}

// Place moves a pop-up to its place, if it is elsewhere: it grows once it is shown, with large text, and displays come and go.
func (d *Desk) Place(title string, place int) {
	if d.windows == nil {
		return
	}
	handle, err := d.windows.Find(title)
	if err == nil {
		err = d.place(handle, place)
	}
	if err != nil {
		d.logger.Debug("a pop-up stays where it is", "err", err)
	}
}

func (d *Desk) place(handle window.Handle, place int) error {
	bounds, err := d.windows.Bounds(handle)
	if err != nil {
		return fmt.Errorf("place a pop-up: %w", err)
	}
	at := corner(d.display(bounds), bounds.Size(), place)
	if at == bounds.Min {
		return nil
	}
	return d.windows.Move(handle, at)
}

// corner returns where a pop-up of a size has its place on a part of a display: upwards from the lower right corner, and in
// columns to the left of that where there is no more room.
func corner(free image.Rectangle, size image.Point, place int) image.Point {
	step := size.Add(image.Pt(cornerGap, cornerGap))
	column := max(free.Dy()/step.Y, 1)
	at := free.Max.Sub(image.Pt((place/column+1)*step.X, (place%column+1)*step.Y))
	return image.Pt(max(at.X, free.Min.X), max(at.Y, free.Min.Y))
}
