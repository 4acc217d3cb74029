//go:build !linux

package sysinfo

import "context"

// readSystem returns the system's name and version.
func readSystem(ctx context.Context) (system, version string, err error) { return platform(ctx) }
