package signalling_test

import (
	"bytes"
	"testing"

	"beside.example/protocol/handin"
	"beside.example/protocol/signalling"
)

const handInGolden = `008a 00000005
	707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f
	101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f
	0003 010203`

func TestHandIn(t *testing.T) {
	signature := make([]byte, handin.SignatureSize)
	fill(signature, 0x10)
	check(t, signalling.HandIn{DeviceKey: testKey(0x70), Signature: signature, Page: []byte{1, 2, 3}}, handInGolden)
}

// TestLongestHandInFits shows that the longest page fits a message.
func TestLongestHandInFits(t *testing.T) {
	m := signalling.HandIn{DeviceKey: testKey(1), Signature: make([]byte, handin.SignatureSize), Page: bytes.Repeat([]byte{1}, handin.MaxPage)}
	got, err := signalling.Parse(signalling.Envelope{Message: m}.Append(nil))
	if err != nil || len(got.Message.(signalling.HandIn).Page) != handin.MaxPage {
		t.Errorf("got %v", err)
	}
}
