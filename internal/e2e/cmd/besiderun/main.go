// Command besiderun holds a support session with the real programs: on the display it is started on, for people to use, or
// without one on virtual displays, driven by clicks, with pictures and a report in out/run.
package main

import (
	"context"
	"flag"
	"os"

	"beside.example/internal/e2e"
)

func main() {
	out := flag.String("out", "out/run", "the folder for pictures and report.json")
	data := flag.String("data", "out/desk", "the folder for what relay and agent's app keep between two runs on a display")
	virtual := flag.Bool("virtual", os.Getenv("DISPLAY") == "", "drive the session on virtual displays")
	tour := flag.Bool("tour", false, "on virtual displays, go around afterwards: a day of three agents, and pictures of every window and page")
	flag.Parse()
	e2e.Command(func(ctx context.Context) error {
		if *virtual {
			return drive(ctx, *out, *tour)
		}
		return open(ctx, *data)
	})
}
