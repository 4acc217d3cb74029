package web_test

import (
	"testing"

	"beside.example/relay/internal/web"
)

// TestOccupancy bounds what each holds open.
func TestOccupancy(t *testing.T) {
	const limit = 8
	var o web.Occupancy[int]
	for range limit {
		if !o.Enter(1, limit) {
			t.Fatal("one that is within the limit may not enter")
		}
	}
	if o.Enter(1, limit) || !o.Enter(2, limit) {
		t.Error("the bound is not each one's own")
	}
	o.Leave(1)
	if !o.Enter(1, limit) {
		t.Error("one that left counts still")
	}
}
