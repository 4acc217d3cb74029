package peers

import (
	"context"
	"errors"
	"image"
	"net"
	"strconv"

	"beside.example/internal/e2e/rfb"
	"beside.example/internal/framebuffer"
)

// A viewer sees a shared display and clicks on it, without a window.
type viewer interface {
	// Pointer puts the pointer somewhere, with or without the left button held.
	Pointer(at image.Point, left bool) error
	// Read calls f with the picture, which f neither keeps nor changes.
	Read(f func(fb *framebuffer.Framebuffer))
	Close() error
}

var (
	_ viewer = (*rfb.Client)(nil)
	_ viewer = (*agent)(nil)
)

// dial connects to a VNC server and waits for its first picture.
func dial(ctx context.Context, port int, w *watch) (*rfb.Client, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client, err := rfb.Dial(ctx, net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), patchOf(PartPixel), w.updated)
	if err != nil {
		return nil, err
	}
	for w.updates() == 0 {
		select {
		case <-w.changed:
		case <-client.Done():
			return nil, client.Close()
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), client.Close())
		}
	}
	return client, nil
}
