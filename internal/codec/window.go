package codec

import (
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// deflater compresses the bodies of successive updates as one zstd stream.
type deflater struct {
	z    *zstd.Encoder
	sink sink
}

// sink appends what zstd writes.
type sink struct{ b []byte }

func (s *sink) Write(p []byte) (int, error) {
	s.b = append(s.b, p...)
	return len(p), nil
}

// level is how hard zstd tries: 20 % fewer bytes than the fastest level for 15 % of the whole encoder's time on most recordings, and
// 60 % of it on video, which still keeps up with 50 pictures a second.
const level = zstd.SpeedBetterCompression

func newDeflater() (*deflater, error) {
	d := &deflater{}
	z, err := zstd.NewWriter(&d.sink, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(level),
		zstd.WithWindowSize(Window), zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, fmt.Errorf("start compression: %w", err)
	}
	d.z = z
	return d, nil
}

// restart begins a new stream.
func (d *deflater) restart() { d.z.Reset(&d.sink) }

// deflate appends body to dst, compressed and flushed.
func (d *deflater) deflate(dst, body []byte) ([]byte, error) {
	d.sink.b = dst
	defer func() { d.sink.b = nil }()
	if _, err := d.z.Write(body); err != nil {
		return dst, fmt.Errorf("compress update: %w", err)
	}
	if err := d.z.Flush(); err != nil {
		return dst, fmt.Errorf("compress update: %w", err)
	}
	return d.sink.b, nil
}

func (d *deflater) close() {
	d.z.Reset(nil)
	_ = d.z.Close() // writes nothing: there is no stream
}

// inflater is the other side of a deflater.
type inflater struct {
	z      *zstd.Decoder
	source source
	body   []byte
}

// source hands out the bytes of one update and never more.
type source struct{ rest []byte }

func (s *source) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

func newInflater() (*inflater, error) {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(Window), zstd.WithDecoderLowmem(true),
		zstd.IgnoreChecksum(true))
	if err != nil {
		return nil, fmt.Errorf("start decompression: %w", err)
	}
	return &inflater{z: z}, nil
}

// inflateStep is how much room is made at first and at least: a claimed length is believed no further than it is filled.
const inflateStep = 64 << 10

// inflate returns the n bytes that compressed holds, as the beginning of a stream or as its continuation. They are valid until
// the next call.
func (f *inflater) inflate(compressed []byte, n int, begin bool) ([]byte, error) {
	f.source.rest = compressed
	defer func() { f.source.rest = nil }()
	if begin {
		if err := f.z.Reset(&f.source); err != nil {
			return nil, fmt.Errorf("decompress: %w", err)
		}
	}
	f.body = f.body[:0]
	for len(f.body) < n {
		if len(f.body) == cap(f.body) {
			f.body = append(make([]byte, 0, min(n, max(inflateStep, 2*cap(f.body)))), f.body...)
		}
		got, err := io.ReadFull(f.z, f.body[len(f.body):min(n, cap(f.body))])
		f.body = f.body[:len(f.body)+got]
		if err != nil {
			return nil, fmt.Errorf("decompress: %w", err)
		}
	}
	if len(f.source.rest) > 0 {
		return nil, fmt.Errorf("%d bytes after the end", len(f.source.rest))
	}
	return f.body, nil
}

func (f *inflater) close() { f.z.Close() }
