package sound

import (
	"context"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Flags of PlaySound: the sound is in memory, and a missing one is not replaced.
const (
	soundMemory    = 0x0004
	soundNoDefault = 0x0002
)

// play plays a WAV file to its end, which takes a quarter of a second.
func play(_ context.Context, file []byte) error {
	playSound := windows.NewLazySystemDLL("winmm.dll").NewProc("PlaySoundW")
	ok, _, err := playSound.Call(uintptr(unsafe.Pointer(&file[0])), 0, soundMemory|soundNoDefault)
	runtime.KeepAlive(file)
	if ok == 0 {
		return fmt.Errorf("play a sound: %w", err)
	}
	return nil
}
