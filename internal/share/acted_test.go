package share_test

import (
	"image"
	"slices"
	"testing"
	"testing/synctest"

	"beside.example/internal/share"
	"beside.example/protocol"
)

// TestActed checks that of what a viewer sends just that is told as an act to which somebody awaits an answer that was injected, moves apart.
func TestActed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var acts []image.Point
		h := newHands(t, share.InputConfig{
			Acted:       func(at image.Point) { acts = append(acts, at) },
			Shield:      func(x, _ int) bool { return x >= 250 },
			FocusShield: func() bool { return len(acts) > 6 },
		})
		defer h.end()
		expect := func(want ...image.Point) {
			t.Helper()
			if !slices.Equal(acts, want) {
				t.Fatalf("acted at %v, want %v", acts, want)
			}
		}
		place, shielded := image.Pt(10, 20), image.Pt(180, 20)
		h.send(at(9, 9, 0), at(10, 20, 0))
		expect()
		h.send(at(10, 20, protocol.ButtonLeft), at(10, 20, 0), protocol.Wheel{DY: 1}, down(4), up(4), protocol.Text{Text: "é"})
		expect(place, place, place, place, place, place)
		h.send(up(4), down(0xffff), protocol.Text{}, protocol.ReleaseAll{}, at(180, 20, protocol.ButtonLeft), protocol.Wheel{DY: 1})
		expect(place, place, place, place, place, place)
		h.send(at(10, 20, 0), at(10, 20, protocol.ButtonLeft), at(180, 20, 0)) // let go where it may not be pressed
		expect(place, place, place, place, place, place, place, shielded)
		h.send(down(5), protocol.Text{Text: "é"})
		h.input.Revoke()
		h.send(at(10, 20, protocol.ButtonLeft), down(6))
		expect(place, place, place, place, place, place, place, shielded)
	})
}
