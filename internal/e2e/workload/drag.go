package workload

import (
	"context"
	"image"
	"time"
)

// drag is somebody who moves a window over others, opens menus and a dialogue.
func drag() Workload {
	const from = 400
	acts := []act{activate(0, terminalTitle), move(200*time.Millisecond, from, 88), press(0, 1, true)}
	for i := range 70 {
		acts = append(acts, move(30*time.Millisecond, from+i*9, 88+i*4+i%9*3))
	}
	acts = append(acts, press(0, 1, false), rest(200*time.Millisecond))
	for range 2 {
		acts = append(acts, activate(0, noteName), keys(250*time.Millisecond, alt, 'f'), keys(300*time.Millisecond, keyRight), keys(250*time.Millisecond, keyRight),
			keys(250*time.Millisecond, escape), keys(0, escape), activate(100*time.Millisecond, terminalTitle), rest(300*time.Millisecond))
	}
	acts = append(acts, move(0, 60, 900))
	acts = append(acts, click(50*time.Millisecond, rightHand)...)
	acts = append(acts, keys(400*time.Millisecond, escape), place(200*time.Millisecond))
	return Workload{
		Name: "drag",
		setUp: func(ctx context.Context, d *Desk) error {
			if err := d.note(ctx, image.Rect(700, 300, 1500, 820)); err != nil {
				return err
			}
			return d.terminal(ctx, "100x34+100+80", "bash", "--norc", "-c", "ls -la --color=always /etc | head -60; exec cat")
		},
		reset: []act{press(0, 1, false), place(0), rest(calm)},
		acts:  acts,
	}
}

// place puts the dragged window back to where it began.
func place(after time.Duration) act {
	return act{after, func(ctx context.Context, d *Desk) error {
		return d.Screen.Arrange(ctx, terminalTitle, image.Rect(100, 80, 100+904, 80+580))
	}}
}
