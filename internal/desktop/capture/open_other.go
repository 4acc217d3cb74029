//go:build !linux

package capture

// Open returns this machine's desktop. There is one way to take it on this system, the portable one.
func Open() (Desktop, error) { return OpenPortable() }
