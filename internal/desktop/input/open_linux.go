package input

// Open returns the injector of $DISPLAY.
func Open(options Options) (Injector, error) { return openX11(options) }

// Release lets go of what a program left behind that died; the guard does it. Releasing what is up does no harm.
func Release(held []Held) error { return release(held) }
