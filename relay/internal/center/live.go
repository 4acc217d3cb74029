package center

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"beside.example/internal/words"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// livePath is where managers see what happens now.
const livePath = "/center/live"

// pageLive names the template of what happens now, partLive that of the part that changes.
const (
	pageLive = "live"
	partLive = "now"
)

// liveRoutes are those of what happens now.
func (c *Center) liveRoutes() []route {
	return []route{
		{"GET " + livePath, support.ActSeeRequest, c.showLive},
		{"GET " + livePath + "/events", support.ActSeeRequest, c.followLive},
		{"POST " + livePath + "/agents/{id}/sign-out", support.ActSignOutAgent, c.signOutLive},
		{"POST " + livePath + "/sessions/{case}/monitor", support.ActMonitorSession, c.monitorLive},
	}
}

// liveData is what the live page shows.
type liveData struct {
	liveFilter
	Clock     string
	Longest   string // wait, empty when nobody waits
	Available int
	Median    string // wait today
	Today     liveChart
	Waiting   []liveRequest
	Agents    []liveAgent
	Sessions  []liveSession
	Monitored bool       // whether managers may watch
	Relay     *liveRelay // nil for those who do not look after everything
	Problem   string     // catalogue key
	Seconds   int
}

// liveRequest is a waiting request.
type liveRequest struct {
	Customer, Portal, Question, Waits string
	State                             badge
	Offered                           string // to whom a queue offers it
}

// liveAgent is an agent who is signed in.
type liveAgent struct {
	ID                support.AgentID
	Name, Team, Since string
	State             badge
	Sessions          int
	MaySignOut        bool
}

// liveSession is a case that an agent has.
type liveSession struct {
	Customer, Agent, Portal, Length, Link string
	State                                 badge
	Phone                                 bool
	Case                                  string
	MayMonitor                            bool
}

// liveRelay is the relay that shows the page.
type liveRelay struct {
	Version, Since string
	Sessions       int
}

// relayFor is the relay as whoever looks after everything sees it, and nothing for others.
func (c *Center) relayFor(who Manager, zone *time.Location) *liveRelay {
	if c.Relay == nil || !who.Everything() {
		return nil
	}
	return &liveRelay{Version: c.Relay.Version(), Since: c.Relay.Since().In(zone).Format("2006-01-02 15:04"), Sessions: c.Relay.Sessions()}
}

// statusBadge returns the badge of an agent's status.
func statusBadge(s support.Status) badge {
	return map[support.Status]badge{
		support.StatusAvailable: {"report.column.available", "avail", "st-ok"},
		support.StatusBusy:      {"report.column.busy", "busy", "st-bad"},
		support.StatusAway:      {"report.column.away", "away", "st-wait"},
	}[s]
}

func (c *Center) showLive(w http.ResponseWriter, r *http.Request, who Manager) error {
	return c.renderLive(w, r, who, http.StatusOK, "")
}

func (c *Center) renderLive(w http.ResponseWriter, r *http.Request, who Manager, status int, problem string) error {
	data, err := c.liveNow(r, who)
	if err != nil {
		return err
	}
	data.Problem = problem
	return c.render(w, r, who, status, pageLive, livePath, data)
}

// liveNow gathers what happens now.
func (c *Center) liveNow(r *http.Request, who Manager) (liveData, error) {
	ctx := r.Context()
	known, err := c.names(ctx, who)
	if err != nil {
		return liveData{}, err
	}
	picked, err := liveFilterOf(r, known)
	if err != nil {
		return liveData{}, err
	}
	now, err := c.Live.Now(ctx, who)
	if err != nil {
		return liveData{}, err
	}
	now = now.Of(picked.LivePick, func(a support.AgentID) support.TeamID { return known.agentBy[a].Team })
	zone := known.zone()
	data := liveData{liveFilter: picked, Clock: now.At.In(zone).Format("15:04:05"), Available: now.Available()}
	query := support.ReportQuery{Organisation: who.Organisation.ID, Zone: zone, Teams: picked.Teams, Portals: picked.Portals}
	query.From, query.To = support.ReportDays(now.At.In(zone), now.At.In(zone), zone)
	if err := query.Narrow(who); err != nil {
		return data, err
	}
	today, err := c.Reports.Day(ctx, query)
	if err != nil {
		return data, fmt.Errorf("count today: %w", err)
	}
	data.Median = noFigure // nobody was waited for yet
	if today.Waited > 0 {
		data.Median = clock(today.MedianWait)
	}
	data.Relay = c.relayFor(who, zone)
	data.Today = newLiveChart(today, now.At, zone)
	for i, q := range now.Waiting {
		one := liveRequest{Customer: q.Customer, Portal: known.portal(q.Portal), Question: q.Question, Waits: clock(now.At.Sub(q.Created)), State: badgeOf(q.State)}
		if q.OfferedTo(q.Offer.To, now.At) {
			one.State = badge{"report.live.alert", "flash", "st-offer"}
			if to := known.agentBy[q.Offer.To]; who.May(support.ActSeeRequest, support.Object{Team: to.Team, Agent: to.ID}) {
				one.Offered = to.Name
			}
		}
		if i == 0 {
			data.Longest = one.Waits
		}
		data.Waiting = append(data.Waiting, one)
	}
	data.people(now, known, who)
	data.Monitored = known.settings.Monitoring
	data.underWay(now, known, who)
	return data, nil
}

// people lists who is there.
func (d *liveData) people(now support.Now, known names, who Manager) {
	for _, a := range now.Agents {
		d.Agents = append(d.Agents, liveAgent{
			ID: a.Agent, Name: a.Name, Team: a.TeamName, State: statusBadge(a.Status), Since: clock(now.At.Sub(a.Since)), Sessions: a.Sessions,
			MaySignOut: who.MayManageAgent(a.Team, known.agentBy[a.Agent].Role),
		})
	}
}

// underWay lists the cases that agents have.
func (d *liveData) underWay(now support.Now, known names, who Manager) {
	may := func(agent support.AgentID) bool {
		a := known.agentBy[agent]
		return d.Monitored && agent != who.Agent.ID && who.May(support.ActMonitorSession, support.Object{Team: a.Team, Agent: agent})
	}
	for _, q := range now.Helped {
		d.Sessions = append(d.Sessions, liveSession{
			Customer: q.Customer, Agent: known.agent(q.Agent), Portal: known.portal(q.Portal), Length: clock(now.At.Sub(q.Accepted)),
			State: badgeOf(q.State), Link: requestLink(q.ID), Case: support.CaseID{Request: q.ID}.Name(), MayMonitor: q.State == support.RequestInSession && may(q.Agent),
		})
	}
	for _, s := range now.Calls {
		call := support.CaseID{Call: s.ID}.Name()
		d.Sessions = append(d.Sessions, liveSession{
			Customer: s.Customer, Agent: known.agent(s.Agent), Portal: known.portal(s.Portal), Length: clock(now.At.Sub(s.Granted)), Phone: true,
			State: badgeOf(support.RequestInSession), Link: sessionsPath + "/" + call, Case: call, MayMonitor: may(s.Agent),
		})
	}
}

// signOutLive signs an agent out of every app and browser.
func (c *Center) signOutLive(w http.ResponseWriter, r *http.Request, who Manager) error {
	id, err := strconv.ParseUint(r.PathValue("id"), 10, 64)
	if err != nil {
		return web.NotFound()
	}
	if err := c.Manage.SignOutAgent(r.Context(), who, support.AgentID(id)); err != nil {
		return err
	}
	return backToLive(w, r, "out")
}

// livePart renders what the live page replaces.
func (c *Center) livePart(l words.Language, data liveData) ([]byte, error) {
	return c.pages[pageLive].Part(l, partLive, data)
}

// liveBeat is how often the live page is looked at anew when nothing happens: its waits grow.
const liveBeat = 5 * time.Second
