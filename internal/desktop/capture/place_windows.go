package capture

import (
	"fmt"
	"image"
	"unsafe"

	"golang.org/x/sys/windows"
)

// winPlace asks Windows for the pointer's place.
type winPlace struct{ getCursorPos *windows.LazyProc }

// winPoint is the POINT of Windows.
type winPoint struct{ x, y int32 }

func openPlaceFinder() (placeFinder, error) {
	return winPlace{windows.NewLazySystemDLL("user32.dll").NewProc("GetCursorPos")}, nil
}

func (p winPlace) find() (image.Point, error) {
	var at winPoint
	if ok, _, err := p.getCursorPos.Call(uintptr(unsafe.Pointer(&at))); ok == 0 {
		return image.Point{}, fmt.Errorf("ask for the pointer's place: %w", err)
	}
	return image.Pt(int(at.x), int(at.y)), nil
}

func (winPlace) close() error { return nil }
