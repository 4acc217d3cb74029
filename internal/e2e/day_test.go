package e2e

import "testing"

// TestDay lives a help desk's day with the real programs.
func TestDay(t *testing.T) {
	r := rehearse(t)
	day, err := OpenDay(r.ctx, r.Journey)
	r.endsAfter(day)
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

// endsAfter ends a day with the test, of which pictures are kept when it failed.
func (r *rehearsal) endsAfter(d *Day) {
	r.t.Cleanup(func() {
		if r.t.Failed() {
			if err := d.Save(r.logs, "failed-"); err != nil {
				r.t.Log(err)
			}
		}
		if err := d.Close(); err != nil {
			r.t.Error(err)
		}
	})
}
