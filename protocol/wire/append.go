package wire

import (
	"encoding/binary"
	"math"
	"time"
)

// AppendU8 appends one byte.
func AppendU8(b []byte, v uint8) []byte { return append(b, v) }

// AppendU16 appends v in two bytes.
func AppendU16(b []byte, v uint16) []byte { return binary.BigEndian.AppendUint16(b, v) }

// AppendU32 appends v in four bytes.
func AppendU32(b []byte, v uint32) []byte { return binary.BigEndian.AppendUint32(b, v) }

// AppendU64 appends v in eight bytes.
func AppendU64(b []byte, v uint64) []byte { return binary.BigEndian.AppendUint64(b, v) }

// AppendBool appends 1 for true and 0 for false.
func AppendBool(b []byte, v bool) []byte {
	if v {
		return append(b, 1)
	}
	return append(b, 0)
}

// AppendTime appends t in whole seconds; a time before 1970 or after 9999, the zero time too, is written as "no time".
func AppendTime(b []byte, t time.Time) []byte {
	seconds := t.Unix()
	if seconds < 0 || seconds > maxUnixSeconds {
		seconds = 0
	}
	return AppendU64(b, uint64(seconds))
}

// AppendBytes16 appends the length of field in two bytes, and field. It panics when field is longer than 65,535 bytes: what is
// that long was not bounded by the program that sends it.
func AppendBytes16(b, field []byte) []byte {
	if len(field) > math.MaxUint16 {
		panic("wire: field longer than 65,535 bytes")
	}
	return append(AppendU16(b, uint16(len(field))), field...)
}

// AppendBytes32 appends the length of field in four bytes, and field. It panics when the length does not fit.
func AppendBytes32(b, field []byte) []byte {
	if int64(len(field)) > math.MaxUint32 {
		panic("wire: field longer than 4 GiB")
	}
	return append(AppendU32(b, uint32(len(field))), field...)
}

// AppendString16 appends the length of s in two bytes, and s. It panics when s is longer than 65,535 bytes; text of people is
// bounded by [Cut] first.
func AppendString16(b []byte, s string) []byte {
	if len(s) > math.MaxUint16 {
		panic("wire: string longer than 65,535 bytes")
	}
	return append(AppendU16(b, uint16(len(s))), s...)
}
