package viewtest

import (
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// largePointer is a pointer that claims to be larger than any.
func largePointer() (Script, error) {
	return pointers(protocol.CursorShape{Serial: 1, Width: 0xffff, Height: 0xffff, Pix: make([]byte, 4)}), nil
}

// manyPointers are more of the largest pointers than are kept, and then one whose pixels are missing.
func manyPointers() (Script, error) {
	var all []protocol.Message
	const many, side = 2 * protocol.CursorShapes, protocol.MaxCursorSide
	pix := make([]byte, side*side*framebuffer.BytesPerPixel)
	for n := range uint32(many) {
		all = append(all, protocol.CursorShape{Serial: n + 1, Width: side, Height: side, Pix: pix})
	}
	return pointers(append(all, protocol.CursorShape{Serial: many + 1, Width: side, Height: side})...), nil
}

func pointers(messages ...protocol.Message) Script {
	var all []Part
	for _, m := range messages {
		all = append(all, Part{protocol.StreamCursor, protocol.AppendFrame(nil, m)})
	}
	return wrong(all...)
}
