package peers

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"beside.example/internal/e2e"
)

// Results are what was measured.
type Results struct {
	Clicks []Clicks
}

// Print writes one JSON line for each figure.
func (r Results) Print(w io.Writer) error {
	out := json.NewEncoder(w)
	for _, c := range r.Clicks {
		if err := out.Encode(c); err != nil {
			return fmt.Errorf("print the results: %w", err)
		}
	}
	return nil
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
