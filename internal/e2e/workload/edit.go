package workload

import (
	"context"
	"image"
	"time"

	"beside.example/internal/e2e"
)

// noteName is the file with the note.
const noteName = "note.txt"

// whole is the display but for the frames of a window.
var whole = image.Rect(0, 0, 1918, 1056)

// front waits for a window, gives it the keyboard, and waits until it stands still.
func (d *Desk) front(ctx context.Context, title string) error {
	if err := d.Screen.Activate(ctx, title); err != nil {
		return err
	}
	return settled(ctx)
}

// show is front for a window that is given a place.
func (d *Desk) show(ctx context.Context, title string, area image.Rectangle) error {
	if err := d.Screen.Activate(ctx, title); err != nil {
		return err
	}
	if err := d.Screen.Arrange(ctx, title, area); err != nil {
		return err
	}
	return settled(ctx)
}

// note opens the note in an editor.
func (d *Desk) note(ctx context.Context, area image.Rectangle) error {
	path, err := d.paper(noteName)
	if err != nil {
		return err
	}
	if err := d.open(ctx, "mousepad", "--disable-server", path); err != nil {
		return err
	}
	return d.show(ctx, noteName, area)
}

// edit is somebody who writes at the end of a text.
func edit() Workload {
	const key = 70 * time.Millisecond
	acts := typing(key, "Dear customer, we reset the mail profile and checked the printer queue today; please reboot. ")
	acts = append(acts, keys(key, keyBackSpace), keys(key, keyBackSpace), keys(key, enter))
	acts = append(acts, typing(key, "Second line - ok")...)
	return Workload{
		Name: "edit",
		setUp: func(ctx context.Context, d *Desk) error {
			return d.note(ctx, image.Rect(200, 60, 1500, 960))
		},
		reset: []act{keys(0, e2e.KeyControl, keyEnd), keys(50*time.Millisecond, enter), rest(calm)},
		acts:  acts,
	}
}
