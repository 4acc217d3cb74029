package capture

// Open returns the desktop of $DISPLAY, taken the fastest way that the X server offers.
func Open() (Desktop, error) { return openX11() }
