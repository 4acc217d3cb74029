package robot

import "github.com/go-vgo/robotgo"

// disconnect ends robotgo's connection to the X server; the next call makes another.
func disconnect() { robotgo.CloseMainDisplay() }
