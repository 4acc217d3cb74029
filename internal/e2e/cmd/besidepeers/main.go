// Command besidepeers compares Beside with other products that show a display to somebody elsewhere, as Debian packages them, and prints
// a table and one JSON line for each figure. It fails only if something cannot be measured.
//
//	besidepeers [-parts bytes,pixel,glass] [-peers Beside,Xtigervnc,X0tigervnc,x11vnc] [-workloads edit,drag] [-runs 5] [-seconds 4] [-clicks 60]
//	            [-into README.md,docs/measurements.md]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/peers"
)

func main() {
	bench := peers.Bench{Say: func(s string) { fmt.Fprintln(os.Stderr, s) }}
	out := flag.String("out", "out/peers", "the folder for peers.jsonl and the logs")
	flag.Func("parts", "what to measure, of bytes, pixel, glass; all unless told otherwise", list(&bench.Parts))
	flag.Func("peers", "which products, of "+strings.Join(peers.Names(), ", "), list(&bench.Products))
	flag.Func("workloads", "which workloads; all unless told otherwise", list(&bench.Workloads))
	flag.IntVar(&bench.Runs, "runs", 5, "how often each workload is measured; figures are medians")
	seconds := flag.Float64("seconds", 4, "for how long a workload runs each time")
	flag.IntVar(&bench.Clicks, "clicks", 60, "how many clicks each latency takes")
	var into []string
	flag.Func("into", "documents, such as README.md, whose tables to write anew", list(&into))
	flag.Parse()
	bench.Length = time.Duration(*seconds * float64(time.Second))
	e2e.Command(func(ctx context.Context) error { return measure(ctx, *out, into, &bench) })
}

// list reads a flag with several values.
func list(to *[]string) func(string) error {
	return func(value string) error {
		*to = strings.Split(value, ",")
		return nil
	}
}

// measure prints what was measured, and what there is of it if something fails.
func measure(ctx context.Context, out string, into []string, bench *peers.Bench) (err error) {
	prepared, remove, err := e2e.Prepare(ctx, out, bench.Say)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	bench.Dir, bench.Logs, bench.Binaries = prepared.Dir, prepared.Logs, prepared.Binaries
	results, err := bench.Run(ctx)
	fmt.Printf("%v\n%s\n", results.Machine, results.Markdown())
	if err := errors.Join(err, results.JSON(os.Stdout), save(results, filepath.Join(out, "peers.jsonl"))); err != nil {
		return err
	}
	return results.WriteInto(into)
}

// save writes the results into a file.
func save(results peers.Results, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(results.JSON(f), f.Close())
}
