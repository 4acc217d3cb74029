package portal

import (
	"net/http"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// lookAgain is how often a closed page looks by itself whether somebody has come.
const lookAgain = time.Minute

// closedData is what the page of a closed portal shows.
type closedData struct {
	place
	Nobody   bool // within the hours: somebody may come any moment
	Schedule []string
	Again    int    // after how many seconds the page looks again
	Clock    string // the time where the portal is
	Next     string // when it opens again, empty when it is not known
	Elsewhere
}

// closed reports whether a portal takes no requests now.
func closed(at place, here []support.PresentAgent, now time.Time) bool {
	return len(here) == 0 || !at.Hours.Open(now)
}

func (p *Portal) renderClosed(w http.ResponseWriter, r *http.Request, at place) error {
	now := time.Now()
	c := p.Site.Words(at.language(r))
	data := closedData{place: at, Nobody: at.Hours.Open(now), Again: web.Seconds(lookAgain), Schedule: schedule(c, at.Hours), Clock: clock(now.In(zone(at.Hours)))}
	if next, ok := at.Hours.Next(now); ok && !data.Nobody {
		data.Next = opening(c, next.In(zone(at.Hours)), now.In(zone(at.Hours)))
	}
	var err error
	if data.Elsewhere, err = p.elsewhere(r); err != nil {
		return err
	}
	dress := p.dress(at)
	dress.Script, dress.QuietRefresh = p.again.Path(), data.Again
	return p.Site.RenderDressed(w, r, http.StatusOK, p.pages.closed, dress, data)
}

// opening writes when a portal opens, as one would say it now.
func opening(c *words.Catalogue, next, now time.Time) string {
	time := words.Args{"Time": clock(next)}
	switch {
	case sameDay(next, now):
		return c.T("relay.closed.next.today", time)
	case sameDay(next, now.AddDate(0, 0, 1)):
		return c.T("relay.closed.next.tomorrow", time)
	}
	time["Day"] = c.T(weekdays[next.Weekday()])
	time["Date"] = next.Format("2.1.")
	return c.T("relay.closed.next.day", time)
}

func sameDay(a, b time.Time) bool {
	ya, ma, da := a.Date()
	yb, mb, db := b.Date()
	return ya == yb && ma == mb && da == db
}
