package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Row is one line of a benchmark's table.
type Row struct {
	Figure string `json:"figure"`
	// Budget is the most that Median may be, in Unit; 0 is no budget.
	Budget float64 `json:"budget,omitempty"`
	Unit   string  `json:"unit"`
	Median float64 `json:"median"`
	P95    float64 `json:"p95,omitempty"`
	// Count is how many measurements there are.
	Count int    `json:"count"`
	How   string `json:"how"`
}

// Table is what a benchmark has measured.
type Table []Row

// timesRow makes a row of times.
func timesRow(figure string, budget float64, how string, times ...time.Duration) Row {
	const middle, high = 0.5, 0.95
	r := Row{Figure: figure, Budget: budget, Unit: "ms", Median: Milliseconds(Percentile(times, middle)), Count: len(times), How: how}
	if r.Count > 1 {
		r.P95 = Milliseconds(Percentile(times, high))
	}
	return r
}

// Markdown returns the table as the README has it.
func (t Table) Markdown() string {
	var b strings.Builder
	b.WriteString("| Figure | Budget | Measured, median (p95) | How |\n|---|---|---|---|\n")
	for _, r := range t {
		budget := "–"
		if r.Budget > 0 {
			budget = "≤ " + number(r.Budget) + " " + r.Unit
		}
		measured := number(r.Median) + " " + r.Unit
		if r.P95 > 0 {
			measured += " (" + number(r.P95) + ")"
		}
		if r.Budget > 0 && r.Median > r.Budget {
			measured += " – missed"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.Figure, budget, measured, r.How)
	}
	return b.String()
}

// number writes a figure with as many places as it deserves.
func number(v float64) string {
	const large = 100
	switch {
	case v >= large:
		return fmt.Sprintf("%.0f", v)
	case v == float64(int(v)):
		return fmt.Sprintf("%d", int(v))
	}
	return fmt.Sprintf("%.2g", v)
}

// Write saves the table into dir as bench.json.
func (t Table) Write(dir string) error {
	data, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return fmt.Errorf("write the table: %w", err)
	}
	return os.WriteFile(filepath.Join(dir, "bench.json"), append(data, '\n'), 0o644)
}
