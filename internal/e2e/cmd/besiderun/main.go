// Command besiderun holds a support session with the real programs: on the display it is started on, for people to use, or
// without one on virtual displays, driven by clicks, with pictures and a report in out/run.
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
	out := flag.String("out", "out/run", "the folder for pictures and report.json")
	data := flag.String("data", "out/desk", "the folder for what relay and agent's app keep between two runs on a display")
	virtual := flag.Bool("virtual", os.Getenv("DISPLAY") == "", "drive the session on virtual displays")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	hold := func() error { return drive(ctx, *out) }
	if !*virtual {
		hold = func() error { return open(ctx, *data) }
	}
	if err := hold(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// drive holds the session on virtual displays.
func drive(ctx context.Context, out string) (err error) {
	dir, remove, err := e2e.NewWorkspace()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	if err := errors.Join(os.RemoveAll(out), os.MkdirAll(filepath.Join(out, "logs"), 0o755)); err != nil {
		return err
	}
	fmt.Println("Building the relay and both apps…")
	binaries, err := e2e.Build(ctx, ".", filepath.Join(dir, "bin"))
	if err != nil {
		return err
	}
	stage, err := e2e.SetStage(ctx, dir, filepath.Join(out, "logs"), binaries)
	defer func() { err = errors.Join(err, stage.Close()) }()
	if err != nil {
		return err
	}
	fmt.Printf("Relay %s, sign in as %s\n", stage.Relay.Address(), stage.Relay.Mail)
	journey := e2e.NewJourney(stage)
	journey.Out = out
	journey.Say = func(s e2e.Step) { fmt.Printf("%8.0f ms  %s\n", s.Milliseconds, s.Name) }
	err = journey.Run(ctx)
	return errors.Join(err, journey.Report.Write(out))
}
