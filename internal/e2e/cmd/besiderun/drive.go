package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"beside.example/internal/e2e"
)

// drive holds the session on virtual displays, and then goes around if it is to.
func drive(ctx context.Context, out string, tour bool) (err error) {
	p, remove, err := e2e.Prepare(ctx, out, func(s string) { fmt.Println(s) })
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	r := run{out: out, dir: p.Dir, binaries: p.Binaries}
	err = r.chapter(ctx, "", "A session, from the portal to the management center", func(j *e2e.Journey) error { return j.Run(ctx) })
	if tour && ctx.Err() == nil {
		err = errors.Join(err, r.chapter(ctx, "tour", "A day of three agents, and every window and page", func(j *e2e.Journey) error { return around(ctx, j) }))
	}
	return errors.Join(err, e2e.WriteIndex(out, r.chapters))
}

// run is what the chapters of a run share.
type run struct {
	out, dir string
	binaries e2e.Binaries
	chapters []e2e.Chapter
}

// chapter sets a stage and lives on it. Pictures, report and logs go to a folder of out.
func (r *run) chapter(ctx context.Context, folder, title string, live func(j *e2e.Journey) error) (err error) {
	out, logs, dir := filepath.Join(r.out, folder), filepath.Join(r.out, folder, "logs"), filepath.Join(r.dir, "stage"+folder)
	if err := errors.Join(os.MkdirAll(logs, 0o755), os.Mkdir(dir, 0o755)); err != nil {
		return err
	}
	stage, err := e2e.SetStage(ctx, dir, logs, r.binaries)
	defer func() { err = errors.Join(err, stage.Close()) }()
	if err != nil {
		return err
	}
	fmt.Printf("%s: relay %s, sign in as %s\n", title, stage.Relay.Address(), stage.Relay.Mail)
	journey := e2e.NewJourney(stage)
	journey.Out = out
	journey.Say = func(s e2e.Step) { fmt.Printf("%8.0f ms  %s\n", s.Milliseconds, s.Name) }
	err = live(journey)
	if folder != "" {
		folder += "/"
	}
	r.chapters = append(r.chapters, e2e.Chapter{Title: title, Folder: folder, Report: journey.Report})
	return errors.Join(err, journey.Report.Write(out))
}

// around lives a day and what no day comes by.
func around(ctx context.Context, j *e2e.Journey) (err error) {
	day, err := e2e.OpenDay(ctx, j)
	defer func() { err = errors.Join(err, day.Close()) }()
	if err != nil {
		return err
	}
	return e2e.NewTour(day).Run(ctx)
}
