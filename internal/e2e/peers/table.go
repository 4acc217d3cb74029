package peers

import (
	"fmt"
	"slices"
	"strings"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/workload"
)

// Markdown returns the results as tables, Beside first. A peer's figure that is better than Beside's is in bold: such rows stay.
func (r Results) Markdown() string {
	var b strings.Builder
	if len(r.Runs) > 0 {
		r.bytesTable(&b)
		r.effortTable(&b)
		r.endsTable(&b)
	}
	r.clicksTable(&b, PartPixel, "Click to decoded pixel, ms: median (95 %)")
	r.clicksTable(&b, PartGlass, "Click to glass through the real viewers, ms: median (95 %)")
	return b.String()
}

// head writes the head of a table with a column for each product.
func head(b *strings.Builder, title string, products []string, last ...string) {
	fmt.Fprintf(b, "\n| %s |", title)
	columns := append(slices.Clone(products), last...)
	for _, c := range columns {
		fmt.Fprintf(b, " %s |", c)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
}

// products returns whose runs there are, in their order.
func (r Results) products() []string {
	var names []string
	for _, run := range r.Runs {
		if !slices.Contains(names, run.Product) {
			names = append(names, run.Product)
		}
	}
	return names
}

func (r Results) bytesTable(b *strings.Builder) {
	products := r.products()
	head(b, "Bytes (updates)", products, "best peer / Beside")
	for _, w := range workload.All() {
		r.row(b, w.Name, products, func(run Run) float64 { return float64(run.Bytes) }, func(run Run) string {
			return fmt.Sprintf("%s (%d)", size(run.Bytes), run.Updates)
		})
	}
}

func (r Results) effortTable(b *strings.Builder) {
	products := r.products()
	head(b, "Processor at the sharer's end, net of drawing, % of a core", products, "best peer / Beside")
	for _, w := range workload.All() {
		r.row(b, w.Name, products, share, func(run Run) string { return fmt.Sprintf("%.1f", share(run)) })
	}
}

// endsTable tells what each of Beside's programs takes: the windows, whose clock Fyne keeps at sixty a second, included.
func (r Results) endsTable(b *strings.Builder) {
	const percent = 100
	if !slices.Contains(r.products(), besideName) {
		return
	}
	head(b, "Beside's programs, % of a core", []string{"customer's app", "agent's app", "relay"})
	for _, run := range r.Runs {
		if run.Product == besideName {
			fmt.Fprintf(b, "| %s | %.1f | %.1f | %.1f |\n", run.Workload, run.Server/run.Seconds*percent, run.Viewer/run.Seconds*percent, run.Relay/run.Seconds*percent)
		}
	}
}

// share is the effort in per cent of a core.
func share(run Run) float64 {
	const percent = 100
	return run.Effort() / run.Seconds * percent
}

// row writes one workload's figures, of which smaller ones are better, and how much better Beside's is than the best peer's.
func (r Results) row(b *strings.Builder, work string, products []string, figure func(Run) float64, text func(Run) string) {
	of := map[string]Run{}
	best := -1.0
	for _, run := range r.Runs {
		if run.Workload != work {
			continue
		}
		of[run.Product] = run
		if v := figure(run); run.Product != besideName && (best < 0 || v < best) {
			best = v
		}
	}
	if len(of) == 0 {
		return
	}
	own, measured := of[besideName]
	fmt.Fprintf(b, "| %s |", work)
	for _, p := range products {
		cell := "–"
		if run, ok := of[p]; ok {
			if cell = text(run); measured && figure(run) < figure(own) {
				cell = "**" + cell + "**"
			}
		}
		fmt.Fprintf(b, " %s |", cell)
	}
	ratio := "–"
	if measured && best >= 0 && figure(own) > 0 {
		ratio = times(best / figure(own))
	}
	fmt.Fprintf(b, " %s |\n", ratio)
}

// times writes how many times as much something is, in two figures, or in whole where that is more.
func times(ratio float64) string {
	const large = 100
	if ratio >= large {
		return fmt.Sprintf("%.0f", ratio)
	}
	return fmt.Sprintf("%.2g", ratio)
}

// size writes a number of bytes.
func size(bytes int) string {
	const kilo, mega = 1e3, 1e6
	switch v := float64(bytes); {
	case v >= 10*mega:
		return fmt.Sprintf("%.0f MB", v/mega)
	case v >= mega:
		return fmt.Sprintf("%.1f MB", v/mega)
	case v >= 10*kilo:
		return fmt.Sprintf("%.0f kB", v/kilo)
	case v >= kilo:
		return fmt.Sprintf("%.1f kB", v/kilo)
	}
	return fmt.Sprintf("%d B", bytes)
}

func (r Results) clicksTable(b *strings.Builder, part, title string) {
	var products []string
	at := map[[2]string]Clicks{}
	for _, c := range r.Clicks {
		if c.Part != part {
			continue
		}
		at[[2]string{c.Product, c.Load}] = c
		if !slices.Contains(products, c.Product) {
			products = append(products, c.Product)
		}
	}
	if len(products) == 0 {
		return
	}
	head(b, title, products)
	for _, load := range loads {
		fmt.Fprintf(b, "| %s |", load)
		own, measured := at[[2]string{besideName, load}]
		for _, p := range products {
			cell := "–"
			if c, ok := at[[2]string{p, load}]; ok {
				if cell = milliseconds(c.Median) + " (" + milliseconds(c.P95) + ")"; measured && c.Median < own.Median {
					cell = "**" + cell + "**"
				}
			}
			fmt.Fprintf(b, " %s |", cell)
		}
		b.WriteString("\n")
	}
}

// milliseconds writes how long clicks took; what was given up took longer.
func milliseconds(ms float64) string {
	if lost := e2e.Milliseconds(clickLost); ms >= lost {
		return fmt.Sprintf("> %.0f", lost)
	}
	return fmt.Sprintf("%.1f", ms)
}
