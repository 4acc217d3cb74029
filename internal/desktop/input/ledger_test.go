package input

import "testing"

// TestLedger has two injectors and two watchers: each watcher hears every event and claims it once, in whatever order the injectors' come.
func TestLedger(t *testing.T) {
	var l Ledger
	first, second := l.watch(), l.watch()
	claire, ben := l.enter(), l.enter()
	key, button := act{kind: 1, detail: 38}, act{kind: 2, detail: 1}
	l.add(claire, key)
	l.add(ben, button)
	for i, w := range []*watch{first, second} {
		if !w.claim(button) || !w.claim(key) {
			t.Errorf("watcher %d takes an injected event for the person's", i)
		}
		if w.claim(key) || w.claim(button) {
			t.Errorf("watcher %d takes the person's event for an injected one", i)
		}
	}
	l.leave(second)
	l.add(claire, key)
	if second.claim(key) || !first.claim(key) {
		t.Error("a watcher that is gone is told, or one that stays is not")
	}
	late := l.watch()
	if late.claim(key) {
		t.Error("a watcher claims what was injected before it came")
	}
}
