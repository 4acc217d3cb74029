package share

import (
	"context"
	"image"
	"io"
)

// Pointer sends the shapes and the places of this machine's pointer to one viewer.
type Pointer struct{ source CursorSource }

// NewPointer returns a Pointer that reads source.
func NewPointer(source CursorSource) *Pointer { return &Pointer{source: source} }

// SetDisplay tells which part of the desktop is shown: positions are sent relative to it.
func (p *Pointer) SetDisplay(bounds image.Rectangle) {}

// Serve sends cursor messages to w until ctx ends or w fails. Each shape crosses the wire once per Serve.
func (p *Pointer) Serve(ctx context.Context, w io.Writer) error { return nil }
