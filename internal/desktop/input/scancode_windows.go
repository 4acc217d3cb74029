package input

// extended marks the scan codes that keyboards send after a prefix, as Windows' window libraries do.
const extended = 0x100

// vkPause is the one key that is better named than numbered: its scan code is a sequence.
const vkPause = 0x13

// Numbers of Linux for the keys whose scan codes differ.
const (
	evdevNumLock = 69
	evdevPause   = 119
	// lastSame is the last number up to which Linux uses the scan codes themselves.
	lastSame = 88
)

// Scan codes of Num Lock and Pause as window libraries tell them, and of Num Lock as Windows takes it.
const (
	toldNumLock  = extended | 0x45
	toldPause    = 0x45
	takenNumLock = 0x45
)

// scanCodes gives the scan codes of the keys for which Linux has numbers of its own.
func scanCodes() map[uint8]uint16 {
	return map[uint8]uint16{
		89: 0x73, 90: 0x78, 91: 0x77, 92: 0x79, 93: 0x70, 94: 0x7b,
		96: extended | 0x1c, 97: extended | 0x1d, 98: extended | 0x35, 99: extended | 0x37, 100: extended | 0x38,
		102: extended | 0x47, 103: extended | 0x48, 104: extended | 0x49, 105: extended | 0x4b, 106: extended | 0x4d,
		107: extended | 0x4f, 108: extended | 0x50, 109: extended | 0x51, 110: extended | 0x52, 111: extended | 0x53,
		113: extended | 0x20, 114: extended | 0x2e, 115: extended | 0x30, 116: extended | 0x5e,
		117: 0x59, 121: 0x7e, 122: 0x72, 123: 0x71, 124: 0x7d,
		125: extended | 0x5b, 126: extended | 0x5c, 127: extended | 0x5d,
		183: 0x64, 184: 0x65, 185: 0x66, 186: 0x67, 187: 0x68, 188: 0x69,
		189: 0x6a, 190: 0x6b, 191: 0x6c, 192: 0x6d, 193: 0x6e, 194: 0x76,
	}
}

// scanCodeOf returns the scan code of a usage, as Windows takes it. Pause has none.
func scanCodeOf(usage uint16) (scanCode uint16, ok bool) {
	evdev := evdevOf(usage)
	if evdev == 0 || evdev == evdevPause {
		return 0, false
	}
	if evdev <= lastSame {
		return uint16(evdev), true
	}
	scanCode, ok = scanCodes()[evdev]
	return scanCode, ok
}

// UsageOf returns the usage of the key that this system's window library knows by a scan code. Keys without a usage are not ok.
func UsageOf(scanCode int) (usage uint16, ok bool) {
	for usage := uint16(firstUsage); usage <= lastUsage; usage++ {
		known, ok := scanCodeOf(usage)
		told := int(known)
		switch evdevOf(usage) {
		case evdevNumLock:
			told = toldNumLock
		case evdevPause:
			told, ok = toldPause, true
		}
		if ok && told == scanCode {
			return usage, true
		}
	}
	return 0, false
}
