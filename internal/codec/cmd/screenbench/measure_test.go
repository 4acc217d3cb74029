package main

import (
	"testing"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

func TestMeasure(t *testing.T) {
	paths, err := find([]string{"../../testdata"})
	if err != nil || len(paths) == 0 {
		t.Fatal("no recordings", err)
	}
	for _, path := range paths {
		for name, encoding := range encodings() {
			got, err := measure(path, options{encoding: encoding, runs: 1})
			if err != nil {
				t.Fatal(err)
			}
			if !got.Exact || got.PSNR != samePSNR || got.Grabs == 0 || got.FirstBytes == 0 || got.Bytes == 0 || got.PeakMB == 0 {
				t.Errorf("%s: %+v", name, got)
			}
		}
	}
	const typing = "../../testdata/typing.scr.zst"
	all, err := measure(typing, options{encoding: protocol.EncodingContext, runs: 1})
	if err != nil {
		t.Fatal(err)
	}
	for name, loss := range qualities() {
		got, err := measure(typing, options{encoding: protocol.EncodingContext, runs: 1, loss: loss})
		if err != nil || !got.Exact {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if few := got.Grabs < all.Grabs; few != (loss == codec.LossMuch) {
			t.Errorf("%s: %d grabs of %d", name, got.Grabs, all.Grabs)
		}
	}
	if _, err := measure("no such file", options{runs: 1}); err == nil {
		t.Error("a missing file was measured")
	}
	if _, err := find([]string{"no such file"}); err == nil {
		t.Error("a missing file was found")
	}
}

func TestLikeness(t *testing.T) {
	picture := func(v byte) *framebuffer.Framebuffer {
		return &framebuffer.Framebuffer{Width: 1, Height: 1, Pix: []byte{v, v, v, 9}}
	}
	if psnr, same := likeness(picture(10), picture(10)); !same || psnr != samePSNR {
		t.Error("the same picture differs", psnr)
	}
	if psnr, same := likeness(picture(10), picture(35)); same || psnr < 20 || psnr > 20.3 {
		t.Error("a tenth off gives", psnr)
	}
}
