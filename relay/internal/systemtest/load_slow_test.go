package systemtest

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/server"
	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
)

// What an attacker with one machine holds open.
const (
	slowConnections = 10_000
	slowDialling    = 4                // at once: more would measure the attacker's own processor
	slowFor         = 30 * time.Second // to get there; a slower machine holds fewer
	slowFewest      = 500              // below that the test proves little
	// slowMemory is what the relay may take then: the buffers of TLS and HTTP and two stacks for each, and what a burst of
	// handshakes leaves behind until it is swept.
	slowMemory = slowConnections * (96 << 10)
)

// slowloris opens connections, stops in the middle of something on each, and opens another one whenever the relay lets one go,
// until there are enough.
type slowloris struct {
	here     machine
	tls      *tls.Config
	dialling chan struct{} // holds one for each that is being opened
	open     atomic.Int64
	opened   atomic.Int64
	failed   atomic.Int64
	most     int64         // how many are wanted
	enough   chan struct{} // closed when that many are open
	once     sync.Once
}

// idle is a request after which nothing more comes, which is how a connection may stay for longest.
const idle = "GET /me HTTP/1.1\r\nHost: x\r\n\r\n"

// slowWays are the points at which a connection falls silent.
var slowWays = [...]struct {
	sealed bool
	say    string
}{
	{false, ""},
	{false, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"},
	{true, "GET /me HTTP/1.1\r\nHost: x\r\nX-Slow: "},
	{true, "POST " + signalling.SignInTokenPath + " HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\n{"},
	{true, "POST /request/say HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n1\r\n"},
	{true, idle},
	{true, idle},
	{true, idle},
	{true, idle},
	{true, upgrade(signalling.Path)},
}

// run opens the connections until there are enough or opening ends, and holds them until ctx ends.
func (s *slowloris) run(ctx, opening context.Context) {
	var all sync.WaitGroup
	for n := range slowConnections {
		all.Go(func() {
			for opening.Err() == nil && ctx.Err() == nil {
				s.one(ctx, opening, n)
			}
		})
	}
	all.Wait()
}

// one opens a connection and holds it until the relay lets it go.
func (s *slowloris) one(ctx, opening context.Context, n int) {
	conn := s.dial(opening, n)
	if conn == nil {
		return
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	s.opened.Add(1)
	if s.open.Add(1) >= s.most {
		s.once.Do(func() { close(s.enough) })
	}
	_, _ = io.Copy(io.Discard, conn) // ends when the relay hangs up, politely or not
	s.open.Add(-1)
	_ = conn.Close()
}

// dial opens a connection and says what it says; nil when that was not to be.
func (s *slowloris) dial(ctx context.Context, n int) net.Conn {
	select {
	case s.dialling <- struct{}{}:
		defer func() { <-s.dialling }()
	case <-ctx.Done():
		return nil
	}
	way := slowWays[n%len(slowWays)]
	conn, err := s.here.at(fmt.Sprintf("127.6.0.%d", 1+n%8)).dial(ctx, "tcp", s.here.relay)
	if err == nil && way.sealed {
		sealed := tls.Client(conn, s.tls)
		if err = sealed.HandshakeContext(ctx); err != nil {
			_ = conn.Close() // it is of no use
		}
		conn = sealed
	}
	if err == nil {
		_, err = io.WriteString(conn, way.say)
	}
	if err != nil {
		s.failed.Add(1)
		return nil
	}
	return conn
}

// TestTenThousandSlowConnections has one machine hold ten thousand connections that stand still, as many as it can, while a customer waits
// in a page, another one comes, and a session lives.
func TestTenThousandSlowConnections(t *testing.T) {
	certificate := newCertificate(t)
	p := newProcess(t, certificate, "")
	kept, err := store.Open(t.Context(), filepath.Join(p.config.Data, server.StoreFile))
	must(t, err)
	t.Cleanup(func() { must(t, kept.Close()) })
	logs := &logBook{}
	here := machine{t: t, relay: p.config.Listen, trust: certificate.trust, logger: logs.logger()}
	o := furnish(logs, kept, here, support.DefaultRequestSettings())
	ada := o.hire("Ada")
	_, live := o.helping(ada)
	live.echo()
	bea := o.visit(t)
	bea.asks("box", everything())
	_, before := p.spent()
	s := &slowloris{here: here, tls: here.trust.TLS(here.relay), dialling: make(chan struct{}, slowDialling), most: slowConnections, enough: make(chan struct{})}
	began := time.Now()
	opening, opened := context.WithTimeout(t.Context(), slowFor)
	run(t, func(ctx context.Context) { s.run(ctx, opening) })
	select {
	case <-s.enough:
	case <-opening.Done():
	}
	opened()
	open, took := s.open.Load(), time.Since(began)
	var pages []time.Duration
	median, longest := live.during(func(<-chan struct{}) {
		for range echoes {
			asked := time.Now()
			if a := bea.get("/request"); a.StatusCode != http.StatusOK {
				t.Errorf("a page: status %d", a.StatusCode)
			}
			pages = append(pages, time.Since(asked))
		}
	})
	asked := time.Now()
	o.visit(t).asks("box", everything())
	came := time.Since(asked)
	_, after := p.spent()
	slices.Sort(pages)
	t.Logf("%d slow connections after %v, %d left; %d opened, %d failed", open, took, s.open.Load(), s.opened.Load(), s.failed.Load())
	t.Logf("pages: median %v, p95 %v, longest %v; echo: median %v, longest %v; another customer is in after %v",
		pages[len(pages)/2], pages[len(pages)*95/100], pages[len(pages)-1], median, longest, came)
	t.Logf("the relay took %d MB before and takes %d MB, %d KiB for each", before>>20, after>>20, (after-before)/int(max(open, 1))>>10)
	if open < slowFewest {
		t.Errorf("%d connections are too few to prove anything", open)
	}
	if pages[len(pages)/2] > liveEcho || median > liveEcho {
		t.Errorf("a page takes %v, an echo %v", pages[len(pages)/2], median)
	}
	if after > slowMemory && !raced() {
		t.Errorf("the relay takes %d MB", after>>20)
	}
}

// raced reports whether the race detector is at work, which takes several times the memory.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
