package x11

import (
	"encoding/binary"
	"fmt"

	"github.com/jezek/xgb/xproto"
)

// The one request of the X Keyboard Extension that is spoken here, which xgb lacks, and the greeting that must come before:
//
//	UseExtension    opcode, 0, u16 words, u16 major, u16 minor
//	LatchLockState  opcode, 5, u16 words, u16 device, u8 which locks, u8 locks, then ten bytes about groups and latches
const (
	xkb = "XKEYBOARD"

	xkbUseExtension   = 0
	xkbLatchLockState = 5

	xkbMajor, xkbMinor = 1, 0

	// xkbCoreKeyboard is the keyboard that programs see.
	xkbCoreKeyboard = 0x100
)

// UseLocks makes SetCapsLock usable.
func (c *Conn) UseLocks() error {
	if _, err := c.Extension(xkb); err != nil {
		return err
	}
	request := make([]byte, 8)
	c.head(xkb, request, xkbUseExtension)
	binary.LittleEndian.PutUint16(request[4:], xkbMajor)
	binary.LittleEndian.PutUint16(request[6:], xkbMinor)
	if _, err := c.roundTrip(request); err != nil {
		return fmt.Errorf("use the extension %s: %w", xkb, err)
	}
	return nil
}

// SetCapsLock turns Caps Lock on or off without any key, after UseLocks.
func (c *Conn) SetCapsLock(on bool) {
	request := make([]byte, 16)
	c.head(xkb, request, xkbLatchLockState)
	binary.LittleEndian.PutUint16(request[4:], xkbCoreKeyboard)
	request[6] = xproto.ModMaskLock
	if on {
		request[7] = xproto.ModMaskLock
	}
	c.NewRequest(request, c.NewCookie(false, false))
}
