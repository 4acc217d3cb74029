// Command besidebench measures what the README's table says: it holds sessions with the real programs on virtual displays,
// prints the table as Markdown and writes it to out/bench/bench.json. It fails only if something cannot be measured.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"beside.example/internal/e2e"
)

func main() {
	out := flag.String("out", "out/bench", "the folder for bench.json and the logs")
	shipped := flag.String("shipped", "bin", "the folder with the programs that make build has made")
	runs := flag.Int("runs", 5, "how many whole sessions to hold")
	only := flag.String("only", "", "measure only one part, click or idle, in one session")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := measure(ctx, *out, *shipped, *only, *runs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// measure prints the table, and what there is of it if something fails.
func measure(ctx context.Context, out, shipped, only string, runs int) (err error) {
	dir, remove, err := e2e.NewWorkspace()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	logs := filepath.Join(out, "logs")
	const everyone = 0o755
	if err := errors.Join(os.RemoveAll(out), os.MkdirAll(logs, everyone)); err != nil {
		return err
	}
	say := func(s string) { fmt.Fprintln(os.Stderr, s) }
	say("Building the relay and both apps…")
	binaries, err := e2e.Build(ctx, ".", filepath.Join(dir, "bin"))
	if err != nil {
		return err
	}
	bench := e2e.Bench{Binaries: binaries, Shipped: shipped, Dir: dir, Runs: runs, Only: only, Logs: logs, Say: say}
	table, err := bench.Run(ctx)
	fmt.Print(table.Markdown())
	return errors.Join(err, table.Write(out))
}
