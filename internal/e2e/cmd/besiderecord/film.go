package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/klauspost/compress/zstd"

	"beside.example/internal/codec/recording"
	"beside.example/internal/desktop/capture"
	"beside.example/internal/e2e"
	"beside.example/internal/framebuffer"
)

// window is how far back the compression looks: a few whole screens.
const window = 1 << 25

// film writes what a display shows, grab by grab.
func (r recorder) film(ctx context.Context, screen *e2e.Screen, path string) (err error) {
	source, err := open(screen)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	raw, err := os.CreateTemp("", "beside-record-") // compressed afterwards, which takes more time than there is
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, raw.Close(), os.Remove(raw.Name())) }()
	if err := r.grab(ctx, source, raw); err != nil {
		return err
	}
	if _, err := raw.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return pack(raw, path)
}

// pack compresses a recording into a file.
func pack(raw io.Reader, path string) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	packed, err := zstd.NewWriter(file, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(window))
	if err != nil {
		return err
	}
	_, err = io.Copy(packed, raw)
	return errors.Join(err, packed.Close())
}

// open opens the only display of a server for grabbing.
func open(screen *e2e.Screen) (capture.Source, error) {
	for _, variable := range screen.Access() {
		if err := os.Setenv(variable.Name, variable.Value); err != nil {
			return nil, err
		}
	}
	desktop, err := capture.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = desktop.Close() }() // the source lives on
	displays, err := desktop.Displays()
	if err != nil {
		return nil, err
	}
	return desktop.Source(displays[0].ID)
}

// grab takes the pictures at the pace of a clock.
func (r recorder) grab(ctx context.Context, source capture.Source, to io.Writer) error {
	size := source.Size()
	fb := &framebuffer.Framebuffer{}
	if err := fb.Resize(size.X, size.Y); err != nil {
		return err
	}
	w, err := recording.NewWriter(to, recording.Header{Width: size.X, Height: size.Y, Rate: r.rate})
	if err != nil {
		return err
	}
	tick := time.NewTicker(time.Second / time.Duration(r.rate))
	defer tick.Stop()
	began := time.Now()
	for range r.grabs {
		if _, err := source.Grab(fb); err != nil {
			return err
		}
		if err := w.Grab(fb); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if took, due := time.Since(began), time.Duration(r.grabs)*time.Second/time.Duration(r.rate); took > due*5/4 {
		return fmt.Errorf("this machine took %v for what should take %v", took.Round(time.Millisecond), due)
	}
	return nil
}
