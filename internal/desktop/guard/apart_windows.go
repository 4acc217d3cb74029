package guard

import (
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// apart starts the guard in a process group of its own, without a console window.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.CREATE_NO_WINDOW}
}

// private tells whether this is a folder; the system's place for temporary ones belongs to one person already.
func private(info os.FileInfo) bool { return info.IsDir() }
