//go:build !windows

package sysinfo

// systemDrive is where the system is.
func systemDrive() string { return "/" }
