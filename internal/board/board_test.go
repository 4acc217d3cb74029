package board_test

import (
	"testing"

	"beside.example/internal/board"
)

func TestWatch(t *testing.T) {
	b := board.New(func(a, b int) bool { return a == b })
	changes, stop := b.Watch()
	<-changes
	b.Put(0)
	if len(changes) != 0 {
		t.Error("told of what is the same")
	}
	b.Put(1)
	b.Put(2)
	if len(changes) != 1 || b.Get() != 2 {
		t.Errorf("%d values wait, the snapshot is %d", len(changes), b.Get())
	}
	<-changes
	stop()
	b.Put(3)
	if len(changes) != 0 || b.Get() != 3 {
		t.Error("told after stop")
	}
}
