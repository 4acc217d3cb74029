package workload

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"net"
	"path/filepath"
	"time"
)

// smallFilm is the size of the film that is shown in a window.
var smallFilm = image.Pt(640, 360)

// playerTitle is the player's title, by which its window is found.
const playerTitle = "player"

// film is a film in a window of its own size, or over the whole display.
func film(name string, height int, window ...string) Workload {
	return Workload{
		Name: name,
		setUp: func(ctx context.Context, d *Desk) error {
			path, err := d.Assets.film(ctx, height)
			if err != nil {
				return err
			}
			args := []string{"--no-config", "--profile=sw-fast", "--vo=x11", "--no-audio", "--loop=inf", "--really-quiet", "--osc=no", "--title=" + playerTitle, "--input-ipc-server=" + d.remote(), "--pause"}
			if err := d.open(ctx, "mpv", append(append(args, window...), path)...); err != nil {
				return err
			}
			return d.front(ctx, playerTitle)
		},
		reset: []act{{0, func(_ context.Context, d *Desk) error { return d.tell("seek", 0, "absolute") }}, rest(calm)},
		play: func(ctx context.Context, d *Desk) error {
			if err := d.tell("set_property", "pause", false); err != nil {
				return err
			}
			<-ctx.Done()
			return d.tell("set_property", "pause", true)
		},
	}
}

// remote is the player's remote control.
func (d *Desk) remote() string { return filepath.Join(d.Owner.Home, "player") }

// tell tells the player something, and waits until it has heard.
func (d *Desk) tell(command ...any) (err error) {
	const enough = time.Second
	conn, err := net.DialTimeout("unix", d.remote(), enough)
	if err != nil {
		return fmt.Errorf("tell the player: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := json.NewEncoder(conn).Encode(map[string]any{"command": command}); err != nil {
		return fmt.Errorf("tell the player: %w", err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(enough)); err != nil {
		return err
	}
	var answer json.RawMessage
	if err := json.NewDecoder(conn).Decode(&answer); err != nil {
		return fmt.Errorf("tell the player: %w", err)
	}
	return nil
}
