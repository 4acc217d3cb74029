package wire_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"beside.example/protocol/wire"
	"beside.example/protocol/wire/wiretest"
)

// sample has one field of every kind.
type sample struct {
	a    uint8
	b    uint16
	c    uint32
	d    uint64
	e    bool
	f    [3]byte
	g    []byte
	h    []byte
	s    string
	when time.Time
	list []uint16
}

const (
	sampleLimit  = 8
	sampleGolden = `01 0203 04050607 08090a0b0c0d0e0f 01 a1a2a3 0002 b1b2 00000001 c1
	0004 c3a9 7a21 000000006553f100 02 1111 2222`
)

func sampleValue() sample {
	return sample{
		a: 1, b: 0x0203, c: 0x04050607, d: 0x08090a0b0c0d0e0f, e: true, f: [3]byte{0xa1, 0xa2, 0xa3},
		g: []byte{0xb1, 0xb2}, h: []byte{0xc1}, s: "éz!", when: time.Unix(1700000000, 0).UTC(), list: []uint16{0x1111, 0x2222},
	}
}

func (m sample) append(b []byte) []byte {
	b = wire.AppendU8(b, m.a)
	b = wire.AppendU16(b, m.b)
	b = wire.AppendU32(b, m.c)
	b = wire.AppendU64(b, m.d)
	b = wire.AppendBool(b, m.e)
	b = append(b, m.f[:]...)
	b = wire.AppendBytes16(b, m.g)
	b = wire.AppendBytes32(b, m.h)
	b = wire.AppendString16(b, m.s)
	b = wire.AppendTime(b, m.when)
	b = wire.AppendU8(b, uint8(len(m.list)))
	for _, v := range m.list {
		b = wire.AppendU16(b, v)
	}
	return b
}

func parseSample(b []byte) (sample, error) {
	r := wire.NewReader(b)
	m := sample{a: r.U8(), b: r.U16(), c: r.U32(), d: r.U64(), e: r.Bool()}
	r.Into(m.f[:])
	m.g = r.Bytes16(sampleLimit)
	m.h = r.Bytes32(sampleLimit)
	m.s = r.String16(sampleLimit)
	m.when = r.Time()
	for range r.Count(int(r.U8()), sampleLimit, 2) {
		m.list = append(m.list, r.U16())
	}
	return m, r.Err()
}

func TestSample(t *testing.T) {
	wiretest.Check(t, wiretest.Message[sample]{
		Value: sampleValue(), Golden: sampleGolden, Parse: parseSample,
		Append: sample.append,
	})
}

func FuzzSample(f *testing.F) { wiretest.Fuzz(f, parseSample, sample.append, sampleGolden) }

func TestReaderErrors(t *testing.T) {
	tests := map[string]struct {
		in   string
		read func(*wire.Reader)
		want error
	}{
		"bool 2":             {"02", func(r *wire.Reader) { r.Bool() }, wire.ErrValue},
		"bytes too long":     {"0009 000102030405060708", func(r *wire.Reader) { r.Bytes16(8) }, wire.ErrTooLong},
		"bytes32 huge":       {"ffffffff 00", func(r *wire.Reader) { r.Bytes32(8) }, wire.ErrTooLong},
		"bytes cut":          {"0003 0001", func(r *wire.Reader) { r.Bytes16(8) }, wire.ErrShort},
		"string not UTF-8":   {"0002 c328", func(r *wire.Reader) { r.String16(8) }, wire.ErrNotUTF8},
		"time after 9999":    {"0000003afff44180", func(r *wire.Reader) { r.Time() }, wire.ErrValue},
		"count over limit":   {"0000", func(r *wire.Reader) { r.Count(3, 2, 1) }, wire.ErrTooLong},
		"count over input":   {"0000", func(r *wire.Reader) { r.Count(2, 9, 2) }, wire.ErrShort},
		"negative fixed":     {"0000", func(r *wire.Reader) { r.Fixed(-1) }, wire.ErrShort},
		"the first is kept":  {"02", func(r *wire.Reader) { r.Bool(); r.U64() }, wire.ErrValue},
		"an own error":       {"02", func(r *wire.Reader) { r.Fail(wire.ErrNotUTF8) }, wire.ErrNotUTF8},
		"bytes after an end": {"0000", func(r *wire.Reader) { r.U8(); _ = r.Done() }, wire.ErrTrailing},
	}
	for name, test := range tests {
		r := wire.NewReader(wiretest.Hex(t, test.in))
		test.read(r)
		if !errors.Is(r.Err(), test.want) {
			t.Errorf("%s: got %v, want %v", name, r.Err(), test.want)
		}
		if r.U16() != 0 || r.Len() != 0 || r.Rest() != nil || r.Fixed(1) != nil {
			t.Errorf("%s: reads go on after the error", name)
		}
	}
}

func TestRestAndDone(t *testing.T) {
	r := wire.NewReader([]byte{1, 2, 3})
	r.U8()
	if got := r.Rest(); !bytes.Equal(got, []byte{2, 3}) {
		t.Errorf("rest: %x", got)
	}
	if r.Rest() != nil {
		t.Error("rest twice")
	}
	if err := r.Done(); err != nil {
		t.Errorf("done: %v", err)
	}
}

// TestReadingDoesNotAllocate shows that a length in the input makes no room for itself.
func TestReadingDoesNotAllocate(t *testing.T) {
	in := append([]byte{0xff, 0xff, 0xff, 0xff}, make([]byte, 64)...)
	if n := testing.AllocsPerRun(100, func() {
		r := wire.NewReader(in)
		_ = r.Bytes32(1 << 30)
		_ = r.Err()
	}); n > 1 {
		t.Errorf("%v allocations", n)
	}
}

func TestAppendPanicsBeyondTheLength(t *testing.T) {
	long := make([]byte, 1<<16)
	for name, f := range map[string]func(){
		"bytes16":  func() { wire.AppendBytes16(nil, long) },
		"string16": func() { wire.AppendString16(nil, string(long)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestNoTime(t *testing.T) {
	for _, when := range []time.Time{{}, time.Unix(-1, 0), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		got := wire.NewReader(wire.AppendTime(nil, when)).Time()
		if !got.IsZero() {
			t.Errorf("%v came back as %v", when, got)
		}
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		in    string
		limit int
		want  string
	}{
		{"héllo", 9, "héllo"}, {"héllo", 2, "h"}, {"héllo", 3, "hé"}, {"", 3, ""}, {"abc", 0, ""}, {"abc", -1, ""}, {"a\xffb", 9, "a\uFFFDb"},
	}
	for _, test := range tests {
		if got := wire.Cut(test.in, test.limit); got != test.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", test.in, test.limit, got, test.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("Ada \u202e\xff", 7)
	f.Fuzz(func(t *testing.T, in string, limit int) {
		got := wire.Cut(in, limit)
		if !utf8.ValidString(got) || len(got) > max(limit, 0) || !strings.HasPrefix(strings.ToValidUTF8(in, "\uFFFD"), got) {
			t.Errorf("Cut(%q, %d) = %q", in, limit, got)
		}
	})
}
