package webhook_test

import (
	"context"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"beside.example/relay/internal/store"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/webhook"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// house is a store with an organisation whose manager has webhooks.
type house struct {
	*store.Store
	t      *testing.T
	who    support.Manager
	manage *support.Manage
}

func newHouse(t *testing.T) *house {
	t.Helper()
	ctx := t.Context()
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "relay.db"))
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	_, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	o := support.Organisation{Name: "Northfield", Key: key, Created: time.Now()}
	o.ID, err = s.CreateOrganisation(ctx, o)
	must(t, err)
	team, err := s.CreateTeam(ctx, support.Team{Organisation: o.ID, Name: "Front"})
	must(t, err)
	id, err := s.CreateAgent(ctx, support.Agent{Organisation: o.ID, Team: team, Name: "Elena", Mail: "elena@field.example", Role: support.RoleOrganisationManager}, nil)
	must(t, err)
	elena, err := s.Agent(ctx, id)
	must(t, err)
	return &house{s, t, support.Manager{Agent: elena, Organisation: o}, support.NewManage(s)}
}

// hook makes a webhook that is told by a test alone.
func (h *house) hook(url string) support.Webhook {
	h.t.Helper()
	w, err := h.manage.CreateWebhook(h.t.Context(), h.who, support.WebhookEntry{Name: "Desk", URL: url, Events: 1})
	must(h.t, err)
	return w
}

// test puts a delivery on its way.
func (h *house) test(w support.Webhook) {
	h.t.Helper()
	must(h.t, h.manage.TestWebhook(h.t.Context(), h.who, w.ID))
}

// run runs a dispatcher for as long as the test does.
func (h *house) run(c webhook.Config) {
	h.t.Helper()
	c.Store, c.Logger = h.Store, slog.New(slog.DiscardHandler)
	if c.Guard == nil {
		c.Guard = webhook.NewGuard(true)
	}
	if c.Waits == nil {
		c.Waits = []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond}
	}
	ctx, cancel := context.WithCancel(h.t.Context())
	var running sync.WaitGroup
	running.Go(func() { webhook.New(c).Run(ctx) })
	h.t.Cleanup(func() { cancel(); running.Wait() })
}

// log waits until the latest delivery to a webhook is over and returns all, the earliest first.
func (h *house) log(w support.Webhook, done func(all []support.Delivery) bool) []support.Delivery {
	h.t.Helper()
	const patience = 2 * time.Minute // for a slow machine with the race detector
	ctx, cancel := context.WithTimeout(h.t.Context(), patience)
	defer cancel()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		all, err := h.Deliveries(ctx, w.ID, 0, 1000)
		must(h.t, err)
		slices.Reverse(all)
		if done(all) {
			return all
		}
		select {
		case <-ctx.Done():
			h.t.Fatalf("after %v: %+v", patience, all)
		case <-look.C:
		}
	}
}

func over(all []support.Delivery) bool {
	return !slices.ContainsFunc(all, func(d support.Delivery) bool { return d.Status == support.DeliveryWaiting })
}

// call is a request that a receiver got.
type call struct {
	id, timestamp, signature string
	body                     string
}

// receiver notes what it gets and answers as a test says.
type receiver struct {
	*httptest.Server
	mu    sync.Mutex // guards the following
	calls []call
}

func newReceiver(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *receiver {
	t.Helper()
	got := &receiver{}
	got.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s with %v, %v", r.Method, r.Header, err)
		}
		got.mu.Lock()
		got.calls = append(got.calls, call{r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), r.Header.Get("webhook-signature"), string(body)})
		n := len(got.calls)
		got.mu.Unlock()
		answer(n, w, r)
	}))
	t.Cleanup(got.Close)
	return got
}

func (r *receiver) got() []call {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.calls)
}

// verify checks a call as any receiver would, with the secret as it was shown.
func verify(t *testing.T, c call, secretText string) {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secretText, "whsec_"))
	must(t, err)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(c.id + "." + c.timestamp + "." + c.body))
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); c.signature != want {
		t.Errorf("signature %q, want %q", c.signature, want)
	}
	at, err := strconv.ParseInt(c.timestamp, 10, 64)
	must(t, err)
	if age := time.Since(time.Unix(at, 0)); age < -time.Minute || age > time.Minute {
		t.Errorf("the timestamp is %v old", age)
	}
}

// mustCount waits until metrics are as wanted, labels summed up.
func mustCount(t *testing.T, from prometheus.Gatherer, want map[string]float64) {
	t.Helper()
	const patience = 10 * time.Second
	for end := time.Now().Add(patience); ; {
		families, err := from.Gather()
		must(t, err)
		got := map[string]float64{}
		for _, f := range families {
			for _, m := range f.GetMetric() {
				got[f.GetName()] += m.GetCounter().GetValue()
			}
		}
		if maps.Equal(got, want) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("counted %v, want %v", got, want)
		}
		runtime.Gosched() // the count comes right after the note in the store
	}
}

// TestFailsTwice has a receiver that fails twice and then accepts: it gets the same message three times, each signed anew.
func TestFailsTwice(t *testing.T) {
	h := newHouse(t)
	answers := []int{http.StatusInternalServerError, http.StatusServiceUnavailable, http.StatusNoContent}
	r := newReceiver(t, func(n int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(answers[min(n, len(answers))-1]) })
	w := h.hook(r.URL)
	h.test(w)
	registry := prometheus.NewRegistry()
	h.run(webhook.Config{Registerer: registry})
	all := h.log(w, over)
	mustCount(t, registry, map[string]float64{"beside_webhook_delivered_total": 1, "beside_webhook_failed_total": 2, "beside_webhook_stopped_total": 0})
	calls := r.got()
	if len(calls) != 3 || len(all) != 1 || all[0].Status != support.DeliveryTaken || all[0].Tries != 3 || all[0].Code != 204 {
		t.Fatalf("%d calls, %+v", len(calls), all)
	}
	for _, c := range calls {
		verify(t, c, support.WebhookSecretText(w.Secret))
		if c.id != all[0].Message || c.body != calls[0].body {
			t.Errorf("%s says %s", c.id, c.body)
		}
	}
	var told struct {
		Type string
		Data struct{ Organisation uint64 }
	}
	must(t, json.Unmarshal([]byte(calls[0].body), &told))
	if told.Type != "webhook.test" || told.Data.Organisation != uint64(h.who.Organisation.ID) {
		t.Errorf("told %s", calls[0].body)
	}
	must(t, h.manage.Redeliver(t.Context(), h.who, w.ID, all[0].ID))
	h.log(w, func([]support.Delivery) bool { return len(r.got()) == 4 })
	if again := r.got()[3]; again.id != calls[0].id || again.body != calls[0].body {
		t.Errorf("delivered again as %+v", again)
	}
}

// TestHangs has a receiver that never answers: the others are told meanwhile, and it is given up after its tries.
func TestHangs(t *testing.T) {
	h := newHouse(t)
	var there, most atomic.Int32 // calls at once
	hanging := newReceiver(t, func(_ int, _ http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), there.Add(1)))
		<-r.Context().Done()
		there.Add(-1)
	})
	quick := newReceiver(t, func(int, http.ResponseWriter, *http.Request) {})
	stuck, fine := h.hook(hanging.URL), h.hook(quick.URL)
	for range 5 {
		h.test(stuck)
	}
	h.test(fine)
	h.run(webhook.Config{Try: time.Second})
	h.log(fine, over)
	first := h.log(stuck, func(all []support.Delivery) bool { return all[0].Tries > 0 })[0]
	if n := most.Load(); n > 2 { // the receiver may notice late that the one before has hung up
		t.Errorf("%d calls hang at once", n)
	}
	if first.Status == support.DeliveryTaken || first.Error != "no answer in time" || first.Code != 0 {
		t.Errorf("a try that hung: %+v", first)
	}
}

// TestHugeAnswer has a receiver that answers without an end: it counts as an answer, and little of it is read.
func TestHugeAnswer(t *testing.T) {
	h := newHouse(t)
	var mu sync.Mutex
	sent := 0
	r := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		chunk := []byte(strings.Repeat("x", 64<<10))
		for {
			n, err := w.Write(chunk)
			mu.Lock()
			sent += n
			mu.Unlock()
			if err != nil {
				return
			}
		}
	})
	w := h.hook(r.URL)
	h.test(w)
	h.run(webhook.Config{})
	if all := h.log(w, over); all[0].Status != support.DeliveryTaken || all[0].Code != 200 {
		t.Errorf("a huge answer: %+v", all[0])
	}
	mu.Lock()
	defer mu.Unlock()
	const most = 16 << 20 // what two kernels buffer
	if sent > most {
		t.Errorf("%d bytes were taken", sent)
	}
}

// TestRefusals has receivers that no delivery may end at: what redirects, what is private, what is not there, and what wants no more.
func TestRefusals(t *testing.T) {
	h := newHouse(t)
	target := newReceiver(t, func(int, http.ResponseWriter, *http.Request) {})
	redirect := newReceiver(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, target.URL, http.StatusTemporaryRedirect)
	})
	gone := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	away := httptest.NewServer(http.NotFoundHandler())
	away.Close()
	redirected, wanted, nobody := h.hook(redirect.URL), h.hook(gone.URL), h.hook(away.URL)
	for _, w := range []support.Webhook{redirected, wanted, nobody} {
		h.test(w)
	}
	h.test(wanted)
	h.run(webhook.Config{})
	if all := h.log(redirected, over); all[0].Status != support.DeliveryGivenUp || all[0].Code != 307 || all[0].Tries != 4 || len(target.got()) != 0 {
		t.Errorf("a redirect: %+v, %d at its end", all[0], len(target.got()))
	}
	if all := h.log(nobody, over); all[0].Status != support.DeliveryGivenUp || all[0].Code != 0 || !strings.Contains(all[0].Error, "refused") {
		t.Errorf("nobody there: %+v", all[0])
	}
	if all := h.log(wanted, over); all[0].Code != 410 || all[1].Tries != 0 || len(gone.got()) != 1 {
		t.Errorf("one that wants no more: %+v", all)
	}
	w, err := h.Webhook(t.Context(), wanted.ID)
	must(t, err)
	audit, err := h.Audit(t.Context(), h.who.Organisation.ID, 0, 0, 1)
	must(t, err)
	if w.Disabled.IsZero() || audit[0].Act != support.AuditWebhookGivenUp || audit[0].Object != "Desk" {
		t.Errorf("disabled %v, %+v", w.Disabled, audit[0])
	}
}

// TestPrivate keeps away from the relay's own machine unless told otherwise, whatever the address calls it.
func TestPrivate(t *testing.T) {
	h := newHouse(t)
	r := newReceiver(t, func(int, http.ResponseWriter, *http.Request) {})
	_, port, _ := strings.Cut(strings.TrimPrefix(r.URL, "http://"), ":")
	var hooks []support.Webhook
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]"} {
		w := h.hook("http://" + host + ":" + port)
		h.test(w)
		hooks = append(hooks, w)
	}
	h.run(webhook.Config{Guard: webhook.NewGuard(false)})
	for _, w := range hooks {
		if all := h.log(w, over); all[0].Status != support.DeliveryGivenUp || !strings.Contains(all[0].Error, "private network") {
			t.Errorf("%s: %+v", w.URL, all[0])
		}
	}
	if n := len(r.got()); n != 0 {
		t.Errorf("%d calls got through", n)
	}
}

// TestOrder has two relays empty one outbox: every delivery is made once, and in the order in which things happened.
func TestOrder(t *testing.T) {
	const deliveries = 20
	h := newHouse(t)
	r := newReceiver(t, func(int, http.ResponseWriter, *http.Request) {})
	w := h.hook(r.URL)
	for range deliveries {
		h.test(w)
	}
	for range 2 {
		h.run(webhook.Config{})
	}
	all := h.log(w, over)
	calls := r.got()
	if len(calls) != deliveries {
		t.Fatalf("%d calls", len(calls))
	}
	for i, c := range calls {
		if c.id != all[i].Message {
			t.Fatalf("call %d is %s, not %s", i, c.id, all[i].Message)
		}
	}
}
