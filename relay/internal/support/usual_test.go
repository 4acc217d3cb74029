package support_test

import (
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// TestUsual asks how long somebody would wait who came now: behind those who wait already.
func TestUsual(t *testing.T) {
	onHelpDesk(t, func(d *helpDesk) {
		portal := support.PortalID(0)
		usual := func() (time.Duration, bool) {
			t.Helper()
			estimate, known, err := d.requests.Usual(d.Context(), portal)
			must(t, err)
			return estimate.Round(time.Second), known
		}
		for range 3 {
			id := d.post(support.PortalBox)
			portal = d.request(id).Portal
			if _, known := usual(); known {
				t.Error("an estimate of nothing")
			}
			d.pass(time.Minute, id)
			d.accept(0, id)
		}
		if estimate, known := usual(); !known || estimate != time.Minute {
			t.Errorf("estimate %v, %v", estimate, known)
		}
		d.pass(time.Second, d.post(support.PortalBox))
		if estimate, known := usual(); !known || estimate != 2*time.Minute {
			t.Errorf("behind one: estimate %v, %v", estimate, known)
		}
	})
}
