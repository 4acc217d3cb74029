package peers

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"beside.example/internal/e2e"
)

// Results are what was measured.
type Results struct {
	Machine Machine
	Runs    []Run
	Clicks  []Clicks
}

// Run is what one workload took with one product: the medians of several runs.
type Run struct {
	Part     string `json:"part"`
	Product  string `json:"product"`
	Workload string `json:"workload"`
	// Count is how many runs there were, Seconds how long each.
	Count   int     `json:"count"`
	Seconds float64 `json:"seconds"`
	// Bytes travelled, from Least to Most.
	Bytes int `json:"bytes"`
	Least int `json:"bytes_least"`
	Most  int `json:"bytes_most"`
	// Updates is in how many slots of 20 ms there was an update.
	Updates int `json:"updates"`
	// Server is the processor time of who shares, Display that of the X server, drawing included; Viewer and Relay are Beside's.
	Server  float64 `json:"server_s"`
	Display float64 `json:"display_s"`
	Viewer  float64 `json:"viewer_s,omitempty"`
	Relay   float64 `json:"relay_s,omitempty"`
	// Drawing is what the X server takes for the same without anybody sharing; 0 where that was not measured.
	Drawing float64 `json:"drawing_s"`
}

func newRun(all []meters, length time.Duration) Run {
	bytes := func(m meters) int { return m.bytes }
	seconds := func(of func(meters) time.Duration) float64 { return medianOf(all, of).Seconds() }
	return Run{
		Part: PartBytes, Count: len(all), Seconds: length.Seconds(), Bytes: medianOf(all, bytes),
		Least: bytes(slices.MinFunc(all, func(a, b meters) int { return cmp.Compare(a.bytes, b.bytes) })),
		Most:  bytes(slices.MaxFunc(all, func(a, b meters) int { return cmp.Compare(a.bytes, b.bytes) })),

		Updates: medianOf(all, func(m meters) int { return m.updates }),
		Server:  seconds(func(m meters) time.Duration { return m.server }),
		Display: seconds(func(m meters) time.Duration { return m.display }),
		Viewer:  seconds(func(m meters) time.Duration { return m.viewer }),
		Relay:   seconds(func(m meters) time.Duration { return m.relay }),
	}
}

// medianOf returns the median of one figure of several runs.
func medianOf[V cmp.Ordered](all []meters, of func(meters) V) V {
	values := make([]V, 0, len(all))
	for _, m := range all {
		values = append(values, of(m))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// Effort is the processor time, in seconds, that sharing takes at the sharer's end, net of drawing.
func (r Run) Effort() float64 { return max(r.Server+r.Display-r.Drawing, 0) }

// String returns the figures in a line.
func (r Run) String() string {
	return fmt.Sprintf("%s, %s: %d bytes (%d to %d), %d updates, %.2f s of the sharer's processor, display %.2f s, in %.0f s", r.Workload, r.Product, r.Bytes, r.Least, r.Most, r.Updates, r.Server, r.Display, r.Seconds)
}

// Clicks is how long clicks took with one product beside one load.
type Clicks struct {
	// Part is PartPixel or PartGlass.
	Part    string `json:"part"`
	Product string `json:"product"`
	Load    string `json:"load"`
	// Median and P95 are in milliseconds.
	Median float64 `json:"ms_median"`
	P95    float64 `json:"ms_p95"`
	Count  int     `json:"count"`
}

func newClicks(part, product, load string, times []time.Duration) Clicks {
	const middle, high = 0.5, 0.95
	return Clicks{part, product, load, e2e.Milliseconds(e2e.Percentile(times, middle)), e2e.Milliseconds(e2e.Percentile(times, high)), len(times)}
}

// String returns the figures in a line.
func (c Clicks) String() string {
	return fmt.Sprintf("%s, %s beside %s: median %.1f ms, 95 %% %.1f ms of %d clicks", c.Part, c.Product, c.Load, c.Median, c.P95, c.Count)
}

// JSON writes one line for each figure.
func (r Results) JSON(w io.Writer) error {
	out := json.NewEncoder(w)
	for _, run := range r.Runs {
		if err := out.Encode(run); err != nil {
			return fmt.Errorf("write the results: %w", err)
		}
	}
	for _, c := range r.Clicks {
		if err := out.Encode(c); err != nil {
			return fmt.Errorf("write the results: %w", err)
		}
	}
	return nil
}
