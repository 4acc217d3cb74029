//go:build !linux && !windows

package robot

// disconnect has nothing to end here.
func disconnect() {}
