package view_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"beside.example/internal/codec"
	"beside.example/internal/codec/codectest"
	"beside.example/internal/framebuffer"
	"beside.example/internal/view/viewtest"
	"beside.example/protocol"
)

// takes has a viewer read parts to the end of the stream.
func (v *victim) takes(ctx context.Context, parts []viewtest.Part) error {
	return v.screen.Serve(ctx, &reel{ctx: ctx, parts: parts, again: 1, ends: true})
}

// TestOneFaultIsForgiven spoils one byte of an honest sharer's largest keyframe: what was under way is no reason to end it, and the picture is
// right after the next keyframe, which is as large.
func TestOneFaultIsForgiven(t *testing.T) {
	for encoding, c := range map[protocol.Encoding]struct{ side, spoilt int }{
		protocol.EncodingContext: {700, 1000}, // of noise, costs as much as a keyframe may
		protocol.EncodingTiles:   {1600, 8},   // has nearly as many bytes as one may; the byte is of their number
	} {
		t.Run(fmt.Sprint(encoding), func(t *testing.T) {
			fb, err := framebuffer.New(c.side, c.side)
			if err != nil {
				t.Fatal(err)
			}
			random := rand.NewChaCha8([32]byte{1})
			_, _ = random.Read(fb.Pix) // never fails
			encoder := codec.NewEncoder(encoding)
			defer encoder.Close()
			encode := func(hints codec.Hints) []byte {
				b, err := encoder.Encode(nil, fb, framebuffer.Region{fb.Bounds()}, hints)
				if err != nil {
					t.Fatal(err)
				}
				return b
			}
			spoilt := encode(codec.Hints{})
			spoilt[c.spoilt] ^= 1
			parts := []viewtest.Part{viewtest.Update(fb.Width, fb.Height, encoding, protocol.UpdateKeyframe, spoilt)}
			const underWay = 31
			for range underWay {
				fb.Pix[0]++
				parts = append(parts, viewtest.Update(fb.Width, fb.Height, encoding, 0, encode(codec.Hints{})))
			}
			parts = append(parts, viewtest.Update(fb.Width, fb.Height, encoding, protocol.UpdateKeyframe, encode(codec.Hints{Keyframe: true})))
			for encoder.Pending() {
				parts = append(parts, viewtest.Update(fb.Width, fb.Height, encoding, 0, encode(codec.Hints{})))
			}
			v := newVictim()
			defer v.screen.Close()
			if err := v.takes(t.Context(), parts); err != nil {
				t.Fatal(err)
			}
			if v.refused != 1+underWay {
				t.Errorf("%d were refused", v.refused)
			}
			v.screen.Read(func(got *framebuffer.Framebuffer) {
				if at, differs := codectest.Difference(got, fb); differs {
					t.Errorf("pixel %v differs", at)
				}
			})
		})
	}
}

// TestWhatGoesOnEnds sends more of what continues a refused update than can have been under way, and a right keyframe that comes too late.
func TestWhatGoesOnEnds(t *testing.T) {
	fb := codectest.New()
	for name, c := range map[string]struct{ many, bytes int }{
		"many":  {300, 1},
		"large": {3, 3 << 20},
	} {
		t.Run(name, func(t *testing.T) {
			parts := []viewtest.Part{viewtest.Update(fb.Width, fb.Height, protocol.EncodingContext, protocol.UpdateKeyframe, []byte{1, 2, 3})}
			for range c.many {
				parts = append(parts, viewtest.Update(fb.Width, fb.Height, protocol.EncodingContext, 0, make([]byte, c.bytes)))
			}
			v := newVictim()
			defer v.screen.Close()
			if err := v.takes(t.Context(), parts[:len(parts)/2]); err != nil {
				t.Error(err)
			}
			if err := v.takes(t.Context(), parts); !errors.Is(err, codec.ErrDear) {
				t.Error(err)
			}
		})
	}
}

// TestAnotherStreamForgetsNothing sends what is dear and wrong on one stream after the other.
func TestAnotherStreamForgetsNothing(t *testing.T) {
	script, err := viewtest.Hostilities()[0].Make()
	if err != nil {
		t.Fatal(err)
	}
	v := newVictim()
	defer v.screen.Close()
	if err := v.takes(t.Context(), script.Wrong); err != nil {
		t.Fatal(err)
	}
	if err := v.takes(t.Context(), script.Wrong); !errors.Is(err, codec.ErrDear) {
		t.Error(err)
	}
	fb := codectest.New()
	if err := v.takes(t.Context(), []viewtest.Part{viewtest.Update(fb.Width, fb.Height, protocol.EncodingTiles, protocol.UpdateKeyframe, []byte{1, 2, 3})}); !errors.Is(err, codec.ErrDear) {
		t.Error("another encoding:", err)
	}
}
