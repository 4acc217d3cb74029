package zigzag_test

import (
	"slices"
	"testing"

	"beside.example/internal/codec/zigzag"
)

// TestOrder holds the beginning and the end, which stand on the wire, and that no place is left out.
func TestOrder(t *testing.T) {
	order := zigzag.Order()
	if want := []uint8{0, 1, 8, 16, 9, 2, 3, 10, 17, 24}; !slices.Equal(order[:len(want)], want) {
		t.Errorf("begins with %v", order[:len(want)])
	}
	if want := []uint8{61, 54, 47, 55, 62, 63}; !slices.Equal(order[len(order)-len(want):], want) {
		t.Errorf("ends with %v", order[len(order)-len(want):])
	}
	places := slices.Sorted(slices.Values(order[:]))
	for i, at := range places {
		if int(at) != i {
			t.Fatalf("place %d is missing", i)
		}
	}
}
