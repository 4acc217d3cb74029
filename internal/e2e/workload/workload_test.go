package workload

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestPace does acts at their times, also after a slow one.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var at []time.Duration
		began := time.Now()
		note := func(context.Context, *Desk) error {
			at = append(at, time.Since(began))
			if len(at) == 2 { // a slow one
				<-time.After(250 * time.Millisecond)
			}
			return nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), 650*time.Millisecond)
		defer cancel()
		if err := (&Desk{}).repeat(ctx, []act{{100 * time.Millisecond, note}}); err != nil {
			t.Fatal(err)
		}
		want := []time.Duration{100, 200, 450, 450, 500, 600}
		if len(at) != len(want) {
			t.Fatal(at)
		}
		for i := range want {
			if at[i] != want[i]*time.Millisecond {
				t.Errorf("act %d after %v", i, at[i])
			}
		}
	})
}

func TestFailingAct(t *testing.T) {
	broken := errors.New("broken")
	fails := act{0, func(context.Context, *Desk) error { return broken }}
	if err := (&Desk{}).repeat(t.Context(), []act{fails}); !errors.Is(err, broken) {
		t.Error(err)
	}
	if err := (&Desk{}).once(t.Context(), []act{rest(0), fails}); !errors.Is(err, broken) {
		t.Error(err)
	}
}

// TestPapers makes every paper twice: the same each time, and of a length that fills more than a screen.
func TestPapers(t *testing.T) {
	assets := NewAssets(t.TempDir())
	for _, name := range []string{noteName, sheetName, pageName, cardsName} {
		first, err := assets.paper(name)
		if err != nil {
			t.Fatal(err)
		}
		second, err := assets.paper(name)
		if err != nil || first != second || len(first) < 4000 {
			t.Errorf("%s has %d bytes, then %d, %v", name, len(first), len(second), err)
		}
	}
	if _, err := assets.paper("nothing"); err == nil {
		t.Error("there is nothing")
	}
	lines, err := program()
	if err != nil || len(lines) < 500 || !strings.Contains(strings.Join(lines, ""), "\x1b[32m") {
		t.Error(len(lines), err)
	}
}

func TestNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range append(All(), More()...) {
		got, err := Named(w.Name)
		if err != nil || got.Name != w.Name || seen[w.Name] {
			t.Error(w.Name, err)
		}
		seen[w.Name] = true
	}
	if _, err := Named("nothing"); err == nil {
		t.Error("there is nothing")
	}
}
