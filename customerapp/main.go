// Command beside is the app of the customer: whoever is helped. It joins a session by a code, asks what the agent may do,
// and leaves nothing behind.
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

	"beside.example/customerapp/internal/line"
	"beside.example/customerapp/internal/model"
	"beside.example/customerapp/internal/options"
	"beside.example/customerapp/internal/ui"
	"beside.example/internal/desktop/glass"
	"beside.example/internal/desktop/guard"
	"beside.example/internal/desktop/notice"
	"beside.example/internal/desktop/privileges"
	_ "beside.example/internal/desktop/slack" // before Go starts its threads
	_ "beside.example/internal/locale"        // before Fyne is initialised
	"beside.example/internal/look"
	"beside.example/internal/machine"
	"beside.example/internal/product"
	shared "beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

func main() {
	guard.MaybeRun()
	o, err := options.Read(os.Args[0], os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	texts := words.MustLoad(o.Language)
	if privileges.IsRoot() {
		err = errors.New(texts.T("customer.root", words.Args{"Number": protocol.FaultRoot.String()}))
	}
	if err == nil {
		err = run(o, texts)
	}
	if err != nil {
		notice.Show(product.Name, err.Error())
		os.Exit(1)
	}
}

// run shows the app until it is closed, then waits until all it started has stopped. Its guard removes its folder once it has ended.
func run(o options.Options, texts *words.Catalogue) (err error) {
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: o.Level}))
	folder, err := privileges.NewFolder(product.CustomerBinary)
	if err != nil {
		return err
	}
	if err := machine.Isolate(folder); err != nil {
		return err
	}
	desk, err := machine.Open(guard.Leavings{Folder: folder, App: product.CustomerID}, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	lines := line.Config{Desktop: desk.Desktop, Language: o.Language, Logger: logger}
	m := model.New(model.Config{
		Dial: func(relay string, pin *signalling.Fingerprint) (model.Line, error) {
			return line.New(lines, relay, pin)
		},
		Relay: o.Relay, Code: o.Code, Fidelity: o.Fidelity, Logger: logger,
	})
	a := app.NewWithID(product.CustomerID)
	calm := glass.NewCalm(a)
	a.SetIcon(shared.Icon(look.IconMark, look.Accent))
	a.Settings().SetTheme(shared.NewTheme(shared.ForCustomer))
	stopServing, err := e2e.Serve(a)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	windows := ui.New(a, m, desk, texts)
	windows.UseGlass(func(w fyne.Window) shared.Glass { return glass.New(w) })
	windows.UseKeeping(glass.Keep)
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
