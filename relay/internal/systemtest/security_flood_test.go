package systemtest

import (
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
)

// mustSaySlow holds the page for who is too fast against what it must tell.
func (a answer) mustSaySlow(t *testing.T, typed string) {
	t.Helper()
	wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
	if a.StatusCode != http.StatusTooManyRequests || err != nil || wait < 1 || !a.shows(t, "Too many attempts") || typed != "" && !a.shows(t, typed) {
		t.Errorf("too fast: status %d, wait %q: %s", a.StatusCode, a.Header.Get("Retry-After"), a.body)
	}
}

// TestFloodOfRequests asks for help again and again from one address, with a new browser each time: it gets what one address may have and then
// a page that says when to come back and keeps what was typed. Another address is served all the while, and the agents' lists stay short.
func TestFloodOfRequests(t *testing.T) {
	const each, floods, customers = 5, 200, 4
	o := fewRequests(t, each)
	ada := o.hire("Ada")
	var taken atomic.Int32
	var flooding sync.WaitGroup
	for range 4 {
		flooding.Go(func() {
			for range floods / 4 {
				switch a := o.here.at("127.5.0.1").visit(t).post(pageOf("box"), everything()); a.StatusCode {
				case http.StatusSeeOther:
					taken.Add(1)
				default:
					a.mustSaySlow(t, everything()["question"])
				}
			}
		})
	}
	for range customers {
		o.visit(t).asks("box", form{"customer": "Bea", "question": "It blinks."})
	}
	flooding.Wait()
	if n := taken.Load(); n != each {
		t.Errorf("%d requests of one address are taken", n)
	}
	ada.wait(func() bool { return len(ada.Requests()) == customers }) // what is not on a page does not wait
}

// TestFloodOfPages asks from one address as fast as it can, for what costs the relay least, so that even a slow machine is too fast. Every page
// then tells that address to wait. Another one, and a customer who waits there, notice nothing.
func TestFloodOfPages(t *testing.T) {
	const browsers, tooMany = 4, 4000 // more than an office behind one address asks for in a minute
	o := newOffice(t, 0)
	o.hire("Ada")
	bea := o.visit(t)
	bea.asks("box", everything())
	flooded := o.here.at("127.5.0.2")
	var flooding sync.WaitGroup
	var slowed atomic.Int32
	for range browsers {
		v := flooded.visit(t)
		flooding.Go(func() {
			for range tooMany / browsers {
				if a := v.get("/request/events"); a.StatusCode == http.StatusTooManyRequests {
					slowed.Add(1)
				}
			}
		})
	}
	for range echoes {
		if a := bea.get("/request"); a.StatusCode != http.StatusOK {
			t.Errorf("who waits elsewhere: status %d", a.StatusCode)
		}
	}
	flooding.Wait()
	if slowed.Load() == 0 {
		t.Error("nobody is told to wait")
	}
	v := flooded.visit(t)
	slow := func(typed string, ask func() answer) {
		t.Helper()
		a := ask()
		for n := 0; n < tooMany && a.StatusCode != http.StatusTooManyRequests; n++ { // the address had some again meanwhile
			for m := 0; m < tooMany && v.get("/request/events").StatusCode != http.StatusTooManyRequests; m++ {
			}
			a = ask()
		}
		a.mustSaySlow(t, typed)
	}
	slow("", func() answer { return v.get(pageOf("box")) })
	slow(everything()["question"], func() answer { return v.post(pageOf("box"), everything()) })
	o.visit(t).asks("box", everything())
	t.Logf("%d of %d refused", slowed.Load(), tooMany)
}
