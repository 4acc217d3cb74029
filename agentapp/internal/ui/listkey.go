package ui

import (
	"fmt"
	"strings"
	"time"

	"beside.example/agentapp/internal/model"
)

// listKey is what the rows of a list page depend on. A list of thousands is made anew only when that is another.
type listKey struct {
	built          bool
	desk, history  uint64
	live           string
	choice         listChoice
	day            int
	portals        int
	loading, moved bool
}

// keyOf returns the key of a page.
func keyOf(s model.Snapshot, choice listChoice, now time.Time) listKey {
	var live strings.Builder
	for _, l := range s.Live {
		fmt.Fprintln(&live, l.ID, l.Customer, l.Portal, l.Session.Phase, l.Session.Started.UnixNano(), l.Session.ChatCount, len(l.Earlier), l.Notes, l.Session.Details != nil)
	}
	key := listKey{
		built: true, desk: s.Desk.Version, history: s.History.Version, live: live.String(), choice: choice, day: now.YearDay(),
		portals: len(s.Agent().Portals), loading: s.History.Loading,
	}
	if choice.Time != anyTime { // what is chosen changes as time goes
		key.moved = now.Unix()%2 == 0
	}
	return key
}

// showList brings the list page that is in view up to date.
func (w *Windows) showList(s model.Snapshot, now time.Time) {
	page, choice := w.pages.lists[w.page], w.pages.chosen[w.page]
	if differs(&w.pages.shown[w.page], keyOf(s, choice, now)) {
		page.show(w.present().listed(s, w.page, choice, now))
		return
	}
	page.tick(now)
}
