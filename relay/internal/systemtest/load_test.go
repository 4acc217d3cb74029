package systemtest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// What a big support centre has at once.
const (
	loadAgents    = 50
	loadCustomers = 200
	loadIdle      = 10 * time.Second // over which the relay's rest is measured
)

// browserPage is a customer's browser with its cookies, which keeps a portal's page open as its script does.
type browserPage struct {
	t      testing.TB
	client *http.Client
	base   string
}

// newPage opens a browser at an address of its own.
func newPage(t testing.TB, m machine, base string, n int) *browserPage {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 2, byte(n>>8), byte(n))}}
	return &browserPage{t: t, base: "https://" + base, client: &http.Client{
		Jar: jar, Transport: &http.Transport{DialContext: dialer.DialContext, TLSClientConfig: m.trust.TLS(base), MaxIdleConns: 2},
	}}
}

// submit fills the form in and returns when the page that waits is there.
func (p *browserPage) submit(portal support.Portal, form url.Values) {
	p.t.Helper()
	response, err := p.client.PostForm(p.base+"/p/"+portal.Slug, form) // follows to the page that waits
	must(p.t, err)
	_, err = io.Copy(io.Discard, response.Body)
	must(p.t, err)
	must(p.t, response.Body.Close())
	if response.StatusCode != http.StatusOK || response.Request.URL.Path != "/request" {
		p.t.Fatalf("the form leads to %s with status %d", response.Request.URL.Path, response.StatusCode)
	}
}

// wait keeps the page open until the test or the request ends: it follows the events and answers each beat.
func (p *browserPage) wait() {
	run(p.t, func(ctx context.Context) {
		p.follow(ctx)
		p.client.CloseIdleConnections()
	})
}

func (p *browserPage) follow(ctx context.Context) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/request/events", nil)
	if err != nil {
		return
	}
	response, err := p.client.Do(request)
	if err != nil {
		return
	}
	defer func() { _ = response.Body.Close() }()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		switch lines.Text() {
		case "event: beat":
			p.here(ctx)
		case "event: turn": // to the page of its end
			return
		}
	}
}

func (p *browserPage) here(ctx context.Context) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+"/request/here", nil)
	if err != nil {
		return
	}
	if response, err := p.client.Do(request); err == nil {
		_ = response.Body.Close()
	}
}

// spent returns the processor time that a process has used and the memory that it holds now.
func (p *process) spent() (processor time.Duration, resident int) {
	p.t.Helper()
	const (
		tick           = 10 * time.Millisecond // of the times in stat, on every Linux
		userTime       = 11                    // fields of stat after the name
		systemTime     = 12
		residentPrefix = "VmRSS:"
	)
	pid := strconv.Itoa(p.command.Process.Pid)
	stat, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	must(p.t, err)
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	for _, n := range []int{userTime, systemTime} {
		ticks, err := strconv.Atoi(fields[n])
		must(p.t, err)
		processor += time.Duration(ticks) * tick
	}
	status, err := os.ReadFile(filepath.Join("/proc", pid, "status"))
	must(p.t, err)
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, residentPrefix); ok {
			resident, err = strconv.Atoi(strings.Fields(rest)[0])
			must(p.t, err)
		}
	}
	return processor, resident << 10
}

// BenchmarkAlert has fifty agents at work and two hundred customers waiting in their pages at one relay, and measures how long it takes
// from a customer's click until the agents' apps know, each of them. It tells what the relay takes of a processor and of memory.
func BenchmarkAlert(b *testing.B) {
	certificate := newCertificate(b)
	p := newProcess(b, certificate, "")
	kept, err := store.Open(b.Context(), filepath.Join(p.config.Data, server.StoreFile))
	must(b, err)
	b.Cleanup(func() { must(b, kept.Close()) })
	logs := &logBook{}
	here := machine{t: b, relay: p.config.Listen, trust: certificate.trust, logger: logs.logger()}
	o := furnish(logs, kept, here, support.DefaultRequestSettings())
	var agents []*colleague
	for n := range loadAgents {
		agents = append(agents, o.hire(fmt.Sprintf("Agent %d", n)))
	}
	form := url.Values{"customer": {"Bea"}, "question": {"It blinks."}, "field.room": {"12"}}
	for n := range loadCustomers {
		page := newPage(b, here, p.config.Listen, n)
		page.submit(o.portals[support.PortalBox], form)
		page.wait()
	}
	for _, a := range agents {
		a.wait(func() bool { return len(a.Requests()) == loadCustomers })
	}
	rest, _ := p.spent()
	<-time.After(loadIdle)
	idle, resident := p.spent()
	var latencies latencies
	busy, began := idle, time.Now()
	n := loadCustomers
	for b.Loop() {
		page := newPage(b, here, p.config.Listen, n)
		n++
		o.oneAlert(page, form, agents, &latencies)
		agents = append(agents[1:], agents[0]) // nobody answers faster than people do, whom the relay would slow down
	}
	spent, _ := p.spent()
	b.ReportMetric(100*float64(spent-busy)/float64(time.Since(began)), "%cpu-alerting")
	b.ReportMetric(100*float64(idle-rest)/float64(loadIdle), "%cpu-waiting")
	b.ReportMetric(float64(resident)/1e6, "MB")
	latencies.report(b)
}

// latencies are how long the apps waited for something.
type latencies struct {
	mu           sync.Mutex // guards the following
	alerts, gone []time.Duration
}

// percentile is which of the slowest counts: one in twenty may be slower.
const percentile = 95

func (l *latencies) report(b *testing.B) {
	for what, all := range map[string][]time.Duration{"alert": l.alerts, "gone": l.gone} {
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)*percentile/100].Microseconds())/1e3, "ms-p95-"+what)
		b.ReportMetric(float64(all[len(all)/2].Microseconds())/1e3, "ms-p50-"+what)
	}
}

// awaitRequest waits for a push about a request that is wanted, alone or among others that changed at once.
func (c *colleague) awaitRequest(what string, wanted func(signalling.Request) bool) (q signalling.Request) {
	c.t.Helper()
	match := func(candidate signalling.Request) bool {
		if wanted(candidate) {
			q = candidate
			return true
		}
		return false
	}
	awaitPush(c, what, func(m signalling.Message) bool {
		switch m := m.(type) {
		case signalling.RequestChanged:
			return match(m.Request)
		case signalling.RequestList:
			return slices.ContainsFunc(m.Requests, match)
		}
		return false
	})
	return q
}

// oneAlert has one customer ask, all agents be alerted, and one of them accept.
func (o *office) oneAlert(page *browserPage, form url.Values, agents []*colleague, l *latencies) {
	for _, a := range agents {
		for len(a.pushes) > 0 {
			<-a.pushes
		}
	}
	asked := time.Now()
	var submitting sync.WaitGroup
	submitting.Go(func() {
		page.submit(o.portals[support.PortalButton], form)
		page.wait()
	})
	var id signalling.RequestID
	together(agents, func(n int, a *colleague) {
		q := a.awaitRequest("the alert", func(q signalling.Request) bool {
			return q.Alert == signalling.AlertNew && q.Portal == signalling.PortalID(o.portals[support.PortalButton].ID)
		})
		took := time.Since(asked)
		l.mu.Lock()
		defer l.mu.Unlock()
		id = q.ID
		l.alerts = append(l.alerts, took)
	})
	submitting.Wait()
	accepted := time.Now()
	var accepting sync.WaitGroup
	accepting.Go(func() {
		_, _, err := agents[0].AcceptRequest(context.Background(), id)
		must(o.t, err)
	})
	together(agents[1:], func(_ int, a *colleague) {
		a.awaitRequest("that it is taken", func(q signalling.Request) bool { return q.ID == id && q.State == signalling.RequestTaken })
		took := time.Since(accepted)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.gone = append(l.gone, took)
	})
	accepting.Wait()
	must(o.t, agents[0].CloseRequest(context.Background(), id, signalling.OutcomeResolved, ""))
}
