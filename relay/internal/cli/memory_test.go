package cli

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestTrimMemoryEnds(t *testing.T) {
	if mapped() == 0 {
		t.Error("the runtime holds no memory")
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*trimEvery)
		defer cancel()
		start := time.Now()
		trimMemory(ctx)
		if took := time.Since(start); took != 3*trimEvery {
			t.Errorf("ended after %v", took)
		}
	})
}
