// Command beside-agent is the app of the agent: whoever helps. It signs in at a relay, hands out codes and holds sessions.
package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"beside.example/agentapp/internal/kept"
	"beside.example/agentapp/internal/line"
	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/ui"
	"beside.example/internal/desktop/glass"
	"beside.example/internal/desktop/guard"
	"beside.example/internal/desktop/notice"
	_ "beside.example/internal/desktop/slack" // before Go starts its threads
	_ "beside.example/internal/locale"        // before Fyne is initialised
	"beside.example/internal/look"
	"beside.example/internal/machine"
	"beside.example/internal/product"
	shared "beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

func main() {
	guard.MaybeRun()
	err := run(os.Args[1:])
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		notice.Show(product.Name, err.Error())
		os.Exit(1)
	}
}

// run shows the app until it is closed, then waits until all it started has stopped.
func run(arguments []string) (err error) {
	o, err := kept.ReadOptions(arguments)
	if err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: o.Level()}))
	desk, err := machine.Open(guard.Leavings{}, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	keep, err := kept.Open(o, logger)
	if err != nil {
		return err
	}
	lines := line.Config{Desktop: desk.Desktop, Language: keep.Language, Device: keep.Device, Logger: logger}
	m, err := model.New(model.Config{SignIn: lines.SignIn, Dial: lines.Dial, Folder: keep.Folder, Secrets: keep.Secrets, Logger: logger})
	if err != nil {
		return err
	}
	a := app.NewWithID(product.AgentID)
	calm := glass.NewCalm(a)
	a.SetIcon(shared.Icon(look.IconMark, look.Accent))
	a.Settings().SetTheme(shared.NewTheme(shared.ForAgent))
	stopServing, err := e2e.Serve(a)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	agentDesk := desk.OpenDesk(ctx)
	defer func() { err = errors.Join(err, agentDesk.Close()) }()
	windows := ui.New(a, m, agentDesk, words.MustLoad(words.Language(keep.Language())))
	windows.UseGlass(func(w fyne.Window) shared.Glass { return glass.New(w) })
	windows.UseQuiet(glass.Quietly)
	var work sync.WaitGroup
	work.Go(func() { m.Run(ctx) })
	work.Go(func() { windows.Run(ctx) })
	work.Go(func() {
		if err := calm.Run(ctx, shared.Post); err != nil && ctx.Err() == nil {
			logger.Debug("events wait for Fyne's clock", "err", err)
		}
	})
	a.Run()
	stop()
	work.Wait()
	stopServing()
	return nil
}
