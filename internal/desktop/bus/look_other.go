//go:build !linux

package bus

import "context"

// Look returns what these systems always have.
func Look(context.Context) Offers { return Offers{Notifications: true, Tray: true} }
