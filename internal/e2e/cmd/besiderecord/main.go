// Command besiderecord records a display on which something is done, for the codec to be measured and tested with.
//
//	besiderecord [-seconds 7] [-rate 25] [-photo] [-out DIR] WORKLOAD…
//
// It writes WORKLOAD.scr.zst for each, in the format of internal/codec/recording. Its wallpaper is plain unless -photo is given.
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
	"beside.example/internal/e2e/workload"
)

func main() {
	var r recorder
	seconds := flag.Float64("seconds", 7, "for how long to record")
	flag.IntVar(&r.rate, "rate", 25, "grabs a second")
	flag.BoolVar(&r.photo, "photo", false, "have a photograph for a wallpaper")
	flag.StringVar(&r.out, "out", ".", "the folder for the recordings")
	flag.Usage = func() {
		var names []string
		for _, w := range append(workload.All(), workload.More()...) {
			names = append(names, w.Name)
		}
		_, _ = fmt.Fprintf(flag.CommandLine.Output(), "usage: besiderecord [flags] WORKLOAD…, of %s\n", strings.Join(names, ", ")) // nobody to tell
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 || r.rate < 1 {
		flag.Usage()
		os.Exit(2)
	}
	r.grabs = int(*seconds * float64(r.rate))
	e2e.Command(func(ctx context.Context) error { return r.record(ctx, flag.Args()) })
}

// recorder records workloads.
type recorder struct {
	out         string
	rate, grabs int
	photo       bool
}

// record records workloads on one display, one after the other.
func (r recorder) record(ctx context.Context, names []string) (err error) {
	dir, remove, err := e2e.NewWorkspace()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	owner, err := e2e.NewAccount(dir, "owner")
	if err != nil {
		return err
	}
	screen, err := e2e.StartScreen(ctx, dir, dir, "recorded", e2e.ScreenSize, owner)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, screen.Close()) }()
	desk := &workload.Desk{Screen: screen, Owner: owner, Logs: dir, Assets: workload.NewAssets(dir), Plain: !r.photo}
	for _, name := range names {
		if err := r.one(ctx, desk, name); err != nil {
			return fmt.Errorf("record %s: %w", name, err)
		}
	}
	return nil
}

// one records a workload.
func (r recorder) one(ctx context.Context, desk *workload.Desk, name string) (err error) {
	w, err := workload.Named(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desk.Clear()) }()
	if err := errors.Join(w.SetUp(ctx, desk), w.Reset(ctx, desk)); err != nil {
		return err
	}
	driving, stop := context.WithCancel(ctx)
	drove := make(chan error, 1)
	go func() {
		select { // the first grabs are of the desk at rest
		case <-time.After(time.Second / 4):
			drove <- w.Drive(driving, desk)
		case <-driving.Done():
			drove <- nil
		}
	}()
	defer func() { stop(); err = errors.Join(err, <-drove) }()
	return r.film(ctx, desk.Screen, filepath.Join(r.out, name+".scr.zst"))
}
