package e2e

import "testing"

// TestDay lives a help desk's day with the real programs.
func TestDay(t *testing.T) {
	r := rehearse(t)
	day, err := OpenDay(r.ctx, r.Journey)
	t.Cleanup(func() {
		if t.Failed() {
			if err := day.Save(r.logs, "failed-"); err != nil {
				t.Log(err)
			}
		}
		if err := day.Close(); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := day.Run(r.ctx); err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Report.Steps {
		t.Logf("%8.0f ms  %s", s.Milliseconds, s.Name)
	}
}
