package privileges

import "golang.org/x/sys/windows"

// IsRoot tells whether this process may do everything on this machine, as one that was started as administrator.
func IsRoot() bool { return windows.GetCurrentProcessToken().IsElevated() }
