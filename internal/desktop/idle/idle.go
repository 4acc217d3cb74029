// Package idle tells how long nobody has used pointer and keys of this computer, in any program.
//
// The agent's app uses it to show an agent as away. It hears nothing of what is typed, only when something was.
package idle

import "errors"

// ErrUnsupported means that this system does not tell.
var ErrUnsupported = errors.New("this system does not tell how long nobody has used it")
