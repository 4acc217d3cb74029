package ui

import (
	"strings"
	"testing"

	"beside.example/protocol/signalling"
)

// TestNotification: the system tells of an alert as long as it lasts, and no longer.
func TestNotification(t *testing.T) {
	try(t, func(t *testing.T, r *rig) {
		r.signIn()
		r.desk.notifies = true
		r.ask(1, "Aiko")
		r.ask(2, "Luis")
		if len(r.desk.notices) != 2 || !strings.HasPrefix(r.desk.notices[0], "New request · ") || !strings.Contains(r.desk.notices[0], "|Aiko\n“") || !strings.HasSuffix(r.desk.notices[0], "|30s|(64,64)") {
			t.Fatalf("notified %q", r.desk.notices)
		}
		if len(r.desk.withdrawn) != 0 {
			t.Errorf("took back %q", r.desk.withdrawn)
		}
		r.line.Post(signalling.Request{ID: signalling.RequestID{1}, State: signalling.RequestAbandoned})
		r.settle()
		if len(r.desk.withdrawn) != 1 {
			t.Errorf("after one has gone, took back %q", r.desk.withdrawn)
		}
		r.desk.notifies = false
		r.ask(3, "Ruth")
		if len(r.desk.notices) != 2 {
			t.Errorf("notified a system that shows nothing: %q", r.desk.notices)
		}
	})
}
