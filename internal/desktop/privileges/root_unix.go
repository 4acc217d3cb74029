//go:build !windows

package privileges

import "os"

// IsRoot tells whether this process may do everything on this machine.
func IsRoot() bool { return os.Geteuid() == 0 }
