package input

// keycodeOffset is what X servers on Linux add to the system's own number of a key.
const keycodeOffset = 8

// UsageOf returns the usage of the key that this system's window library knows by a scan code, which is X11's keycode here.
// Keys without a usage are not ok.
func UsageOf(scanCode int) (usage uint16, ok bool) {
	for usage := uint16(firstUsage); usage <= lastUsage; usage++ {
		if evdev := evdevOfUsage[usage]; evdev != 0 && int(evdev)+keycodeOffset == scanCode {
			return usage, true
		}
	}
	return 0, false
}

// keycodeOf returns the keycode of a usage.
func keycodeOf(usage uint16) (keycode byte, ok bool) {
	evdev := evdevOf(usage)
	return evdev + keycodeOffset, evdev != 0
}
