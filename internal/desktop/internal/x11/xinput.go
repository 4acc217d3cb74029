package x11

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/jezek/xgb"
)

// The parts of the X Input Extension 2 that are spoken here, which xgb lacks. Requests, all little endian:
//
//	XISelectEvents  opcode, 46, u16 words, u32 window, u16 masks, u16 0, then u16 device, u16 mask words, u32 mask
//	XIQueryVersion  opcode, 47, u16 words, u16 major, u16 minor
//	XIQueryDevice   opcode, 48, u16 words, u16 device, u16 0
//
// A raw event: 35, u8 opcode, u16 sequence, u32 words after the first 32 bytes, u16 type, u16 device, u32 time, u32 detail,
// u16 source device, u16 mask words, u32 flags, u32 0, mask, then for each bit of the mask a value of 32.32 bits as the
// server uses it, then for each bit one as the device sent it.
const (
	xinput = "XInputExtension"

	xiSelectEvents = 46
	xiQueryVersion = 47
	xiQueryDevice  = 48

	// xiMajor and xiMinor: since 2.1 raw events reach every client while another one holds a grab, such as an open menu.
	xiMajor, xiMinor = 2, 1

	xiAllDevices       = 0
	xiAllMasterDevices = 1

	// rawHead is the part of a raw event before its mask.
	rawHead = 32

	// fixedPoint is the size of a value of 32.32 bits.
	fixedPoint = 8

	// maxMask bounds the mask of a raw event in bytes; devices have 36 axes at most.
	maxMask = 8
)

// RawKind says what a raw event tells.
type RawKind uint16

// The raw events.
const (
	RawKeyPress RawKind = 13 + iota
	RawKeyRelease
	RawButtonPress
	RawButtonRelease
	RawMotion
)

// Raw is a raw event: what a device did, before any window got it.
type Raw struct {
	Kind RawKind
	// Detail is the keycode or button.
	Detail uint32
	// Source is the device.
	Source uint16
	// X and Y are a motion's first two values as the device sent them: a place for XTEST, steps for a mouse. HasX and HasY
	// tell whether they were sent.
	X, Y       int
	HasX, HasY bool
}

// SelectRaw asks for the raw events of these kinds from all devices.
func (c *Conn) SelectRaw(kinds ...RawKind) error {
	if _, err := c.Extension(xinput); err != nil {
		return err
	}
	version := make([]byte, 8)
	c.head(xinput, version, xiQueryVersion)
	binary.LittleEndian.PutUint16(version[4:], xiMajor)
	binary.LittleEndian.PutUint16(version[6:], xiMinor)
	reply, err := c.roundTrip(version)
	if err != nil {
		return fmt.Errorf("ask for the version of XInput: %w", err)
	}
	major, minor := binary.LittleEndian.Uint16(reply[8:]), binary.LittleEndian.Uint16(reply[10:])
	if major < xiMajor || major == xiMajor && minor < xiMinor {
		return fmt.Errorf("%w: XInput %d.%d, it has %d.%d", ErrNoExtension, xiMajor, xiMinor, major, minor)
	}
	request := make([]byte, 20)
	c.head(xinput, request, xiSelectEvents)
	binary.LittleEndian.PutUint32(request[4:], uint32(c.Root()))
	binary.LittleEndian.PutUint16(request[8:], 1)
	binary.LittleEndian.PutUint16(request[12:], xiAllMasterDevices)
	binary.LittleEndian.PutUint16(request[14:], 1)
	var mask uint32
	for _, kind := range kinds {
		mask |= 1 << kind
	}
	binary.LittleEndian.PutUint32(request[16:], mask)
	cookie := c.NewCookie(true, false)
	c.NewRequest(request, cookie)
	if err := cookie.Check(); err != nil {
		return fmt.Errorf("select raw input events: %w", err)
	}
	return nil
}

// TestDevices returns the devices through which XTEST speaks, after SelectRaw.
func (c *Conn) TestDevices() (map[uint16]bool, error) {
	request := make([]byte, 8)
	c.head(xinput, request, xiQueryDevice)
	binary.LittleEndian.PutUint16(request[4:], xiAllDevices)
	reply, err := c.roundTrip(request)
	if err != nil {
		return nil, fmt.Errorf("list the input devices: %w", err)
	}
	return parseTestDevices(reply), nil
}

// parseTestDevices reads the reply: at byte 8 a u16 number of devices, from byte 32 for each u16 device, u16 use, u16 attachment,
// u16 classes, u16 length of the name, u8 enabled, u8 0, the name padded to words, and classes of u16 type, u16 words, ….
func parseTestDevices(reply []byte) map[uint16]bool {
	const deviceHead, classHead = 12, 4
	found := map[uint16]bool{}
	rest := reply[min(messageSize, len(reply)):]
	for len(rest) >= deviceHead {
		id := binary.LittleEndian.Uint16(rest)
		classes := int(binary.LittleEndian.Uint16(rest[6:]))
		length := int(binary.LittleEndian.Uint16(rest[8:]))
		rest = rest[deviceHead:]
		if xgb.Pad(length) > len(rest) {
			break
		}
		name := string(rest[:length])
		rest = rest[xgb.Pad(length):]
		for range classes {
			if len(rest) < classHead {
				return found
			}
			size := 4 * int(binary.LittleEndian.Uint16(rest[2:]))
			if size < classHead || size > len(rest) {
				return found
			}
			rest = rest[size:]
		}
		if strings.HasSuffix(name, " XTEST pointer") || strings.HasSuffix(name, " XTEST keyboard") {
			found[id] = true
		}
	}
	return found
}

// ParseRaw reads a raw event; other events are not ok.
func ParseRaw(event []byte) (raw Raw, ok bool) {
	if len(event) < rawHead || EventCode(event) != kindGenericEvent {
		return Raw{}, false
	}
	raw = Raw{
		Kind:   RawKind(binary.LittleEndian.Uint16(event[8:])),
		Detail: binary.LittleEndian.Uint32(event[16:]),
		Source: binary.LittleEndian.Uint16(event[20:]),
	}
	if raw.Kind < RawKeyPress || raw.Kind > RawMotion {
		return Raw{}, false
	}
	maskSize := 4 * int(binary.LittleEndian.Uint16(event[22:]))
	if raw.Kind != RawMotion || maskSize == 0 || maskSize > maxMask || len(event) < rawHead+maskSize {
		return raw, true
	}
	mask := event[rawHead : rawHead+maskSize]
	axes := 0
	for _, b := range mask {
		for ; b != 0; b &= b - 1 {
			axes++
		}
	}
	values := event[rawHead+maskSize:]
	if len(values) < 2*axes*fixedPoint {
		return raw, true
	}
	values = values[axes*fixedPoint:]
	if raw.HasX = mask[0]&1 != 0; raw.HasX {
		raw.X = int(int32(binary.LittleEndian.Uint32(values)))
		values = values[fixedPoint:]
	}
	if raw.HasY = mask[0]&2 != 0; raw.HasY {
		raw.Y = int(int32(binary.LittleEndian.Uint32(values)))
	}
	return raw, true
}

// head fills the first four bytes of an extension's request.
func (c *Conn) head(extension string, request []byte, minor byte) {
	request[0], request[1] = c.opcode(extension), minor
	binary.LittleEndian.PutUint16(request[2:], uint16(len(request)/4))
}

// roundTrip sends a request and waits for its reply, at least messageSize bytes.
func (c *Conn) roundTrip(request []byte) ([]byte, error) {
	cookie := c.NewCookie(true, true)
	c.NewRequest(request, cookie)
	return cookie.Reply()
}
