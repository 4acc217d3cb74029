// Command besidebench measures what the README's table says: it holds sessions with the real programs on virtual displays,
// prints the table as Markdown and writes it to out/bench/bench.json. It fails only if something cannot be measured.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"beside.example/internal/e2e"
)

func main() {
	out := flag.String("out", "out/bench", "the folder for bench.json and the logs")
	shipped := flag.String("shipped", "bin", "the folder with the programs that make build has made")
	runs := flag.Int("runs", 5, "how many whole sessions to hold")
	only := flag.String("only", "", "measure only one part, click or idle, in one session")
	flag.Parse()
	e2e.Command(func(ctx context.Context) error { return measure(ctx, *out, *shipped, *only, *runs) })
}

// measure prints the table, and what there is of it if something fails.
func measure(ctx context.Context, out, shipped, only string, runs int) (err error) {
	say := func(s string) { fmt.Fprintln(os.Stderr, s) }
	p, remove, err := e2e.Prepare(ctx, out, say)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	bench := e2e.Bench{Binaries: p.Binaries, Shipped: shipped, Dir: p.Dir, Runs: runs, Only: only, Logs: p.Logs, Say: say}
	table, err := bench.Run(ctx)
	fmt.Print(table.Markdown())
	return errors.Join(err, table.Write(out))
}
