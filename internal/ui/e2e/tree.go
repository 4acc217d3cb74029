package e2e

// SocketVariable is the environment variable with the path of the socket to serve on.
const SocketVariable = "BESIDE_E2E_SOCKET"

// Tree is what one app shows.
type Tree struct {
	Windows []Window `json:"windows"`
}

// Window is one visible window.
type Window struct {
	Title string `json:"title"`
	// Handle is the window's number on the X server.
	Handle uint64 `json:"handle"`
	// Scale is pixels per unit of Fyne.
	Scale   float32  `json:"scale"`
	Objects []Object `json:"objects"`
}

// Object is one visible thing in a window. Its place is in pixels from the window's top left corner.
type Object struct {
	// Kind is the Go type, such as "*widget.Entry".
	Kind string `json:"kind"`
	// Name is what Name gave it, or empty.
	Name string `json:"name,omitempty"`
	// Text is what a person reads on it, or empty.
	Text     string `json:"text,omitempty"`
	X        int    `json:"x"`
	Y        int    `json:"y"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Focused  bool   `json:"focused,omitempty"`
	Disabled bool   `json:"disabled,omitempty"`
}

// FloorVariable is the environment variable that opens a window whose picture a click changes without any session:
// "window" in the viewer's size, "full" over the whole display.
const FloorVariable = "BESIDE_E2E_FLOOR"

// FloorName is the name of that window's picture, and its title.
const FloorName = "floor-display"

// FloorGrey is each channel of the picture's colour before any click.
const FloorGrey = 0x60

// Where on a shared display of 1920 × 1080 pixels benchmarks have the patch that a click changes.
const (
	PatchX    = 1500
	PatchY    = 700
	PatchSide = 200
)
