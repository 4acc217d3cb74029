package peers

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// results are figures in which Beside wins some and loses some.
func results() Results {
	one := func(product, work string, bytes, updates int, server time.Duration) Run {
		r := newRun([]meters{{bytes: bytes * 3, updates: 1, server: server}, {bytes: bytes, updates: updates, server: server, display: time.Second}, {bytes: 1, updates: 90, server: server}}, 5*time.Second)
		r.Product, r.Workload = product, work
		return r
	}
	return Results{
		Runs: []Run{
			one(besideName, "edit", 12_300, 40, time.Second), one("Peer", "edit", 24_600, 60, time.Second/2),
			one(besideName, "drag", 2_500_000, 40, 0), one("Peer", "drag", 900, 60, 0),
		},
		Clicks: []Clicks{
			newClicks(PartPixel, besideName, "idle", []time.Duration{time.Millisecond, 2 * time.Millisecond, 9 * time.Millisecond}),
			newClicks(PartPixel, "Peer", "idle", []time.Duration{9 * time.Millisecond, 9 * time.Millisecond, clickLost}),
		},
	}
}

func TestMarkdown(t *testing.T) {
	got := results().Markdown()
	for _, want := range []string{
		"| Bytes (updates) | Beside | Peer | best peer / Beside |\n|---|---|---|---|\n| edit | 12 kB (40) | 25 kB (60) | 2 |\n| drag | 2.5 MB (40) | **900 B (60)** | 0.00036 |\n",
		"| edit | 20.0 | **10.0** | 0.5 |",
		"| Click to decoded pixel, ms: median (95 %) | Beside | Peer |\n|---|---|---|\n| idle | 2.0 (9.0) | 9.0 (> 2000) |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "glass") {
		t.Error("a table of what was not measured")
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := results().JSON(&b); err != nil {
		t.Fatal(err)
	}
	lines := 0
	for line := range strings.Lines(b.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil || fields["product"] == nil || fields["part"] == nil {
			t.Errorf("%q: %v", line, err)
		}
		lines++
	}
	if lines != 6 {
		t.Error(lines, "lines")
	}
}

func TestEffort(t *testing.T) {
	if got := (Run{Server: 1, Display: 3, Drawing: 2.5}).Effort(); got != 1.5 {
		t.Error(got)
	}
	if got := (Run{Display: 1, Drawing: 2}).Effort(); got != 0 {
		t.Error("sharing gives time back:", got)
	}
}

func TestWatch(t *testing.T) {
	w := newWatch()
	began := time.Unix(1000, 0)
	for _, u := range []struct {
		at     time.Duration
		pixels int
	}{{0, 100}, {5 * time.Millisecond, 100}, {25 * time.Millisecond, 100}, {50 * time.Millisecond, leastSeen - 1}, {70 * time.Millisecond, leastSeen}} {
		w.updated(began.Add(u.at), u.pixels)
	}
	if got := w.updates(); got != 3 {
		t.Error(got, "updates")
	}
}

func TestWatchFollows(t *testing.T) {
	w := newWatch()
	white := true
	w.follow(func() bool { return white })
	if got, _ := w.seen(); !got {
		t.Error("it is white from the start")
	}
	_, before := w.seen()
	w.updated(time.Time{}, 1)
	if _, since := w.seen(); since != before {
		t.Error("an update that turns nothing counts")
	}
	white = false
	if got, _ := w.seen(); !got {
		t.Error("what nobody has decoded is seen")
	}
	w.updated(time.Time{}, 1)
	if got, since := w.seen(); got || !since.After(before) {
		t.Error(got, since, before)
	}
}

func TestChosen(t *testing.T) {
	all, err := chosen(nil)
	if err != nil || len(all) != len(Names()) || all[0].name != besideName {
		t.Error(all, err)
	}
	some, err := chosen([]string{"X11VNC", "beside"})
	if err != nil || len(some) != 2 || some[0].name != besideName || some[1].name != "x11vnc" {
		t.Error(some, err)
	}
	if _, err := chosen([]string{"nobody"}); err == nil {
		t.Error("there is nobody")
	}
}

func TestTimes(t *testing.T) {
	for ratio, want := range map[float64]string{112.4: "112", 99.4: "99", 1.66: "1.7", 0.0079: "0.0079", 0: "0"} {
		if got := times(ratio); got != want {
			t.Errorf("%v times is written %s, want %s", ratio, got, want)
		}
	}
}
