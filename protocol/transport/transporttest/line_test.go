package transporttest

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestLineKeepsTheOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLine()
		var got []int
		for n := range 100 {
			l.put(time.Second, func() { got = append(got, n) })
		}
		l.put(500*time.Millisecond, func() { got = append(got, -1) })
		l.put(2*time.Second, func() { t.Error("delivered after close") })
		<-time.After(time.Second)
		synctest.Wait()
		l.close()
		if len(got) != 101 || got[0] != -1 || !slices.IsSorted(got) {
			t.Errorf("delivered %v", got)
		}
	})
}
