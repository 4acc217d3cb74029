//go:build !windows

package robot

// nameOf returns robotgo's name of the key of a usage of page 7.
func nameOf(usage uint16) (name string, ok bool) {
	const (
		letters, digits, digitZero = 0x04, 0x1e, 0x27
		lastLetter, lastDigit      = 0x1d, 0x26
	)
	switch {
	case usage >= letters && usage <= lastLetter:
		return string(rune('a' + usage - letters)), true
	case usage >= digits && usage <= lastDigit:
		return string(rune('1' + usage - digits)), true
	case usage == digitZero:
		return "0", true
	}
	name, ok = names()[usage]
	return name, ok
}

// names lists the keys with other names.
func names() map[uint16]string {
	return map[uint16]string{
		0x28: "enter", 0x29: "esc", 0x2a: "backspace", 0x2b: "tab", 0x2c: "space",
		0x2d: "-", 0x2e: "=", 0x2f: "[", 0x30: "]", 0x31: `\`, 0x33: ";", 0x34: "'", 0x35: "`", 0x36: ",", 0x37: ".", 0x38: "/",
		0x39: "capslock",
		0x3a: "f1", 0x3b: "f2", 0x3c: "f3", 0x3d: "f4", 0x3e: "f5", 0x3f: "f6",
		0x40: "f7", 0x41: "f8", 0x42: "f9", 0x43: "f10", 0x44: "f11", 0x45: "f12",
		0x46: "print", 0x49: "insert", 0x4a: "home", 0x4b: "pageup", 0x4c: "delete", 0x4d: "end", 0x4e: "pagedown",
		0x4f: "right", 0x50: "left", 0x51: "down", 0x52: "up",
		0x68: "f13", 0x69: "f14", 0x6a: "f15", 0x6b: "f16", 0x6c: "f17", 0x6d: "f18",
		0x6e: "f19", 0x6f: "f20", 0x70: "f21", 0x71: "f22", 0x72: "f23", 0x73: "f24",
		0x7f: "audio_mute", 0x80: "audio_vol_up", 0x81: "audio_vol_down",
		0xe0: "lctrl", 0xe1: "lshift", 0xe2: "lalt", 0xe3: "lcmd", 0xe4: "rctrl", 0xe5: "rshift", 0xe6: "ralt", 0xe7: "rcmd",
	}
}
