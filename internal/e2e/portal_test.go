package e2e

import "testing"

// TestPortal begins in a browser at a portal and ends there: form, alert, chat in the page, portal code, the session in the
// apps with the same chat, outcome, survey.
func TestPortal(t *testing.T) {
	r := rehearse(t)
	for _, s := range r.fromPortal() {
		r.must(s.name, s.take)
		t.Logf("%8.0f ms  %s", r.Report.Steps[len(r.Report.Steps)-1].Milliseconds, s.name)
	}
	t.Log(r.Report.Figures)
}
