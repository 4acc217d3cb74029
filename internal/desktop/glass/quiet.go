package glass

import "github.com/go-gl/glfw/v3.3/glfw"

// Quietly runs what shows a window so that the window does not take the focus. It belongs to Fyne's goroutine.
func Quietly(show func()) {
	glfw.WindowHint(glfw.FocusOnShow, glfw.False)
	defer glfw.WindowHint(glfw.FocusOnShow, glfw.True)
	show()
}
