package sysinfo

import "os"

// systemDrive is where the system is.
func systemDrive() string {
	if drive := os.Getenv("SystemDrive"); drive != "" {
		return drive + `\`
	}
	return `C:\`
}
