package input

// firstUsage and lastUsage bound the usages of page 7 that are keys; what lies below are errors of the keyboard.
const (
	firstUsage = 0x04
	lastUsage  = 0xe7
)

// Usages that are spoken of by name.
const (
	usageEscape       = 0x29
	usageLeftControl  = 0xe0
	usageLeftShift    = 0xe1
	usageRightShift   = 0xe5
	usageRightCommand = 0xe7
)

// evdevOfUsage gives the number that Linux has for a key of page 7 of the USB HID usage tables, in rows of 16. 0 means that no
// keyboard driver of Linux knows the key either. X servers on Linux add 8.
var evdevOfUsage = [256]uint8{
	// 0x00: errors, then a–l.
	0, 0, 0, 0, 30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38,
	// 0x10: m–z, 1, 2.
	50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21, 44, 2, 3,
	// 0x20: 3–0, Enter, Esc, Backspace, Tab, Space, -, =, [.
	4, 5, 6, 7, 8, 9, 10, 11, 28, 1, 14, 15, 57, 12, 13, 26,
	// 0x30: ], \, the ISO key left of Enter, ;, ', `, comma, ., /, Caps Lock, F1–F6.
	27, 43, 43, 39, 40, 41, 51, 52, 53, 58, 59, 60, 61, 62, 63, 64,
	// 0x40: F7–F12, Print, Scroll Lock, Pause, Insert, Home, Page Up, Delete, End, Page Down, Right.
	65, 66, 67, 68, 87, 88, 99, 70, 119, 110, 102, 104, 111, 107, 109, 106,
	// 0x50: Left, Down, Up, Num Lock, keypad / * - + Enter 1–7.
	105, 108, 103, 69, 98, 55, 74, 78, 96, 79, 80, 81, 75, 76, 77, 71,
	// 0x60: keypad 8 9 0 ., the ISO key right of Shift, Menu, Power, keypad =, F13–F20.
	72, 73, 82, 83, 86, 127, 116, 117, 183, 184, 185, 186, 187, 188, 189, 190,
	// 0x70: F21–F24, Execute, Help, Props, Select, Stop, Again, Undo, Cut, Copy, Paste, Find, Mute.
	191, 192, 193, 194, 134, 138, 130, 132, 128, 129, 131, 137, 133, 135, 136, 113,
	// 0x80: volume up and down, three locking keys, keypad comma, keypad = of the AS/400, International 1–9.
	115, 114, 0, 0, 0, 121, 117, 89, 93, 124, 92, 94, 95, 0, 0, 0,
	// 0x90: Lang 1–9, Alternate Erase, SysReq, Cancel, Clear, Prior, Return, Separator.
	122, 123, 90, 91, 85, 0, 0, 0, 0, 222, 99, 223, 0, 104, 28, 0,
	// 0xa0: Out, Oper, Clear/Again, CrSel, ExSel; reserved.
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	// 0xb0: keypad 00 and 000, separators and currencies, keypad ( ) { } Tab Backspace A–D.
	0, 0, 0, 0, 0, 0, 179, 180, 0, 0, 0, 14, 0, 0, 0, 0,
	// 0xc0: keypad E F XOR ^ % < > & && | || : # Space @ !.
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	// 0xd0: keypad memory keys, ±, clear entry, bases; reserved.
	0, 0, 0, 0, 0, 0, 0, 118, 0, 0, 0, 0, 0, 0, 0, 0,
	// 0xe0: left Control, Shift, Alt, Command, right Control, Shift, Alt, Command; reserved.
	29, 42, 56, 125, 97, 54, 100, 126, 0, 0, 0, 0, 0, 0, 0, 0,
	// 0xf0: reserved.
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
}

// evdevOf looks a usage up; 0 means that it is not a key.
func evdevOf(usage uint16) uint8 {
	if usage < firstUsage || usage > lastUsage {
		return 0
	}
	return evdevOfUsage[usage]
}

// isModifier tells whether a usage is one of the keys that change what others mean.
func isModifier(usage uint16) bool { return usage >= usageLeftControl && usage <= usageRightCommand }
