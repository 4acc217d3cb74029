//go:build e2e

package e2e

import (
	"fmt"
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/ui"
)

// look describes every window that is on the display.
func look(app fyne.App) Tree {
	var tree Tree
	for _, window := range app.Driver().AllWindows() {
		c := window.Canvas()
		w := walker{canvas: c, window: Window{Title: window.Title(), Scale: c.Scale()}}
		if native, ok := window.(driver.NativeWindow); ok {
			native.RunNative(func(context any) {
				if x11, ok := context.(driver.X11WindowContext); ok {
					w.window.Handle = uint64(x11.WindowHandle)
				}
			})
		}
		if w.window.Handle == 0 { // made, but not shown yet
			continue
		}
		size := c.Size()
		everything := image.Rect(0, 0, w.pixels(size.Width), w.pixels(size.Height))
		w.walk(c.Content(), fyne.Position{}, everything)
		for _, overlay := range c.Overlays().List() {
			w.walk(overlay, fyne.Position{}, everything)
		}
		tree.Windows = append(tree.Windows, w.window)
	}
	return tree
}

// A walker gathers the visible objects of one window.
type walker struct {
	canvas fyne.Canvas
	window Window
}

func (w *walker) pixels(units float32) int { return int(units*w.canvas.Scale() + 0.5) }

// walk adds object, whose parent stands at origin, and what is in it, as far as clip lets it be seen.
func (w *walker) walk(object fyne.CanvasObject, origin fyne.Position, clip image.Rectangle) {
	if object == nil || !object.Visible() {
		return
	}
	at := origin.Add(object.Position())
	size := object.Size()
	area := image.Rect(w.pixels(at.X), w.pixels(at.Y), w.pixels(at.X+size.Width), w.pixels(at.Y+size.Height))
	seen := area.Intersect(clip)
	if seen.Empty() {
		return
	}
	w.add(object, seen)
	if _, scrolls := object.(*container.Scroll); scrolls {
		clip = seen
	}
	switch o := object.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			w.walk(child, at, clip)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			w.walk(child, at, clip)
		}
	}
}

// add records object where it has a name or a text.
func (w *walker) add(object fyne.CanvasObject, seen image.Rectangle) {
	entry := Object{
		Kind: fmt.Sprintf("%T", object), Text: textOf(object),
		X: seen.Min.X, Y: seen.Min.Y, Width: seen.Dx(), Height: seen.Dy(),
	}
	if name, ok := names.Load(object); ok {
		entry.Name, _ = name.(string)
	}
	if f, ok := object.(fyne.Focusable); ok {
		entry.Focused = w.canvas.Focused() == f
	}
	if d, ok := object.(fyne.Disableable); ok {
		entry.Disabled = d.Disabled()
	}
	if entry.Name != "" || entry.Text != "" || entry.Focused {
		w.window.Objects = append(w.window.Objects, entry)
	}
}

// textOf returns what a person reads on the object itself, not on its parts.
func textOf(object fyne.CanvasObject) string {
	switch o := object.(type) {
	case *canvas.Text:
		return o.Text
	case *widget.Entry:
		if o.Password {
			return strings.Repeat("•", len([]rune(o.Text)))
		}
		return o.Text
	case *widget.Label:
		return o.Text
	case *widget.RichText:
		return o.String()
	case *ui.Entry:
		return o.Text
	case *ui.SendBox:
		return o.Text
	case *ui.Text:
		return o.Text
	case *ui.Button:
		return o.Text
	case *ui.ToolButton:
		return o.Text
	case *ui.Segmented:
		return o.SelectedText()
	}
	return ""
}
