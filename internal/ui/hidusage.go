package ui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// usageOf returns a key's usage on the HID keyboard page: by its physical place where the system tells that, else by its
// name; 0 if neither is known.
func usageOf(key *fyne.KeyEvent) uint16 {
	return usageFor(runtime.GOOS, key)
}

func usageFor(system string, key *fyne.KeyEvent) uint16 {
	var usage uint16
	code := key.Physical.ScanCode
	switch system {
	case "windows":
		usage = evdevUsage(evdevOfWindows(code))
	case "darwin":
		usage = macUsages[code]
	default:
		usage = evdevUsage(code - x11Offset)
	}
	if usage == 0 {
		usage = namedUsages[key.Name]
	}
	return usage
}

// x11Offset is what X11 adds to the kernel's key codes, since its first eight codes are reserved.
const x11Offset = 8

// evdevUsage returns the usage of a key code of the Linux kernel.
func evdevUsage(code int) uint16 {
	if code <= 0 || code >= len(usagesByEvdev) {
		return 0
	}
	return usagesByEvdev[code]
}

// usagesByEvdev is evdevCodes the other way round; it is only ever read.
var usagesByEvdev = func() [256]uint16 {
	var table [256]uint16
	for usage, code := range evdevCodes {
		if code != 0 && table[code] == 0 {
			table[code] = uint16(usage)
		}
	}
	return table
}()

// evdevCodes are the kernel's codes by usage, 16 a line, as its HID driver assigns them. It is only ever read.
var evdevCodes = [...]uint8{
	0, 0, 0, 0, 30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38,
	50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21, 44, 2, 3,
	4, 5, 6, 7, 8, 9, 10, 11, 28, 1, 14, 15, 57, 12, 13, 26,
	27, 43, 43, 39, 40, 41, 51, 52, 53, 58, 59, 60, 61, 62, 63, 64,
	65, 66, 67, 68, 87, 88, 99, 70, 119, 110, 102, 104, 111, 107, 109, 106,
	105, 108, 103, 69, 98, 55, 74, 78, 96, 79, 80, 81, 75, 76, 77, 71,
	72, 73, 82, 83, 86, 127, 116, 117, 183, 184, 185, 186, 187, 188, 189, 190,
	191, 192, 193, 194, 134, 138, 130, 132, 128, 129, 131, 137, 133, 135, 136, 113,
	115, 114, 0, 0, 0, 121, 0, 89, 93, 124, 92, 94, 95, 0, 0, 0,
	122, 123, 90, 91, 85, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	usageControlLeft: 29, 42, 56, 125, 97, 54, 100, 126,
}

// Usages that code speaks of by name.
const (
	usageA, usageSlash                     = 0x04, 0x38 // first and last of the main keys
	usageEnter, usageEscape                = 0x28, 0x29
	usageBackspace, usageTab               = 0x2a, 0x2b
	usageKeypadDivide, usageNonUSBackslash = 0x54, 0x64
	usageInternational1, usageLang9        = 0x87, 0x98
	usageControlLeft                       = 0xe0
)

// typesText reports whether a key makes a character, alone or with others (a dead key does).
func typesText(usage uint16) bool {
	switch usage {
	case usageEnter, usageEscape, usageBackspace, usageTab:
		return false
	}
	return usage >= usageA && usage <= usageSlash ||
		usage >= usageKeypadDivide && usage <= usageNonUSBackslash ||
		usage >= usageInternational1 && usage <= usageLang9
}

// extended marks the Windows scan codes that follow the byte 0xE0.
const extended = 0x100

// windowsCodes are the scan codes that differ from the kernel's codes, which were made after the others. It is only
// ever read.
var windowsCodes = map[int]int{
	0x45: 119, 0x145: 69, 0x146: 119, // Pause and Num Lock as GLFW tells them apart
	0x64: 183, 0x65: 184, 0x66: 185, 0x67: 186, 0x68: 187, 0x69: 188, 0x6a: 189, 0x6b: 190, 0x6c: 191, 0x6d: 192,
	0x6e: 193, 0x76: 194, 0x70: 93, 0x73: 89, 0x79: 92, 0x7b: 94, 0x7d: 124,
	0x11c: 96, 0x11d: 97, 0x120: 113, 0x12e: 114, 0x130: 115, 0x135: 98, 0x137: 99, 0x138: 100,
	0x147: 102, 0x148: 103, 0x149: 104, 0x14b: 105, 0x14d: 106, 0x14f: 107, 0x150: 108, 0x151: 109, 0x152: 110, 0x153: 111,
	0x15b: 125, 0x15c: 126, 0x15d: 127,
}

// lastSame is the last of the kernel's codes that are Windows scan codes too.
const lastSame = 0x58

func evdevOfWindows(code int) int {
	if evdev, ok := windowsCodes[code]; ok {
		return evdev
	}
	if code < extended && code <= lastSame {
		return code
	}
	return 0
}

// macUsages are the usages of macOS's virtual key codes, by code. It is only ever read.
var macUsages = map[int]uint16{
	0x00: 4, 0x01: 22, 0x02: 7, 0x03: 9, 0x04: 11, 0x05: 10, 0x06: 29, 0x07: 27, 0x08: 6, 0x09: 25, 0x0a: 100, 0x0b: 5,
	0x0c: 20, 0x0d: 26, 0x0e: 8, 0x0f: 21, 0x10: 28, 0x11: 23, 0x12: 30, 0x13: 31, 0x14: 32, 0x15: 33, 0x16: 35, 0x17: 34,
	0x18: 46, 0x19: 38, 0x1a: 36, 0x1b: 45, 0x1c: 37, 0x1d: 39, 0x1e: 48, 0x1f: 18, 0x20: 24, 0x21: 47, 0x22: 12, 0x23: 19,
	0x24: 40, 0x25: 15, 0x26: 13, 0x27: 52, 0x28: 14, 0x29: 51, 0x2a: 49, 0x2b: 54, 0x2c: 56, 0x2d: 17, 0x2e: 16, 0x2f: 55,
	0x30: 43, 0x31: 44, 0x32: 53, 0x33: 42, 0x35: 41, 0x36: 231, 0x37: 227, 0x38: 225, 0x39: 57, 0x3a: 226, 0x3b: 224,
	0x3c: 229, 0x3d: 230, 0x3e: 228, 0x40: 108, 0x41: 99, 0x43: 85, 0x45: 87, 0x47: 83, 0x4b: 84, 0x4c: 88, 0x4e: 86,
	0x4f: 109, 0x50: 110, 0x51: 103, 0x52: 98, 0x53: 89, 0x54: 90, 0x55: 91, 0x56: 92, 0x57: 93, 0x58: 94, 0x59: 95,
	0x5b: 96, 0x5c: 97, 0x60: 62, 0x61: 63, 0x62: 64, 0x63: 60, 0x64: 65, 0x65: 66, 0x67: 68, 0x69: 104, 0x6a: 107,
	0x6b: 105, 0x6d: 67, 0x6f: 69, 0x71: 106, 0x72: 73, 0x73: 74, 0x74: 75, 0x75: 76, 0x76: 61, 0x77: 77, 0x78: 59,
	0x79: 78, 0x7a: 58, 0x7b: 80, 0x7c: 79, 0x7d: 81, 0x7e: 82,
}

// namedUsages are the usages of Fyne's key names, for events without a physical key. It is only ever read.
var namedUsages = func() map[fyne.KeyName]uint16 {
	names := map[fyne.KeyName]uint16{
		fyne.KeyReturn: 40, fyne.KeyEscape: 41, fyne.KeyBackspace: 42, fyne.KeyTab: 43, fyne.KeySpace: 44, fyne.KeyMinus: 45,
		fyne.KeyEqual: 46, fyne.KeyLeftBracket: 47, fyne.KeyRightBracket: 48, fyne.KeyBackslash: 49, fyne.KeySemicolon: 51,
		fyne.KeyApostrophe: 52, fyne.KeyBackTick: 53, fyne.KeyComma: 54, fyne.KeyPeriod: 55, fyne.KeySlash: 56,
		desktop.KeyCapsLock: 57, desktop.KeyPrintScreen: 70, fyne.KeyInsert: 73, fyne.KeyHome: 74, fyne.KeyPageUp: 75,
		fyne.KeyDelete: 76, fyne.KeyEnd: 77, fyne.KeyPageDown: 78, fyne.KeyRight: 79, fyne.KeyLeft: 80, fyne.KeyDown: 81,
		fyne.KeyUp: 82, fyne.KeyAsterisk: 85, fyne.KeyPlus: 87, fyne.KeyEnter: 88, desktop.KeyMenu: 101,
		desktop.KeyControlLeft: 224, desktop.KeyShiftLeft: 225, desktop.KeyAltLeft: 226, desktop.KeySuperLeft: 227,
		desktop.KeyControlRight: 228, desktop.KeyShiftRight: 229, desktop.KeyAltRight: 230, desktop.KeySuperRight: 231,
		fyne.Key0: 39,
	}
	const usageOne, usageF1 = 0x1e, 0x3a
	for i, letter := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		names[fyne.KeyName(letter)] = uint16(usageA + i)
	}
	for i, digit := range "123456789" {
		names[fyne.KeyName(digit)] = uint16(usageOne + i)
	}
	for i, name := range []fyne.KeyName{
		fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12,
	} {
		names[name] = uint16(usageF1 + i)
	}
	return names
}()
