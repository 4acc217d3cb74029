package glass

import (
	"image"
	"unsafe"

	"fyne.io/fyne/v2"
	"github.com/go-gl/gl/v2.1/gl"

	"beside.example/internal/framebuffer"
)

// contexts is a window that lets others paint: Fyne's on desktop systems.
type contexts interface {
	RunWithContext(f func())
}

// Glass paints into one window. Its methods belong to Fyne's goroutine.
type Glass struct {
	window  contexts
	canvas  fyne.Canvas
	texture uint32 // 0 before the first picture
	broken  bool   // this window cannot be painted on
}

// New returns the glass of a window; it does nothing where the window's driver has none.
func New(window fyne.Window) *Glass {
	w, ok := window.(contexts)
	return &Glass{window: w, canvas: window.Canvas(), broken: !ok}
}

// Paint stretches a part of pixels to a rectangle of the window, in its pixels, and leaves what is outside of clip. Under an
// overlay it paints nothing: it would come to lie above it.
func (g *Glass) Paint(pixels *image.RGBA, part, at, clip image.Rectangle) {
	if g.broken || g.canvas.Overlays().Top() != nil {
		return
	}
	part = part.Intersect(pixels.Rect)
	clip = clip.Intersect(at)
	if part.Empty() || clip.Empty() {
		return
	}
	g.window.RunWithContext(func() { g.paint(pixels, part, at, clip) })
}

// ready makes what painting needs, once.
func (g *Glass) ready() bool {
	if g.texture != 0 || g.broken {
		return !g.broken
	}
	if err := gl.Init(); err != nil { // another kind of OpenGL
		g.broken = true
		return false
	}
	gl.GenTextures(1, &g.texture)
	g.broken = g.texture == 0
	return !g.broken
}

// paint runs with the window's context, and leaves it as it was.
func (g *Glass) paint(pixels *image.RGBA, part, at, clip image.Rectangle) {
	if !g.ready() {
		return
	}
	var program, buffer int32
	gl.GetIntegerv(gl.CURRENT_PROGRAM, &program)
	gl.GetIntegerv(gl.ARRAY_BUFFER_BINDING, &buffer)
	gl.PushAttrib(gl.ALL_ATTRIB_BITS)
	gl.PushClientAttrib(gl.CLIENT_ALL_ATTRIB_BITS)
	defer func() {
		gl.PopClientAttrib()
		gl.PopAttrib()
		gl.BindBuffer(gl.ARRAY_BUFFER, uint32(buffer))
		gl.UseProgram(uint32(program))
	}()
	var view [4]int32
	gl.GetIntegerv(gl.VIEWPORT, &view[0])
	width, height := int(view[2]), int(view[3])
	if width == 0 || height == 0 {
		return
	}
	gl.UseProgram(0)
	gl.Disable(gl.BLEND)
	gl.Disable(gl.DEPTH_TEST)
	g.upload(pixels, part)
	gl.Enable(gl.SCISSOR_TEST)
	gl.Scissor(int32(clip.Min.X), int32(height-clip.Max.Y), int32(clip.Dx()), int32(clip.Dy()))
	gl.DrawBuffer(gl.FRONT)
	quad(at, width, height)
	gl.Flush()
}

// upload makes a part of a picture the texture.
func (g *Glass) upload(pixels *image.RGBA, part image.Rectangle) {
	gl.ActiveTexture(gl.TEXTURE0)
	gl.Enable(gl.TEXTURE_2D)
	gl.BindTexture(gl.TEXTURE_2D, g.texture)
	for name, value := range map[uint32]int32{
		gl.TEXTURE_MIN_FILTER: gl.LINEAR, gl.TEXTURE_MAG_FILTER: gl.LINEAR, gl.TEXTURE_WRAP_S: gl.CLAMP_TO_EDGE, gl.TEXTURE_WRAP_T: gl.CLAMP_TO_EDGE,
	} {
		gl.TexParameteri(gl.TEXTURE_2D, name, value)
	}
	gl.TexEnvi(gl.TEXTURE_ENV, gl.TEXTURE_ENV_MODE, gl.REPLACE)
	gl.PixelStorei(gl.UNPACK_ALIGNMENT, 1)
	gl.PixelStorei(gl.UNPACK_ROW_LENGTH, int32(pixels.Stride/framebuffer.BytesPerPixel))
	first := unsafe.Pointer(&pixels.Pix[pixels.PixOffset(part.Min.X, part.Min.Y)])
	gl.TexImage2D(gl.TEXTURE_2D, 0, gl.RGBA, int32(part.Dx()), int32(part.Dy()), 0, gl.RGBA, gl.UNSIGNED_BYTE, first)
}

// quad draws the texture over a rectangle of a window of a width and height, counted from the top.
func quad(at image.Rectangle, width, height int) {
	const across = 2 // from -1 to 1
	left, right := across*float32(at.Min.X)/float32(width)-1, across*float32(at.Max.X)/float32(width)-1
	top, bottom := 1-across*float32(at.Min.Y)/float32(height), 1-across*float32(at.Max.Y)/float32(height)
	gl.MatrixMode(gl.PROJECTION)
	gl.LoadIdentity()
	gl.MatrixMode(gl.MODELVIEW)
	gl.LoadIdentity()
	gl.Begin(gl.QUADS)
	gl.TexCoord2f(0, 0)
	gl.Vertex2f(left, top)
	gl.TexCoord2f(1, 0)
	gl.Vertex2f(right, top)
	gl.TexCoord2f(1, 1)
	gl.Vertex2f(right, bottom)
	gl.TexCoord2f(0, 1)
	gl.Vertex2f(left, bottom)
	gl.End()
}
