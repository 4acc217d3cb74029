package idle

import (
	"fmt"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Watch asks Windows. Its methods may be called from several goroutines.
type Watch struct{ lastInput, tickCount *windows.LazyProc }

// lastInputInfo is the LASTINPUTINFO of Windows.
type lastInputInfo struct{ size, time uint32 }

// Open finds what Windows knows of the last input.
func Open() (*Watch, error) {
	user, kernel := windows.NewLazySystemDLL("user32.dll"), windows.NewLazySystemDLL("kernel32.dll")
	w := &Watch{user.NewProc("GetLastInputInfo"), kernel.NewProc("GetTickCount")}
	if err := w.lastInput.Find(); err != nil {
		return nil, fmt.Errorf("find what Windows knows of the last input: %w", err)
	}
	return w, nil
}

// Since returns how long nobody has used pointer and keys.
func (w *Watch) Since() (time.Duration, error) {
	info := lastInputInfo{size: uint32(unsafe.Sizeof(lastInputInfo{}))}
	if ok, _, err := w.lastInput.Call(uintptr(unsafe.Pointer(&info))); ok == 0 {
		return 0, fmt.Errorf("ask how long nobody has used this computer: %w", err)
	}
	now, _, _ := w.tickCount.Call()
	return time.Duration(uint32(now)-info.time) * time.Millisecond, nil // both count up and begin anew together
}

// Close has nothing to do.
func (w *Watch) Close() error { return nil }
