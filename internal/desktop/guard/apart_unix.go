//go:build !windows

package guard

import (
	"os"
	"syscall"
)

// apart starts the guard in a session of its own, so that a signal to the program's group does not end both.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// private tells whether only its owner may use a folder.
func private(info os.FileInfo) bool { return info.IsDir() && info.Mode().Perm() == folderMode }
